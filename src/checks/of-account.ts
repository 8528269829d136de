import type { RightResult } from '../access/rights.js'
import type { CheckResult } from '../engine/check.js'
import type { CheckId } from './catalogue/index.js'
import { passed, problem, unchecked, type Finding } from './finding.js'

/** What was tried as the account, and what was looked for of common issues. */
export const findingsOfChecks = (results: CheckResult[]): Finding[] =>
  results.map(({ id, title, status, detail, hint }) => {
    const about = { subject: title, ...(hint !== undefined && { hint }) }
    if (status === 'pass') return passed(id, detail, about)
    if (status === 'skip') return unchecked(id, detail, about)
    return problem(id, detail, { ...about, status })
  })

const checkOf: Record<RightResult['status'], CheckId> = {
  pass: 'account.rights',
  missing: 'account.rights',
  excess: 'account.excess',
  unclear: 'account.unclear',
  skip: 'account.rights',
}

/** What --access found. Where nothing could be asked, nothing is proved. */
export function findingsOfRights(username: string, rights: RightResult[]): Finding[] {
  if (rights.length === 0) return [problem('account.unclear', `nothing could be asked about ${username}`)]
  const nothingAsked = rights.every(({ status }) => status === 'skip')
  const found = rights.map((right): Finding => {
    const { status, expected, title, because, evidence } = right
    const about = { subject: `${username}: ${title}` }
    if (status === 'pass') return passed(expected === 'needed' ? 'account.rights' : 'account.excess', because, about)
    if (status === 'skip')
      return nothingAsked
        ? problem('account.unclear', 'it could not be asked about', about)
        : unchecked(checkOf[status], 'it could not be asked about', about)
    return problem(checkOf[status], [because, ...evidence].join('; '), about)
  })
  return found.some(({ check }) => check === 'account.unclear')
    ? found
    : [...found, passed('account.unclear', 'every question was answered', { subject: username })]
}
