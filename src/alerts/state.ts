import type { Alert } from './alert.js'
import type { Comparator } from './order.js'

export type State = 'ok' | 'warning' | 'critical'

/** From the best to the worst. */
const states: State[] = ['ok', 'warning', 'critical']

const beyond: Record<Comparator, (value: number, threshold: number) => boolean> = {
  '>': (value, threshold) => value > threshold,
  '>=': (value, threshold) => value >= threshold,
  '<': (value, threshold) => value < threshold,
  '<=': (value, threshold) => value <= threshold,
}

/** Where there was nothing to measure, nothing is beyond its threshold. */
export function stateOf(
  { comparator, warn, critical }: Pick<Alert, 'comparator' | 'warn' | 'critical'>,
  value: number | undefined,
): State {
  const isBeyond = (threshold: number | undefined) =>
    value !== undefined && threshold !== undefined && beyond[comparator](value, threshold)
  if (isBeyond(critical)) return 'critical'
  return isBeyond(warn) ? 'warning' : 'ok'
}

export const worstOf = (list: State[]): State =>
  states[Math.max(0, ...list.map((state) => states.indexOf(state)))] ?? 'ok'

export const mildestOf = (list: State[]): State =>
  list.length === 0 ? 'ok' : (states[Math.min(...list.map((state) => states.indexOf(state)))] ?? 'ok')
