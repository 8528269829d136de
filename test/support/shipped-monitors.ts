import { loadDefinitions } from '../../src/engine/definitions.js'
import type { JsonObject } from '../../src/json.js'
import { watchedIn } from '../../src/kinds/monitor/definitions.js'
import { wantedMonitor } from '../../src/kinds/monitor/monitor-body.js'
import type { Alert } from '../../src/alerts/alert.js'
import type { Profile } from '../../src/profiles/profile.js'
import { opensearch } from '../../src/stack/flavors.js'
import type { Stack } from '../../src/stack/stack.js'
import { stackOf } from '../unit/fake-stack.js'
import { defaultVariables } from './default-variables.js'

export interface ShippedMonitor {
  alert: Alert
  name: string
  /** as it is sent, or the reason why there is none */
  monitor: JsonObject | string
}

export const openSearchStack = (parts: Partial<Stack> = {}): Stack =>
  stackOf({ version: '2.19.4', ...parts }, opensearch)

/** The monitor of every alert that elkctl ships for an application. */
export const shippedMonitors = (
  profile: Profile,
  { channel, stack = openSearchStack() }: { channel?: string; stack?: Stack } = {},
): ShippedMonitor[] =>
  loadDefinitions({
    profile: profile.name,
    installation: { title: profile.title, ...(channel !== undefined && { channel }) },
    dialect: 'opensearch',
    variables: defaultVariables(profile),
    variants: [],
    rename: {},
    alerts: true,
    only: ['monitor'],
  }).map(({ name, body }) => ({
    ...{ name, alert: watchedIn(body).alert },
    monitor: wantedMonitor(body, { stack, lifecycle: true }, name),
  }))
