import { everyDocument, type Alert } from '../../alerts/alert.js'
import type { Duration } from '../../alerts/duration.js'
import { looksUp } from '../../alerts/order.js'
import { lucene } from '../../alerts/search.js'
import type { JsonObject } from '../../json.js'
import { isFrom } from './api.js'

/** What Kibana runs, how often, and after how many runs in a row it tells people. */
export interface RuleForm {
  type: '.es-query' | '.index-threshold'
  params: JsonObject
  every: Duration
  runs: number
}

/**
 * A definition in the words of a rule that this version of Kibana has; a text is the reason why none says the same. What version knows what:
 * - 7.8 `.index-threshold` knows no query (https://www.elastic.co/guide/en/kibana/7.8/alert-types.html), and is the only one until 7.12.
 * - 7.12 `.es-query` counts documents (elastic/kibana#88528). It counts each document once, and looks at its condition only where there is a document.
 * - 7.13 `.index-threshold` "below 1" does not fire on no documents any more (elastic/kibana#103922), but that of `.es-query` does.
 * - 8.5 `.es-query` can count a document in each run (elastic/kibana#138781).
 * - 8.7 `.es-query` can measure a field, and group (elastic/kibana#144689).
 * - 8.13 a rule can wait for several runs in a row (elastic/kibana#174657).
 */
export function ruleForm(alert: Alert, threshold: number, version: string): RuleForm | string {
  const { measure, windows, window, every } = alert
  if (windows > 1 && !isFrom(version, '8.13')) return `${windows} windows in a row need Kibana 8.13`
  const form = formOf(alert, threshold, version)
  if (typeof form === 'string') return form
  if (form.type === '.es-query' && !isFrom(version, '7.12')) return 'a rule with a query needs Kibana 7.12'
  const countsOnce = form.type === '.es-query' && measure.of !== 'silence' && !isFrom(version, '8.5')
  // A run sees what came since the last one: all of the window, if it is as long.
  return { ...form, every: windows > 1 || countsOnce ? window : every, runs: windows }
}

/** Since which Kibana there is a rule for an alert, or for one of its thresholds; undefined: none. */
export function ruleSince(alert: Alert): string | undefined {
  const thresholds = [alert.warn, alert.critical].filter((threshold) => threshold !== undefined)
  const lacks = (version: string) => thresholds.every((at) => typeof ruleForm(alert, at, `${version}.0`) === 'string')
  return milestones[milestones.findLastIndex(lacks) + 1]
}

/** Versions that can say more than those before. */
const milestones = ['7.8', '7.12', '7.13', '8.5', '8.7', '8.13']

type TypeAndParams = Pick<RuleForm, 'type' | 'params'>

function formOf(alert: Alert, threshold: number, version: string): TypeAndParams | string {
  const { measure } = alert
  switch (measure.of) {
    case 'share':
      return 'no rule measures a share'
    case 'distinct':
      return 'no rule counts different values'
    case 'silence':
      return silence(alert, threshold, version)
    case 'count':
      return count(alert, threshold, version)
    default:
      return ofField({ ...alert, measure }, threshold / (measure.factor ?? 1), version)
  }
}

/** No document since so many seconds. */
function silence(alert: Alert, threshold: number, version: string): TypeAndParams | string {
  if (alert.groupBy !== undefined) return 'no rule sees that a group has gone'
  if (!looksUp(alert.comparator) || !Number.isInteger(threshold) || threshold < 1)
    return 'no rule says this of a silence'
  const silent: Alert = { ...alert, comparator: '<', window: { value: threshold, unit: 's' } }
  return belowOne(silent, version)
}

function count(alert: Alert, threshold: number, version: string): TypeAndParams | string {
  const { comparator, groupBy } = alert
  if (looksUp(comparator)) {
    const isAny = (comparator === '>' && threshold === 0) || (comparator === '>=' && threshold === 1)
    if (groupBy !== undefined && isQueried(alert) && !isFrom(version, '8.7'))
      // One of any group is one of all: the rule fires for the same, and does not say for which.
      return isAny ? esQuery(ungrouped(alert), threshold, version) : needsGroups
    return isQueried(alert) ? esQuery(alert, threshold, version) : indexThreshold(alert, threshold)
  }
  if (groupBy !== undefined) return 'no rule sees that a group has gone'
  if ((comparator === '<' && threshold === 1) || (comparator === '<=' && threshold === 0))
    return belowOne(alert, version)
  return isFrom(version, '8.5') ? esQuery(alert, threshold, version) : 'a count below a number above 1 needs Kibana 8.5'
}

const needsGroups = 'a query with groups needs Kibana 8.7'

function belowOne(alert: Alert, version: string): TypeAndParams | string {
  if (isFrom(version, '7.13')) return esQuery({ ...alert, comparator: '<' }, 1, version)
  return isQueried(alert)
    ? 'that no document of a query came needs Kibana 7.13'
    : indexThreshold({ ...alert, comparator: '<', measure: { of: 'count' } }, 1)
}

type OfField = Alert & { measure: Extract<Alert['measure'], { field: string; factor?: number | undefined }> }

function ofField(alert: OfField, threshold: number, version: string): TypeAndParams | string {
  const { measure, comparator, groupBy } = alert
  // Recorded on 7.12.1: an average of nothing is below everything.
  if (!looksUp(comparator) && groupBy === undefined) return 'a rule would fire where there is nothing to measure'
  if (!isQueried(alert)) return indexThreshold(alert, threshold)
  if (isFrom(version, '8.7')) return esQuery(alert, threshold, version)
  if (measure.of !== 'maximum' || !looksUp(comparator))
    return `the ${measure.of} of a field with a query needs Kibana 8.7`
  // The largest value is beyond the threshold where one document is.
  const beyond = { range: { [measure.field]: { [comparator === '>' ? 'gt' : 'gte']: threshold } } }
  return esQuery({ ...ungrouped(alert), comparator: '>', measure: { of: 'count' } }, 0, version, {
    bool: { filter: [lucene(alert.query), beyond] },
  })
}

const ungrouped = ({ groupBy: _groups, ...alert }: Alert): Alert => alert

const isQueried = ({ query }: Alert): boolean => query !== everyDocument

const functions: Partial<Record<Alert['measure']['of'], string>> = {
  average: 'avg',
  maximum: 'max',
  minimum: 'min',
  sum: 'sum',
}

const measured = ({ measure }: Alert): JsonObject => ({
  aggType: functions[measure.of] ?? 'count',
  ...('field' in measure && { aggField: measure.field }),
})

const grouped = ({ groupBy }: Alert): JsonObject =>
  groupBy === undefined ? { groupBy: 'all' } : { groupBy: 'top', termField: groupBy.field, termSize: groupBy.size }

const condition = ({ index, timeField, window, comparator }: Alert, threshold: number): JsonObject => ({
  index,
  timeField,
  timeWindowSize: window.value,
  timeWindowUnit: window.unit,
  thresholdComparator: comparator,
  threshold: [threshold],
})

const indexThreshold = (alert: Alert, threshold: number): TypeAndParams => ({
  type: '.index-threshold',
  params: { ...condition(alert, threshold), ...measured(alert), ...grouped(alert) },
})

/** With size 0 it never fires on 7.12. */
function esQuery(
  alert: Alert,
  threshold: number,
  version: string,
  query: JsonObject = lucene(alert.query),
): TypeAndParams {
  return {
    type: '.es-query',
    params: {
      ...condition(alert, threshold),
      esQuery: JSON.stringify({ query }),
      size: 10,
      ...(isFrom(version, '8.5') && { excludeHitsFromPreviousRun: false }),
      ...(isFrom(version, '8.7') && { ...measured(alert), ...grouped(alert) }),
    },
  }
}
