import { expect, it } from '@jest/globals'
import { loadDefinitions } from '../../../src/engine/definitions.js'
import type { JsonObject } from '../../../src/json.js'
import { conditionMark } from '../../../src/kinds/monitor/condition-mark.js'
import { watchedIn } from '../../../src/kinds/monitor/definitions.js'
import { wantedMonitor } from '../../../src/kinds/monitor/monitor-body.js'
import { monitor as monitorKind } from '../../../src/kinds/monitor/monitor.js'
import type { Profile } from '../../../src/profiles/profile.js'
import { openSearchStack } from '../../support/shipped-monitors.js'
import { runMonitor, type Ask, type Fired } from './run-monitor.js'
import { casesOf, shortened, variablesFor, type AlertStack } from './situation.js'

/** The monitor of each alert as it is sent, with its mark, by the name of the alert. */
function monitorsFor(profile: Profile): Map<string, JsonObject> {
  const definitions = loadDefinitions({
    ...{ profile: profile.name, dialect: 'opensearch', variants: [], rename: {}, alerts: true },
    ...{ variables: variablesFor(profile), only: [monitorKind.name] },
  })
  return new Map(
    definitions.map(({ name, body }) => {
      const monitor = wantedMonitor(body, { stack: openSearchStack(), lifecycle: true }, name)
      if (typeof monitor === 'string') throw new Error(monitor)
      return [watchedIn(body).alert.name, conditionMark.put(monitor, `elkctl:${profile.name}:0123456789ab`)]
    }),
  )
}

/** Every alert as the monitor that elkctl sends: quiet, fires for the same groups as `elkctl alerts check`, quiet again. */
export function describeMonitors(profile: Profile, at: () => AlertStack): void {
  const monitors = monitorsFor(profile)
  const ask: Ask = async (method, path, body) => {
    const answer = await at().admin(method, path, body)
    expect({ path, ...answer }).toMatchObject({ path, status: 200 })
    return answer.body as JsonObject
  }
  const firedAt = async (alert: string, moment: number): Promise<Fired[]> => {
    const fired = await runMonitor(ask, monitors.get(alert) ?? {}, moment)
    return fired.map(({ trigger, group }) => ({
      trigger,
      ...(group !== undefined && { group: shortened(group, profile) }),
    }))
  }
  it.each(casesOf(profile))(
    'as monitor of OpenSearch: $alert.name fires, and clears',
    async ({ alert, wrong, at: moments }) => {
      expect(await firedAt(alert.name, moments.quiet)).toEqual([])
      expect(await firedAt(alert.name, moments.wrong)).toEqual(
        wrong.fires.map(({ state, group }) => ({ trigger: state, ...(group !== undefined && { group }) })),
      )
      expect(await firedAt(alert.name, moments.right)).toEqual([])
    },
  )
}
