import type { Agg, IndexPattern } from '../engine/content/saved-objects.js'
import type { Format } from './drawing.js'

/** Kibana's own patterns, as its advanced settings have them at first. */
const patterns: Record<string, string> = { number: '0,0.[000]', bytes: '0,0.[0]b', percent: '0,0.[000]%' }

/** The format of a series of TSVB: one of Kibana's, or a pattern. */
export const tsvbFormat = ({ formatter = 'number', value_template: template = '{{value}}' }): Format => ({
  number: patterns[formatter] ?? formatter,
  template,
})

/** Averages, sums, minima and maxima have the format of their field in the index pattern; counts are numbers. */
export function metricFormat({ type, params }: Agg, pattern: IndexPattern | undefined): Format {
  const given = pattern?.fieldFormatMap?.[params.field ?? '']
  const number = patterns['number'] ?? ''
  if (type === 'count' || type === 'cardinality') return { number }
  // Moments: `dateFormat`, without the milliseconds.
  if (given === undefined && params.field === pattern?.timeFieldName) return { time: 'MMM D, YYYY @ HH:mm:ss' }
  if (given === undefined) return { number }
  const { pattern: own, outputPrecision } = given.params as { pattern?: string; outputPrecision?: number }
  if (given.id === 'date') return { time: own ?? '' }
  if (given.id === 'duration') return { number: `0.${'0'.repeat(outputPrecision ?? 2)}` }
  return { number: own ?? patterns[given.id] ?? number }
}

/** Times on an axis, by the seconds between them: `dateFormat:scaled`. */
export function timeFormat(seconds: number): Format {
  if (seconds < 60) return { time: 'HH:mm:ss' }
  if (seconds < 3600) return { time: 'HH:mm' }
  return { time: seconds < 86_400 ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD' }
}

/** `5 minutes` */
export function intervalInWords(seconds: number): string {
  const units = [['day', 86_400] as const, ['hour', 3600] as const, ['minute', 60] as const, ['second', 1] as const]
  const [unit, length] = units.find(([, length]) => seconds % length === 0) ?? ['second', 1]
  const count = seconds / length
  return count === 1 ? unit : `${String(count)} ${unit}s`
}
