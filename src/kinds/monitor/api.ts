import type { Stack } from '../../stack/stack.js'

export const monitorsPath = ({ flavor }: Stack): string => `${flavor.pluginPath}/_alerting/monitors`

export const monitorPath = (stack: Stack, id: string): string => `${monitorsPath(stack)}/${encodeURIComponent(id)}`

/**
 * The alerts that tell of an error: a monitor whose search or condition fails has one, with `end_time` when it works again (alerting, TransportGetAlertsAction
 * and AlertService, branch 2.19).
 */
export const errorsPath = (stack: Stack): string => `${monitorsPath(stack)}/alerts?alertState=ERROR&size=10000`

/** Whether the plugin runs monitors at all: https://opensearch.org/docs/latest/observing-your-data/alerting/settings/ */
export const runsSetting = ({ flavor: { pluginPath } }: Stack): string =>
  `${pluginPath === '/_opendistro' ? 'opendistro' : 'plugins'}.scheduled_jobs.enabled`

/** Every monitor: what is ours shows by its mark. There are at most 1000, unless plugins.alerting.monitor.max_monitors says otherwise. */
export function searchPath(stack: Stack): string {
  const source = JSON.stringify({ size: 10_000, query: { term: { 'monitor.type': 'monitor' } } })
  const query = new URLSearchParams({ source, source_content_type: 'application/json' })
  return `${monitorsPath(stack)}/_search?${query.toString()}`
}
