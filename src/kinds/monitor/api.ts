import type { Stack } from '../../stack/stack.js'

export const monitorsPath = ({ flavor }: Stack): string => `${flavor.pluginPath}/_alerting/monitors`

export const monitorPath = (stack: Stack, id: string): string => `${monitorsPath(stack)}/${encodeURIComponent(id)}`

/** Every monitor: what is ours shows by its mark. There are at most 1000, unless plugins.alerting.monitor.max_monitors says otherwise. */
export function searchPath(stack: Stack): string {
  const source = JSON.stringify({ size: 10_000, query: { term: { 'monitor.type': 'monitor' } } })
  const query = new URLSearchParams({ source, source_content_type: 'application/json' })
  return `${monitorsPath(stack)}/_search?${query.toString()}`
}
