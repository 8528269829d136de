import type { ElkctlError } from '../errors.js'
import type { JsonObject } from '../json.js'
import type { Alert } from './alert.js'
import { mildestOf, stateOf, worstOf, type State } from './state.js'
import type { Value } from './value.js'

export interface StatedValue extends Value {
  state: State
}

/** How it stands with an alert at a moment. */
export interface AlertResult {
  alert: Alert
  /** unknown: it could not be asked, which is never ok */
  state: State | 'unknown'
  /** the worst first */
  values: StatedValue[]
  /** why it is unknown */
  error?: ElkctlError
  /** what was asked, where somebody wants to see it */
  searches?: JsonObject[]
}

/** @param windows what each of them says, the newest first: a value is beyond a threshold when it is so in all of them */
export function resultOf(alert: Alert, windows: Value[][]): AlertResult {
  const [newest = [], ...earlier] = windows
  const values = newest.map(({ group, value }): StatedValue => {
    const before = earlier.map((window) => window.find((one) => one.group === group)?.value)
    const state = mildestOf([value, ...before].map((one) => stateOf(alert, one)))
    return { ...(group !== undefined && { group }), value, state }
  })
  return { alert, state: worstOf(values.map(({ state }) => state)), values: values.toSorted(worseFirst(alert)) }
}

export const unknown = (alert: Alert, error: ElkctlError): AlertResult => ({
  alert,
  state: 'unknown',
  values: [],
  error,
})

const worseFirst =
  ({ comparator }: Alert) =>
  (one: Value, other: Value): number => {
    const [a, b] = [one.value, other.value]
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
    return comparator.startsWith('>') ? b - a : a - b
  }
