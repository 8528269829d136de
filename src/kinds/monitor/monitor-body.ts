import type { Duration } from '../../alerts/duration.js'
import { secondsIn } from '../../alerts/duration.js'
import type { JsonObject } from '../../json.js'
import type { Stack } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'
import type { TargetStack } from '../kind.js'
import { actionOf } from './action.js'
import { bucketCondition, queryCondition } from './conditions.js'
import { watchedIn, type Watched } from './definitions.js'
import { monitorSearch, patternsOf } from './search.js'
import { thresholdsOf, type Threshold } from './thresholds.js'

/** Since then there are monitors of groups, and triggers have a type: https://opensearch.org/docs/1.1/monitoring-plugins/alerting/monitors/ */
export const hasTypes = ({ flavor, version }: Stack): boolean =>
  flavor.name === 'opensearch' && compareVersions(version, '1.1') >= 0

/** The monitor that runs an alert; a text is the reason why none can. */
export function wantedMonitor(body: JsonObject, { stack }: TargetStack, name: string): JsonObject | string {
  const watched = watchedIn(body)
  const { alert } = watched
  const { groupBy, windows } = alert
  const instead = 'elkctl alerts check runs it'
  if (windows > 1) return `a monitor sees one window at a time, and this alert wants ${windows}; ${instead}`
  if (groupBy !== undefined && !hasTypes(stack))
    return `monitors of groups (${groupBy.field}) need OpenSearch 1.1, and this is ${stack.flavor.title} ${stack.version}; ${instead}`
  const type = groupBy === undefined ? 'query_level' : 'bucket_level'
  const triggers = thresholdsOf(alert).map((threshold) => triggerOf(watched, threshold))
  return {
    type: 'monitor',
    name,
    ...(hasTypes(stack) && { monitor_type: `${type}_monitor` }),
    enabled: true,
    schedule: { period: periodOf(alert.every) },
    inputs: [{ search: { indices: patternsOf(alert), query: monitorSearch(alert) } }],
    triggers: hasTypes(stack) ? triggers.map((trigger) => ({ [`${type}_trigger`]: trigger })) : triggers,
  }
}

/** Its id is the same in every run, for the alerts that are active hang on it. OpenSearch Dashboards sorts alerts by it, of all monitors together. */
function triggerOf({ alert, profile, channel }: Watched, threshold: Threshold): JsonObject {
  const { state, severity } = threshold
  const id = `elkctl-${profile}-${alert.name}-${state}`
  return {
    // First: the selection of groups is called as the id that was read before it.
    id,
    name: state,
    severity,
    condition: alert.groupBy === undefined ? queryCondition(alert, threshold) : bucketCondition(alert, threshold),
    actions: channel === undefined ? [] : [{ id: `${id}-action`, ...actionOf(alert, threshold, channel) }],
  }
}

/** A minute is the shortest that it knows. */
const periodOf = (every: Duration): JsonObject => ({
  interval: Math.max(1, Math.round(secondsIn(every) / 60)),
  unit: 'MINUTES',
})
