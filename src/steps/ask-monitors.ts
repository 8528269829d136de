import { SettingsError } from '../errors.js'
import { hasChannel, lackOfMonitors } from '../kinds/monitor/ask.js'
import type { Settings } from '../settings/settings.js'
import { channelKey } from '../settings/alert-keys.js'
import type { MissingPart, Stack } from '../stack/stack.js'
import type { Scope } from './scope.js'

/** The stack with what its OpenSearch lacks for alerts, where this run is about them. It is told once, and the rest goes on. @throws SettingsError */
export async function withMonitors(stack: Stack, { alerts }: Settings, scope: Scope): Promise<Stack> {
  const removes = scope.removes === true
  const isAsked = (alerts !== undefined || removes) && scope.kinds === undefined
  if (!isAsked || stack.flavor.dialect !== 'opensearch') return stack
  const lack = await lackOfMonitors(stack)
  if (lack !== undefined) {
    const missing = removes
      ? []
      : [{ part: 'alerts in OpenSearch', meaning: `${lack.what}; ${lack.mend}`, isAskedFor: true as const }]
    return { ...stack, monitors: { lack }, missing: [...stack.missing, ...missing] }
  }
  const unseen = removes || alerts?.channel === undefined ? [] : await lookAtChannel(stack, alerts.channel)
  return { ...stack, monitors: {}, missing: [...stack.missing, ...unseen] }
}

async function lookAtChannel(stack: Stack, channel: string): Promise<MissingPart[]> {
  const isThere = await hasChannel(stack, channel)
  if (isThere === true) return []
  if (isThere === undefined)
    return [
      {
        part: `a look at the channel ${channel}`,
        meaning: `${stack.identity?.username ?? 'the user'} may not see it: whether it is there shows when a monitor fires`,
      },
    ]
  throw new SettingsError(
    [{ where: `--channel or ${channelKey}`, message: `this ${stack.flavor.title} has no channel "${channel}"` }],
    'Its id is in the address of its page in OpenSearch Dashboards (Notifications, Channels). Make the channel there first, or leave the option out.',
  )
}
