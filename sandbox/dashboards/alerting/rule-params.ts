import { Refusal } from '../http.js'
import { isObject, type Json, type JsonObject } from '../json.js'
import { anyObject, form, optional, text, type Check } from './form.js'
import type { Versioned } from './versioned.js'

const number: Check = (value, place) =>
  typeof value === 'number' ? undefined : `[${place}]: expected value of type [number] but got [${typeof value}]`

const inRange =
  (least: number, most: number): Check =>
  (value, place) => {
    const wrong = number(value, place)
    if (wrong !== undefined) return wrong
    if (Number(value) < least) return `[${place}]: Value must be equal to or greater than [${least}].`
    return Number(value) > most ? `[${place}]: Value must be equal to or lower than [${most}].` : undefined
  }

const indices: Check = (value, place) => {
  if (value === undefined) return `[${place}]: expected value of type [array] but got [undefined]`
  if (!Array.isArray(value)) return `[${place}]: could not parse array value from json input`
  return value.length === 0 ? `[${place}]: array size is [0], but cannot be smaller than [1]` : undefined
}

const indexOrIndices: Check = (value, place) => (typeof value === 'string' ? undefined : indices(value, place))

const anything: Check = () => undefined

const comparators = ['>', '>=', '<', '<=', 'between', 'notBetween']

const condition = {
  timeField: text,
  timeWindowSize: inRange(1, Infinity),
  timeWindowUnit: ((value, place) =>
    text(value, place) ??
    (['s', 'm', 'h', 'd'].includes(String(value))
      ? undefined
      : `[${place}]: invalid timeWindowUnit: "${String(value)}"`)) as Check,
  thresholdComparator: ((value, place) =>
    text(value, place) ??
    (comparators.includes(String(value))
      ? undefined
      : `[${place}]: invalid thresholdComparator specified: ${String(value)}`)) as Check,
  threshold: ((value, place) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'number')
      ? undefined
      : `[${place}]: expected value of type [array]`) as Check,
}

const groups = {
  groupBy: optional(text),
  termField: optional(text),
  termSize: optional(number),
  aggType: optional(text),
  aggField: optional(text),
}

/** Recorded on 7.12.1; derived: `excludeHitsFromPreviousRun` (elastic/kibana#138781, 8.5) and what groups (elastic/kibana#144689, 8.7). */
const esQuery = ({ isFrom }: Versioned): Record<string, Check> => ({
  index: indices,
  ...condition,
  esQuery: text,
  size: inRange(0, 10_000),
  ...(isFrom('8.5') && { excludeHitsFromPreviousRun: optional(anything), searchType: optional(text) }),
  ...(isFrom('8.7') && groups),
})

const forms: Record<string, (versioned: Versioned) => Record<string, Check>> = {
  '.es-query': esQuery,
  '.index-threshold': () => ({ index: indexOrIndices, ...condition, ...groups }),
}

/** @throws Refusal 400 */
export function checkParams(type: string, params: Json | undefined, versioned: Versioned): void {
  const members = forms[type]?.(versioned) ?? {}
  const object = isObject(params) ? params : {}
  const problem = anyObject(params, 'params') ?? form(members)(object, '') ?? acrossMembers(type, object)
  if (problem !== undefined) throw new Refusal(400, `params invalid: ${problem}`)
}

/** What one member says of another. */
function acrossMembers(type: string, params: JsonObject): string | undefined {
  const { thresholdComparator, threshold, aggType = 'count', aggField, groupBy = 'all', termField, termSize } = params
  if (type === '.es-query') {
    const problem = queryProblem(String(params['esQuery']))
    if (problem !== undefined) return problem
  }
  if (/etween/.test(String(thresholdComparator)) && (threshold as Json[]).length !== 2)
    return `[threshold]: must have two elements for the "${String(thresholdComparator)}" comparator`
  if (aggType !== 'count' && aggField === undefined)
    return `[aggField]: must have a value when [aggType] is "${String(aggType)}"`
  if (groupBy === 'top' && termField === undefined) return '[termField]: termField required when [groupBy] is top'
  return Number(termSize ?? 0) > 1000 ? '[termSize]: must be less than or equal to 1000' : undefined
}

function queryProblem(query: string): string | undefined {
  try {
    const parsed = JSON.parse(query) as Json
    return isObject(parsed) && 'query' in parsed ? undefined : '[esQuery]: must contain "query"'
  } catch {
    return '[esQuery]: must be valid JSON'
  }
}
