import type { CheckResult } from '../engine/check.js'
import type { Settings } from '../settings/settings.js'
import type { Stack } from '../stack/stack.js'

/** What was found of an issue: it is not there (pass), it is (fail), it may be (warn), or that could not be looked at (skip). */
export type Finding = Pick<CheckResult, 'status' | 'detail'>

/** What is looked at: nothing is written. */
export interface Situation {
  stack: Stack
  settings: Settings
  /** ids of the index patterns of the application */
  indexPatterns: string[]
  /** milliseconds since 1970 */
  now: number
}

/** Looks whether an issue is there. @throws ApiError */
export type Look = (situation: Situation) => Promise<Finding>

/** The gravest of several, with what is said of it; where none is grave, what is said of all. */
export function together(findings: Finding[]): Finding {
  const order: Finding['status'][] = ['fail', 'warn', 'skip', 'pass']
  const gravest = order.find((status) => findings.some((finding) => finding.status === status)) ?? 'pass'
  const said = findings.filter(({ status }) => status === gravest).map(({ detail }) => detail)
  return { status: gravest, detail: said.join('; ') }
}
