import { SettingsError } from '../errors.js'
import { askAlerting, NoConnector } from '../kinds/kibana-rule/ask.js'
import type { Settings } from '../settings/settings.js'
import { hasApiKey } from '../settings/sign-in/token.js'
import { similarNames } from '../similar-names.js'
import type { Stack } from '../stack/stack.js'
import type { Scope } from './scope.js'

/** The stack with what its Kibana has for alerts, where this run is about them. What it lacks is told once, and the rest goes on. @throws SettingsError */
export async function withAlerting(stack: Stack, settings: Settings, scope: Scope): Promise<Stack> {
  const { admin, alerts, profile } = settings
  const { dashboards, flavor } = stack
  const removes = scope.removes === true
  const isAsked = (alerts !== undefined || removes) && scope.kinds === undefined
  if (!isAsked || dashboards === undefined || flavor.dialect !== 'elasticsearch') return stack
  const { connector } = alerts ?? {}
  try {
    const alerting = await askAlerting(stack, dashboards.reader, {
      ...{ profile: profile.name, removes, byKey: scope.writes !== false && hasApiKey(admin) },
      ...(connector !== undefined && { connector }),
    })
    const { lack } = alerting
    const missing =
      lack === undefined || removes
        ? []
        : [{ part: 'alerts in Kibana', meaning: `${lack.what}: ${lack.mend}`, isAskedFor: true as const }]
    return { ...stack, missing: [...stack.missing, ...missing], dashboards: { ...dashboards, alerting } }
  } catch (error) {
    if (!(error instanceof NoConnector)) throw error
    const [meant] = similarNames(connector ?? '', error.names)
    throw new SettingsError(
      [
        {
          where: '--connector',
          message: `Kibana has no connector "${String(connector)}"${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`,
        },
      ],
      error.names.length === 0 ? 'Kibana has none at all: leave the option out.' : `It has ${error.names.join(', ')}.`,
    )
  }
}
