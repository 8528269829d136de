import { illegalArgument, refusal } from './refusals.js'

const timeUnits: Record<string, number> = {
  nanos: 1e-6,
  micros: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** A time value as the server gives it back: `1D` is `1d`, `0` is `0ms`. Weeks, months (`M`) and fractions are refused. */
export function timeValue(text: string, setting: string): string {
  const value = text.trim()
  if (value === '-1') return '-1'
  if (/^-?0+$/.test(value)) return '0ms'
  // A minute is the one unit that is not read in either case: `M` would be a month.
  const [, digits = '', unit = ''] = /^(.*?)(nanos|micros|ms|s|m|h|d)$/.exec(lowerCaseButMonth(value)) ?? []
  const where = `failed to parse setting [${setting}] with value [${text}] as a time value`
  if (unit === '' || !/\d/.test(digits)) throw illegalArgument(`${where}: unit is missing or unrecognized`)
  if (/^\d+$/.test(digits)) return `${BigInt(digits)}${unit}`
  if (/^-\d+$/.test(digits)) throw illegalArgument(`${where}: negative durations are not supported`)
  const cause = { type: 'number_format_exception', reason: `For input string: "${digits}"` }
  const fraction = Number.isNaN(Number(digits)) ? '' : ', fractional time values are not supported'
  throw refusal(400, 'illegal_argument_exception', `failed to parse [${text}]${fraction}`, {}, { caused_by: cause })
}

/** Milliseconds of a value that `timeValue` gave back. */
export function milliseconds(value: string): number {
  const [, digits = '-1', unit = 'ms'] = /^(\d+)([a-z]+)$/.exec(value) ?? []
  return Number(digits) * (timeUnits[unit] ?? 1)
}

/** A size as the server gives it back. */
export function sizeValue(text: string, setting: string): string {
  const value = text.trim().toLowerCase()
  if (/^\d+(\.\d+)?(b|[kmgtp]b?)$/.test(value)) return value
  const reason = `failed to parse setting [${setting}] with value [${text}] as a size in bytes: unit is missing or unrecognized`
  throw refusal(400, 'parse_exception', reason)
}

const lowerCaseButMonth = (value: string): string => (value.endsWith('M') ? value : value.toLowerCase())
