import * as z from 'zod'
import { parametersOf, ratioPattern, stepIn, steps, type Step, type StepName } from '../../dashboard-words.js'
import { form, text } from '../words.js'

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

const ratio = form({
  ratio: z
    .string()
    .regex(ratioPattern, {
      error: ({ input }) => `is ${JSON.stringify(input)}; it must be count, or avg|sum|min|max FIELD`,
    })
    .describe('count, or avg|sum|min|max FIELD'),
  of: text.describe('Lucene query: the part'),
  to: text.describe('Lucene query: the whole'),
}).meta({
  id: 'ratio',
  description: 'how much of a count, a sum or an average falls to the documents that a query finds',
})
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
