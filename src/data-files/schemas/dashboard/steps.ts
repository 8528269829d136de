import { z } from 'zod'
import { form, text } from '../words.js'

/** Each step that a series may take, in words. */
export const steps = {
  aggregation: { syntax: 'avg|sum|min|max FIELD', pattern: /^(avg|sum|min|max) ([\w.@]+)$/ },
  unique: { syntax: 'unique FIELD', pattern: /^unique ([\w.@]+)$/ },
  total: { syntax: 'total FIELD over KEYWORD FIELD OF THE PARTS', pattern: /^total ([\w.@]+) over ([\w.@]+)$/ },
  derivative: { syntax: 'derivative [UNIT]', pattern: /^derivative(?: (\d+\w+))?$/ },
  positiveOnly: { syntax: 'positive_only', pattern: /^positive_only$/ },
  cumulativeSum: { syntax: 'cumulative_sum', pattern: /^cumulative_sum$/ },
  calculation: {
    syntax: 'calculation PAINLESS of params.<name> and params._interval (milliseconds)',
    pattern: /^calculation (.+)$/,
  },
  seriesAggregation: {
    syntax: 'series_agg sum|mean|max|min|overall_sum|overall_max',
    pattern: /^series_agg (sum|mean|max|min|overall_sum|overall_max)$/,
  },
} as const
export type StepName = keyof typeof steps

export interface Step {
  /** which it is in `steps` */
  step: StepName
  /** of its pattern */
  groups: (string | undefined)[]
  /** by which a calculation names it */
  name: string | undefined
}

/** `derivative 1s`, or `rate = derivative 1s`; undefined: it is no step. */
export function stepIn(words: string): Step | undefined {
  const [, name, rest = words] = /^(\w+) = (.+)$/.exec(words) ?? []
  const found = (Object.keys(steps) as StepName[]).find((step) => steps[step].pattern.test(rest))
  return found && { step: found, groups: steps[found].pattern.exec(rest)?.slice(1) ?? [], name }
}

/** What a calculation asks for by name. */
export const parametersOf = (script: string): string[] =>
  [...script.matchAll(/params\.(\w+)/g)].map(([, name = '']) => name).filter((name) => name !== '_interval')

const inWords = Object.values(steps)
  .map(({ syntax }) => syntax)
  .join('; ')

const step = z
  .string()
  .regex(new RegExp(`^(?:\\w+ = )?(?:${Object.values(steps).map(bare).join('|')})$`), {
    error: ({ input }) => `${JSON.stringify(input)} is not a step; known are ${inWords}`,
  })
  .describe(`${inWords}; "name = STEP" gives it a name for a calculation`)
  .meta({ id: 'step' })

/** Without `^` and `$`. */
function bare({ pattern }: { pattern: RegExp }): string {
  return pattern.source.slice(1, -1)
}

export const ratioPattern = /^(avg|sum|min|max) ([\w.@]+)$/

const ratio = form({
  ratio: z
    .string()
    .regex(ratioPattern, {
      error: ({ input }) => `is ${JSON.stringify(input)}; it must be avg|sum|min|max FIELD`,
    })
    .describe('avg|sum|min|max FIELD'),
  of: text.describe('Lucene query: the part'),
  to: text.describe('Lucene query: the whole'),
}).meta({ id: 'ratio', description: 'how much of a sum or an average falls to the documents that a query finds' })
export type Ratio = z.infer<typeof ratio>

/** One step, or several that each work on the one before. */
export const value = z.union([step, ratio, z.array(z.union([step, ratio])).min(1)]).superRefine((given, context) => {
  const list = Array.isArray(given) ? given : [given]
  for (const { at, message } of misplaced(list))
    context.addIssue({ code: 'custom', message, path: Array.isArray(given) ? [at] : [] })
})

/** Steps that name a step before them, which is not there. */
function misplaced(list: (string | Ratio)[]): { at: number; message: string }[] {
  const named = new Set<string>()
  return list.flatMap((words, at) => {
    const taken = typeof words === 'string' ? stepIn(words) : undefined
    if (taken === undefined) return []
    const message = wrongWith(taken, at === 0, named)
    if (taken.name !== undefined) named.add(taken.name)
    return message === undefined ? [] : [{ at, message }]
  })
}

function wrongWith({ step: name, groups }: Step, first: boolean, named: Set<string>): string | undefined {
  if (first && needsOneBefore(name)) return `${steps[name].syntax.split(' ')[0] ?? ''} needs a step before it`
  if (name !== 'calculation') return undefined
  const [script = ''] = groups
  const unknown = parametersOf(script).filter((parameter) => !named.has(parameter))
  return unknown.length === 0 ? undefined : `${JSON.stringify(script)} names no step before it: ${unknown.join(', ')}`
}

const needsOneBefore = (name: StepName): boolean => ['derivative', 'positiveOnly', 'cumulativeSum'].includes(name)
