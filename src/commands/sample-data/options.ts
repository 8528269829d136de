import { SettingsError, type Problem } from '../../errors.js'
import type { SampleLoad } from '../../sample-data/sample-data.js'

/** What the command line says. */
export interface SampleFlags {
  hours: string
  scale: string
  seed: string
  /** an ISO 8601 time; undefined: a while after now */
  until?: string
  follow?: boolean
}

/** Hours that lie ahead of the moment of loading, so that dashboards show something right afterwards and for a while. */
export const hoursAhead = { once: 0.5, follow: 8 }

/** What the command line asks for. */
export interface AskedSample {
  options: Omit<SampleLoad, 'variant'>
  untilGiven: boolean
}

// Two decimals: the values stand in the ids of the documents.
const decimal = /^\d{1,4}(\.\d{1,2})?$/
const numbers = {
  hours: { pattern: decimal, from: 0.25, to: 720, kind: 'a number of hours from 0.25 to 720' },
  scale: { pattern: decimal, from: 0.05, to: 1000, kind: 'a factor from 0.05 to 1000' },
  seed: { pattern: /^\d{1,9}$/, from: 0, to: 999_999_999, kind: 'a whole number of at most nine digits' },
}

/** @throws SettingsError with every problem at once */
export function readSampleOptions(flags: SampleFlags, now: number): AskedSample {
  const problems: Problem[] = []
  const number = (name: keyof typeof numbers): number => {
    const { pattern, from, to, kind } = numbers[name]
    const value = Number(flags[name])
    if (!pattern.test(flags[name]) || value < from || value > to)
      problems.push({ where: `--${name}`, message: `"${flags[name]}" is not ${kind}` })
    return value
  }
  const [hours, scale, seed] = [number('hours'), number('scale'), number('seed')]
  const end = flags.until === undefined ? undefined : Date.parse(flags.until)
  if (Number.isNaN(end))
    problems.push({ where: '--until', message: `"${String(flags.until)}" is not a time such as 2026-11-21T05:00:00Z` })
  if (flags.follow && end !== undefined)
    problems.push({ where: '--follow, --until', message: 'data that keeps coming has no end: choose one' })
  if (problems.length > 0) throw new SettingsError(problems)
  if (end !== undefined) return { options: { seed, until: end, hours, ahead: 0, scale }, untilGiven: true }
  const ahead = flags.follow ? hoursAhead.follow : hoursAhead.once
  const until = Math.floor(now / 1000) * 1000 + ahead * 3_600_000
  return { options: { seed, until, hours, ahead, scale }, untilGiven: false }
}
