import type { JsonObject } from '../stack/stack.js'
import { either, listOf, object, SourceProblem, text, type Shape } from './shape.js'

/** What a step may refer to: the step before it, and the named ones before that. */
interface Before {
  id: string
  previous: string | undefined
  named: [name: string, id: string][]
}

const ofPrevious = (type: string, more: JsonObject, { id, previous }: Before): JsonObject => {
  if (previous === undefined) throw new SourceProblem(`${type} needs a step before it`)
  return { id, type, field: previous, ...more }
}

/** A word of a source, what follows it, and what TSVB stores for it. */
const steps: { syntax: string; pattern: RegExp; metric: (match: string[], before: Before) => JsonObject }[] = [
  {
    syntax: 'avg|sum|min|max FIELD',
    pattern: /^(avg|sum|min|max) ([\w.@]+)$/,
    metric: ([, type = '', field = ''], { id }) => ({ id, type, field }),
  },
  {
    syntax: 'unique FIELD',
    pattern: /^unique ([\w.@]+)$/,
    metric: ([, field = ''], { id }) => ({ id, type: 'cardinality', field }),
  },
  {
    // Without a unit it is the difference to the interval before.
    syntax: 'derivative [UNIT]',
    pattern: /^derivative(?: (\d+\w+))?$/,
    metric: ([, unit = ''], before) => ofPrevious('derivative', { unit }, before),
  },
  {
    // A counter starts again at 0 with its process: that is no traffic.
    syntax: 'positive_only',
    pattern: /^positive_only$/,
    metric: (_match, before) => ofPrevious('positive_only', { unit: '' }, before),
  },
  {
    // Painless; the named steps are `params.name`, the width of an interval in milliseconds is `params._interval`.
    syntax: 'calculation SCRIPT',
    pattern: /^calculation (.+)$/,
    metric: ([, script = ''], { id, named }) => ({
      id,
      type: 'calculation',
      variables: named.map(([name, field]) => ({ id: `${id}-${name}`, name, field })),
      script,
    }),
  },
  {
    // Of the series that a split makes, one; the overall ones are the same at every point of time.
    syntax: 'series_agg sum|mean|max|min|overall_sum|overall_max',
    pattern: /^series_agg (sum|mean|max|min|overall_sum|overall_max)$/,
    metric: ([, name = ''], { id }) => ({ id, type: 'series_agg', function: name }),
  },
]

/** How much of a sum falls to the documents that a Lucene query finds. */
const ratio = object({ ratio: text, of: text, to: text })

/** One step or several; `name = step` gives it a name for a calculation. */
export const value: Shape<Step[]> = (given, where) =>
  either(listOf(either<Step, Step>(ratio, text)), (only, at) => [text(only, at)])(given, where)

type Step = string | { ratio: string; of: string; to: string }

/** TSVB's metrics of one series; the last one is shown. @throws SourceProblem */
export function metricsOf(series: string, list: Step[], where: string): JsonObject[] {
  const named: [string, string][] = []
  let previous: string | undefined
  return list.map((step, index) => {
    const id = `${series}m${index + 1}`
    const metric = typeof step === 'string' ? parsed(step, { id, previous, named }, where) : ratioOf(id, step, where)
    previous = id
    return metric
  })
}

function parsed(step: string, before: Before, where: string): JsonObject {
  const [, name, rest = step] = /^(\w+) = (.+)$/.exec(step) ?? []
  for (const { pattern, metric } of steps) {
    const match = pattern.exec(rest)
    if (match === null) continue
    const made = metric(match, { ...before, named: [...before.named] })
    if (name !== undefined) before.named.push([name, before.id])
    return made
  }
  throw new SourceProblem(
    `${where}: ${JSON.stringify(rest)} is no step; known are ${steps.map(({ syntax }) => syntax).join('; ')}`,
  )
}

function ratioOf(id: string, { ratio: metric, of, to }: Exclude<Step, string>, where: string): JsonObject {
  const [, type, field] = /^(avg|sum|min|max) ([\w.@]+)$/.exec(metric) ?? []
  if (type === undefined || field === undefined)
    throw new SourceProblem(`${where}: the ratio is of ${JSON.stringify(metric)}; it must be avg|sum|min|max FIELD`)
  return { id, type: 'filter_ratio', metric_agg: type, field, numerator: of, denominator: to }
}
