import { ratioPattern, stepIn, type StepName } from '../data-files/dashboard-words.js'
import type { Ratio } from '../data-files/schemas/dashboard/steps.js'
import type { JsonObject } from '../json.js'

/** What a step may refer to: the id that it gets, the step before it, and the named ones before that. */
interface Before {
  nextId: () => string
  previous: string
  named: Map<string, string>
}

/** The metrics that TSVB stores for each step; the last one stands for the step. */
const metrics: Record<StepName, (groups: (string | undefined)[], before: Before) => JsonObject[]> = {
  aggregation: ([type = '', field = ''], { nextId }) => [{ id: nextId(), type, field }],
  unique: ([field = ''], { nextId }) => [{ id: nextId(), type: 'cardinality', field }],
  // Each part (network interface, disk, memory pool) sends a document of its own every time: the average of an interval, times the number of
  // parts, is their sum, however many times they were asked in it.
  total: ([field = '', parts = ''], { nextId }) => {
    const [average, number] = [nextId(), nextId()]
    const named = new Map([
      ['part', average],
      ['parts', number],
    ])
    return [
      { id: average, type: 'avg', field },
      { id: number, type: 'cardinality', field: parts },
      calculation(nextId(), 'params.part * params.parts', named),
    ]
  },
  // Without a unit it is the difference to the interval before.
  derivative: ([unit = ''], { nextId, previous }) => [{ id: nextId(), type: 'derivative', field: previous, unit }],
  // A counter starts again at 0 with its process: that is no traffic.
  positiveOnly: (_groups, { nextId, previous }) => [{ id: nextId(), type: 'positive_only', field: previous, unit: '' }],
  cumulativeSum: (_groups, { nextId, previous }) => [{ id: nextId(), type: 'cumulative_sum', field: previous }],
  calculation: ([script = ''], { nextId, named }) => [calculation(nextId(), script, named)],
  // Of the series that a split makes, one; the overall ones are the same at every point of time.
  seriesAggregation: ([name = ''], { nextId }) => [{ id: nextId(), type: 'series_agg', function: name }],
}

/** TSVB's metrics of one series; the last one is shown. */
export function metricsOf(series: string, list: (string | Ratio)[]): JsonObject[] {
  const all: JsonObject[] = []
  const named = new Map<string, string>()
  let used = 0
  const nextId = () => `${series}m${(used += 1)}`
  for (const words of list) {
    const taken = typeof words === 'string' ? stepIn(words) : undefined
    const before = { nextId, named, previous: lastId(all) }
    const made =
      typeof words === 'string' ? taken && metrics[taken.step](taken.groups, before) : [ratioOf(nextId(), words)]
    all.push(...(made ?? []))
    if (taken?.name !== undefined) named.set(taken.name, lastId(all))
  }
  return all
}

const lastId = (all: JsonObject[]): string => String(all.at(-1)?.['id'])

const calculation = (id: string, script: string, named: Map<string, string>): JsonObject => ({
  id,
  type: 'calculation',
  variables: [...named].map(([name, field]) => ({ id: `${id}-${name}`, name, field })),
  script,
})

function ratioOf(id: string, { ratio: metric, of, to }: Ratio): JsonObject {
  const [, count, word = '', field] = ratioPattern.exec(metric) ?? []
  return {
    ...{ id, type: 'filter_ratio', metric_agg: count ?? word },
    ...(field !== undefined && { field }),
    ...{ numerator: of, denominator: to },
  }
}
