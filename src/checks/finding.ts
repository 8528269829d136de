import type { Exit } from '../errors.js'
import { catalogue, type CheckId } from './catalogue/index.js'

/** What a check found of one subject. */
export interface Finding {
  check: CheckId
  /** skip: it could not be looked at */
  status: 'pass' | 'fail' | 'warn' | 'skip'
  /** "role reader", the name of an index, an address */
  subject?: string
  detail: string
  /** what to do about it */
  hint?: string
  /** what it ends the command with; there where something is wrong */
  exit?: Exit
  /** where it can be corrected */
  place?: Place
}

/** A line of a file, counted from 1. */
export interface Place {
  file: string
  line?: number
}

type More = Partial<Omit<Finding, 'check' | 'detail'>>

export const passed = (check: CheckId, detail: string, more: More = {}): Finding => ({
  check,
  status: 'pass',
  detail,
  ...more,
})

/** With the severity and the exit code that the catalogue has for it. */
export const problem = (check: CheckId, detail: string, more: More = {}): Finding => ({
  check,
  status: catalogue[check].severity,
  detail,
  exit: catalogue[check].exit,
  ...more,
})

/** A right is missing, or the server does not offer it: that is no pass. */
export const unchecked = (check: CheckId, detail: string, more: More = {}): Finding => ({
  check,
  status: 'skip',
  detail,
  ...more,
})

/** What a finding must be at least to count as a failure. */
export type FailOn = 'warn' | 'fail'

/** Those that decide on the exit code. */
export const counting = (findings: Finding[], failOn: FailOn): Finding[] =>
  findings.filter(({ status }) => status === 'fail' || (failOn === 'warn' && status === 'warn'))

/** The gravest first: the exit code of a command is that of the first. */
const order: Exit[] = [
  'usage',
  'unreachable',
  'incompatible',
  'interrupted',
  'access',
  'conflict',
  'failure',
  'partial',
  'pending',
]

export const byGravity = (findings: Finding[]): Finding[] =>
  findings.toSorted((a, b) => order.indexOf(a.exit ?? 'failure') - order.indexOf(b.exit ?? 'failure'))
