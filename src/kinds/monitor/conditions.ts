import type { Alert } from '../../alerts/alert.js'
import { looksUp } from '../../alerts/order.js'
import type { JsonObject } from '../../json.js'
import { groups, part, value } from './search.js'
import { thresholdsOf, type Threshold } from './thresholds.js'

/** What is beyond the critical threshold is no warning. In Painless, made of numbers and names of ours alone. */
export const queryCondition = (alert: Alert, threshold: Threshold): JsonObject => ({
  script: painless(`${preparation(alert)}return ${only(alert, threshold, ofAnswer(alert))};`),
})

/** The same for a group. OpenSearch looks at each whose values are there. */
export const bucketCondition = (alert: Alert, threshold: Threshold): JsonObject => ({
  buckets_path: bucketPaths(alert),
  parent_bucket_path: groups,
  script: painless(only(alert, threshold, ofBucket(alert))),
})

const painless = (source: string): JsonObject => ({ source, lang: 'painless' })

/** Whether a value is beyond a threshold, as an expression. */
type Beyond = (threshold: Threshold) => string

function only(alert: Alert, threshold: Threshold, beyond: Beyond): string {
  const critical = thresholdsOf(alert).find(({ state }) => state === 'critical' && threshold.state === 'warning')
  return critical === undefined ? beyond(threshold) : `${beyond(threshold)} && !(${beyond(critical)})`
}

/** Makes `value`, or `found`. No index, no aggregations; no documents, no average. */
function preparation({ measure }: Alert): string {
  const documents = 'ctx.results[0].hits.total.value'
  const found = 'def found = ctx.results[0].aggregations; '
  switch (measure.of) {
    case 'count':
      return `def value = ${documents}; `
    case 'share':
      return `def all = ${documents}; if (all < ${measure.atLeast ?? 1}) { return false; } def value = (double) ctx.results[0].aggregations.${part}.doc_count / all; `
    case 'silence':
      return found
    case 'distinct':
      return `${found}if (found == null) { return false; } def value = found.${value}.value; `
    default:
      return `${found}if (${documents} == 0 || found.${value}.value == null) { return false; } def value = found.${value}.value; `
  }
}

const ofAnswer = (alert: Alert): Beyond =>
  alert.measure.of === 'silence'
    ? ({ state }) => silent(alert, `found == null || found.${state}.doc_count == 0`)
    : ({ value }) => compared('value', alert, value)

function ofBucket(alert: Alert): Beyond {
  const { measure } = alert
  if (measure.of === 'silence') return ({ state }) => silent(alert, `params.${state} == 0`)
  if (measure.of !== 'share') return ({ value }) => compared('params.value', alert, value)
  const enough = `params.all >= ${measure.atLeast ?? 1}`
  return ({ value }) => `(${enough} && ${compared('params.part / params.all', alert, value)})`
}

function bucketPaths(alert: Alert): JsonObject {
  switch (alert.measure.of) {
    case 'count':
      return { value: '_count' }
    case 'share':
      return { all: '_count', part: `${part}>_count` }
    case 'silence':
      return Object.fromEntries(thresholdsOf(alert).map(({ state }) => [state, `${state}>_count`]))
    default:
      return { value }
  }
}

function compared(found: string, { measure, comparator }: Alert, threshold: number): string {
  const factor = 'factor' in measure ? measure.factor : undefined
  return `${found}${factor === undefined ? '' : ` * ${literal(factor)}`} ${comparator} ${literal(threshold)}`
}

/** Longer silent than the threshold: nothing since. */
const silent = ({ comparator }: Alert, nothing: string): string =>
  looksUp(comparator) ? `(${nothing})` : `!(${nothing})`

/** Whole numbers are of 32 bits. */
const literal = (number: number): string =>
  Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? `${number}` : `${number}D`
