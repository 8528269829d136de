import type { JsonObject } from '../../json.js'
import type { TsvbMetric } from '../kibana/visualization.js'
import { NoCounterpart } from '../no-counterpart.js'

/** What a step is given: its own number, and where those before it are. */
interface Before {
  id: string
  /** the number of the metric that TSVB calls so */
  at: (name: string | undefined) => string
}

const pipelined = (type: string, { id, at }: Before, field: string | undefined): JsonObject => ({
  ...{ id, type, field: at(field), pipelineAgg: at(field) },
})

const scripted = (id: string, variables: { name: string; pipelineAgg: string }[], script: string): JsonObject => ({
  ...{ id, type: 'bucket_script', pipelineVariables: variables, settings: { script } },
})

const basicTypes = ['avg', 'sum', 'min', 'max', 'cardinality']

const metricTypes: Record<string, (metric: TsvbMetric, before: Before) => JsonObject> = {
  ...Object.fromEntries(
    basicTypes.map((type) => [type, ({ field = '' }: TsvbMetric, { id }: Before): JsonObject => ({ id, type, field })]),
  ),
  derivative: ({ field }, before) => pipelined('derivative', before, field),
  cumulative_sum: ({ field }, before) => pipelined('cumulative_sum', before, field),
  positive_only: ({ field }, { id, at }) =>
    scripted(id, [{ name: 'value', pipelineAgg: at(field) }], 'params.value > 0 ? params.value : 0'),
  calculation: ({ variables = [], script = '' }, { id, at }) =>
    scripted(
      id,
      variables.map(({ name, field }) => ({ name, pipelineAgg: at(field) })),
      // Grafana puts the length of an interval in there itself.
      script.replaceAll('params._interval', '$__interval_ms'),
    ),
}

/**
 * The metrics of a series as Grafana writes them; the last one is shown. What refers to a derivative gets its difference in Grafana and its rate in
 * TSVB: a rate is made of it at once.
 */
export function tsvbMetrics(list: TsvbMetric[]): JsonObject[] {
  const all: JsonObject[] = []
  const numbers = new Map<string, string>()
  const at = (name: string | undefined): string => {
    const number = numbers.get(name ?? '')
    if (number === undefined) throw new NoCounterpart(`refers to a metric ${String(name)} that is not before it`)
    return number
  }
  const nextId = () => String(all.length + 1)
  for (const metric of list) {
    const translate = metricTypes[metric.type]
    if (translate === undefined)
      throw new NoCounterpart(`shows ${metric.type} of TSVB, for which elkctl knows no words in Grafana`)
    all.push(translate(metric, { id: nextId(), at }))
    const unit = metric.type === 'derivative' ? milliseconds(metric.unit ?? '') : undefined
    if (unit !== undefined) {
      const difference = { name: 'difference', pipelineAgg: String(all.length) }
      all.push(scripted(nextId(), [difference], `params.difference * ${unit}.0 / $__interval_ms`))
    }
    numbers.set(metric.id, String(all.length))
  }
  return all.map((metric, index) => (index < all.length - 1 ? { ...metric, hide: true } : metric))
}

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** undefined: TSVB is told no unit, and shows the difference from one interval to the next */
function milliseconds(unit: string): number | undefined {
  if (unit === '') return undefined
  const [, number, of = ''] = /^(\d+)(ms|s|m|h|d)$/.exec(unit) ?? []
  const length = units[of]
  if (length === undefined) throw new NoCounterpart(`has a derivative per ${unit}, which elkctl does not know`)
  return Number(number) * length
}
