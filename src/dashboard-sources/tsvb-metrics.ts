import type { JsonObject } from '../json.js'
import { either, listOf, object, SourceProblem, text, type Shape, type Shaped } from './shape.js'

/** How much of a sum or an average falls to the documents that a Lucene query finds. */
const ratio = object({ ratio: text, of: text, to: text })

type Step = string | Shaped<typeof ratio>

/** One step, or several that each work on the one before; `name = step` gives it a name for a calculation. */
export const value: Shape<Step[]> = (given, where) =>
  either(listOf(either<Step, Step>(ratio, text)), (only, at) => [text(only, at)])(given, where)

/** What a step may refer to: the id that it gets, the step before it, and the named ones before that. */
interface Before {
  nextId: () => string
  previous: string | undefined
  named: Map<string, string>
}

/** The words of a source, and the metrics that TSVB stores for them; the last metric stands for the step. */
const steps: { syntax: string; pattern: RegExp; metrics: (match: string[], before: Before) => JsonObject[] }[] = [
  {
    syntax: 'avg|sum|min|max FIELD',
    pattern: /^(avg|sum|min|max) ([\w.@]+)$/,
    metrics: ([, type = '', field = ''], { nextId }) => [{ id: nextId(), type, field }],
  },
  {
    syntax: 'unique FIELD',
    pattern: /^unique ([\w.@]+)$/,
    metrics: ([, field = ''], { nextId }) => [{ id: nextId(), type: 'cardinality', field }],
  },
  {
    // Each part (network interface, disk, memory pool) sends a document of its own every time: the average of an interval, times the
    // number of parts, is their sum, however many times they were asked in it.
    syntax: 'total FIELD over KEYWORD FIELD OF THE PARTS',
    pattern: /^total ([\w.@]+) over ([\w.@]+)$/,
    metrics: ([, field = '', parts = ''], { nextId }) => {
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
  },
  {
    // Without a unit it is the difference to the interval before.
    syntax: 'derivative [UNIT]',
    pattern: /^derivative(?: (\d+\w+))?$/,
    metrics: ([, unit = ''], before) => [ofPrevious('derivative', { unit }, before)],
  },
  {
    // A counter starts again at 0 with its process: that is no traffic.
    syntax: 'positive_only',
    pattern: /^positive_only$/,
    metrics: (_match, before) => [ofPrevious('positive_only', { unit: '' }, before)],
  },
  {
    syntax: 'calculation PAINLESS of params.<name> and params._interval (milliseconds)',
    pattern: /^calculation (.+)$/,
    metrics: ([, script = ''], { nextId, named }) => [calculation(nextId(), script, named)],
  },
  {
    // Of the series that a split makes, one; the overall ones are the same at every point of time.
    syntax: 'series_agg sum|mean|max|min|overall_sum|overall_max',
    pattern: /^series_agg (sum|mean|max|min|overall_sum|overall_max)$/,
    metrics: ([, name = ''], { nextId }) => [{ id: nextId(), type: 'series_agg', function: name }],
  },
]

/** TSVB's metrics of one series; the last one is shown. @throws SourceProblem */
export function metricsOf(series: string, list: Step[], where: string): JsonObject[] {
  const all: JsonObject[] = []
  const named = new Map<string, string>()
  let used = 0
  const nextId = () => `${series}m${(used += 1)}`
  for (const step of list) {
    const [, name, rest = step] = typeof step === 'string' ? (/^(\w+) = (.+)$/.exec(step) ?? []) : []
    const previous = all.at(-1)?.['id']
    const before: Before = { nextId, named, previous: typeof previous === 'string' ? previous : undefined }
    const made = typeof rest === 'string' ? stepOf(rest, before, where) : [ratioOf(nextId(), rest, where)]
    all.push(...made)
    const id = made.at(-1)?.['id']
    if (name !== undefined && typeof id === 'string') named.set(name, id)
  }
  return all
}

function stepOf(step: string, before: Before, where: string): JsonObject[] {
  for (const { pattern, metrics } of steps) {
    const match = pattern.exec(step)
    if (match !== null) return metrics(match, before)
  }
  const known = steps.map(({ syntax }) => syntax).join('; ')
  throw new SourceProblem(`${where}: ${JSON.stringify(step)} is no step; known are ${known}`)
}

function ofPrevious(type: string, more: JsonObject, { nextId, previous }: Before): JsonObject {
  if (previous === undefined) throw new SourceProblem(`${type} needs a step before it`)
  return { id: nextId(), type, field: previous, ...more }
}

function calculation(id: string, script: string, named: Map<string, string>): JsonObject {
  const unknown = [...script.matchAll(/params\.(\w+)/g)].flatMap(([, name = '']) =>
    named.has(name) || name === '_interval' ? [] : [name],
  )
  if (unknown.length > 0)
    throw new SourceProblem(`${JSON.stringify(script)} names no step before it: ${unknown.join(', ')}`)
  const variables = [...named].map(([name, field]) => ({ id: `${id}-${name}`, name, field }))
  return { id, type: 'calculation', variables, script }
}

function ratioOf(id: string, { ratio: metric, of, to }: Exclude<Step, string>, where: string): JsonObject {
  const [, type, field] = /^(avg|sum|min|max) ([\w.@]+)$/.exec(metric) ?? []
  if (type === undefined || field === undefined)
    throw new SourceProblem(`${where}: the ratio is of ${JSON.stringify(metric)}; it must be avg|sum|min|max FIELD`)
  return { id, type: 'filter_ratio', metric_agg: type, field, numerator: of, denominator: to }
}
