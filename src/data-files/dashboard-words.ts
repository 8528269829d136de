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
  const stepName = (Object.keys(steps) as StepName[]).find((step) => steps[step].pattern.test(rest))
  return stepName && { step: stepName, groups: steps[stepName].pattern.exec(rest)?.slice(1) ?? [], name }
}

/** What a calculation asks for by name. */
export const parametersOf = (script: string): string[] =>
  [...script.matchAll(/params\.(\w+)/g)].map(([, name = '']) => name).filter((name) => name !== '_interval')

/** `avg bytes_in`: of a ratio. */
export const ratioPattern = /^(?:(count)|(avg|sum|min|max) ([\w.@]+))$/

/** A metric; its groups: the only one without a field, or a word and a field; and the label. */
export const metricPattern = /^(?:(count)|(unique|avg|sum|min|max) ([\w.@]+))(?: as (.+))?$/
