import { byGravity, counting, type FailOn, type Finding } from '../../checks/finding.js'
import type { CheckId } from '../../checks/catalogue/index.js'
import { counted } from '../../counted.js'
import { groupedBy } from '../../grouped.js'
import type { CheckResult } from '../../engine/check.js'
import { whatBlocks } from '../../engine/blocked.js'
import type { Plan } from '../../engine/plan.js'
import type { Access } from '../run-state.js'
import { failedChecks } from '../text/checks.js'
import { countChanges } from '../text/counts.js'
import { oldIndexText } from '../text/old-index.js'
import { rightsSummary } from '../text/rights.js'
import type { Verdict } from './verdict.js'

export interface Verified {
  plan: Plan
  findings: Finding[]
  failOn: FailOn
  access: Access | undefined
  checks: CheckResult[]
  checksSkipped: string | undefined
}

/** Everything that is not as it should be, the gravest first: its exit code is that of the command. */
export function verified(result: Verified): Verdict {
  const { plan, findings, failOn } = result
  const found = byGravity(counting(findings, failOn))
  const [gravest] = found
  const groups = [...groupedBy(found, ({ check }) => sentenceOf[check] ?? ownWords)]
  const error = findings.some(({ check }) => check === 'object.blocked') ? whatBlocks(plan) : undefined
  return {
    exit: gravest ? (gravest.exit ?? 'failure') : 'done',
    verdict: gravest
      ? `Verification failed: ${[groups.map(([words, group]) => words(group, result)).join('; '), ...nextSteps(found)].join('. ')}.`
      : `Verified: ${[countChanges(plan), ...accessSummary(result), checkSummary(result), ...rest(findings)].join('; ')}.`,
    ...(error && { error }),
  }
}

/** What to do about what init makes good. Other hints stand with their findings. */
const nextSteps = (found: Finding[]): string[] => [
  ...new Set(
    found.flatMap(({ check, hint }) => (hint !== undefined && byInit.includes(check) ? [hint.replace(/\.$/, '')] : [])),
  ),
]

const byInit: CheckId[] = [
  'object.missing',
  'object.drift',
  'lifecycle.attached',
  'account.in-file',
  'account.superuser',
  'settings.cannot-work',
]

/** One sentence for what belongs together, without its full stop. */
type Sentence = (group: Finding[], result: Verified) => string

const outOfDate: Sentence = (_group, { plan }) => `the stack is out of date: ${countChanges(plan)}`

const ofRights: Sentence = (_group, { access }) => (access ? rightsSummary(access.username, access.rights) : '')

const ofChecks: Sentence = (group, { checks }) => `${String(failedChecks(checks))} (${subjects(group)})`

const ofIssues: Sentence = (group) => `${counted(group.length, 'common issue')} found (${subjects(group)})`

/** Of one subject, which stands for the others. */
const ownWords: Sentence = (group) => {
  const texts = [...groupedBy(group, ({ check }) => check).values()].map((ofCheck) => {
    const [{ subject, detail }] = ofCheck
    const more = ofCheck.length > 1 ? ` (and ${ofCheck.length - 1} more)` : ''
    return `${subject === undefined ? '' : `${subject}: `}${detail.replace(/\.$/, '')}${more}`
  })
  return texts.join('; ')
}

const sentenceOf: Partial<Record<CheckId, Sentence>> = {
  'object.missing': outOfDate,
  'object.drift': outOfDate,
  'lifecycle.attached': outOfDate,
  'object.blocked': () => 'blocked, see above',
  'lifecycle.moving': (group, { plan }) =>
    `${group.length} of ${counted(plan.indices.managed.length, 'existing index', 'existing indices')} stuck on the way (${group.map(({ subject = '' }) => subject.replace(/^index /, '')).join(', ')})`,
  'index.mapping': (_group, { plan }) =>
    plan.indices.old.map((old) => `the index ${old.index} is ${oldIndexText(old)}`).join('; '),
  'lifecycle.running': (group) => group.map(({ detail }) => detail).join('; '),
  'account.rights': ofRights,
  'account.excess': ofRights,
  'account.unclear': ofRights,
  'account.signs-in': ofChecks,
  'account.writes': ofChecks,
  'account.dashboards': ofChecks,
  'common-issue.no-answer': ofIssues,
  'common-issue.no-index-of-a-day': ofIssues,
  'common-issue.no-index-pattern': ofIssues,
}

const subjects = (group: Finding[]): string => group.map(({ subject = '' }) => subject).join(', ')

const accessSummary = ({ access }: Verified): string[] =>
  access ? [rightsSummary(access.username, access.rights)] : []

const checkSummary = ({ checks, checksSkipped }: Verified): string =>
  checksSkipped === undefined
    ? `${counted(checks.length, 'check')} passed`
    : `service-account checks skipped: ${checksSkipped}`

/** What does not change the exit code, and has been told above; objects that were not verified are counted with the others. */
function rest(findings: Finding[]): string[] {
  const of = (status: Finding['status']) =>
    new Set(findings.filter((one) => one.status === status).map(({ check }) => check))
  const unseen = [...of('skip')].filter((check) => check !== 'object.drift')
  return [
    ...(of('warn').size > 0 ? [`${counted(of('warn').size, 'warning')} (${[...of('warn')].join(', ')})`] : []),
    ...(unseen.length > 0 ? [`could not be checked: ${unseen.join(', ')}`] : []),
  ]
}
