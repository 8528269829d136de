import type { RightResult } from '../../access/rights.js'
import { counted } from '../../counted.js'
import type { CheckResult } from '../../engine/check.js'
import { whatBlocks } from '../../engine/blocked.js'
import { pending, type Plan } from '../../engine/plan.js'
import type { Exit } from '../../errors.js'
import type { Settings } from '../../settings/settings.js'
import type { Access } from '../run-state.js'
import { failedChecks } from '../text/checks.js'
import { countChanges } from '../text/counts.js'
import { stuckIndices } from '../text/lifecycle.js'
import { oldIndexText } from '../text/old-index.js'
import { rightsSummary } from '../text/rights.js'
import type { Verdict } from './verdict.js'

export interface Verified {
  plan: Plan
  settings: Settings
  /** whom the configuration file names as the application's user */
  named: string | undefined
  access: Access | undefined
  /** what was found of the common issues of the application */
  issues: CheckResult[]
  checks: CheckResult[]
  checksSkipped: string | undefined
}

/** Everything that is not as it should be, the gravest first: its exit code is that of the command. */
export function verified(result: Verified): Verdict {
  const { plan } = result
  const findings = [
    ...accessFindings(result),
    ...checkFindings(result),
    ...issueFindings(result),
    ...planFindings(plan),
    ...settingFindings(result),
    ...signInFindings(result),
  ]
  const order: Exit[] = ['access', 'conflict', 'failure', 'pending']
  const [gravest] = findings.sort((a, b) => order.indexOf(a.exit) - order.indexOf(b.exit))
  const error = whatBlocks(plan)
  return {
    exit: gravest?.exit ?? 'done',
    verdict: gravest
      ? `Verification failed: ${[findings.map(({ text }) => text).join('; '), ...nextSteps(findings)].join('. ')}.`
      : `Verified: ${[countChanges(plan), ...accessSummary(result), checkSummary(result)].join('; ')}.`,
    ...(error && { error }),
  }
}

interface Finding {
  exit: Exit
  text: string
  /** what to do about it */
  next?: string
}

const nextSteps = (findings: Finding[]): string[] => findings.flatMap(({ next }) => next ?? [])

function planFindings(plan: Plan): Finding[] {
  const blocked = whatBlocks(plan)
  return [
    ...(blocked ? [{ exit: blocked.exit, text: 'blocked, see above' }] : []),
    ...(pending(plan).length > 0
      ? [{ exit: 'pending' as const, text: `the stack is out of date: ${countChanges(plan)}`, next: 'Run elkctl init' }]
      : []),
    ...stuckFindings(plan),
    ...(plan.indices.stopped === undefined ? [] : [{ exit: 'failure' as const, text: plan.indices.stopped }]),
    ...plan.indices.old.map((old) => ({
      exit: 'pending' as const,
      text: `the index ${old.index} is ${oldIndexText(old)}`,
    })),
  ]
}

const settingFindings = ({ settings }: Verified): Finding[] =>
  settings.corrections.map(({ key }) => ({
    exit: 'pending',
    text: `${key} cannot work as it is`,
    next: 'To correct it: elkctl init --fix-settings',
  }))

/** The application signs in as the user that its configuration file names: as the service account, or with rights that it does not need, or not at all. */
function signInFindings({ plan, settings, named }: Verified): Finding[] {
  const { stack } = plan
  const { envFile, profile, account, admin } = settings
  if (!stack.security || envFile === undefined) return []
  if (named === account.username || named === profile.users.service) return []
  const roles = admin?.username === named ? (stack.identity?.roles ?? []) : []
  // A job that verifies has a file of its own.
  if (roles.includes(profile.roles.checker ?? '')) return []
  const who = named === undefined ? 'no user' : `${named}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}`
  const problem =
    profile.keys.username === undefined
      ? `${envFile} has no password of ${account.username} (${profile.keys.password} is not set)`
      : `${envFile} names ${who} instead of the service account ${account.username}`
  return [
    {
      exit: 'pending',
      text: problem,
      next: `To put ${account.username} into ${envFile}: elkctl init --write-env${resetOf(plan)}`,
    },
  ]
}

/** The password of a user that is there is known to nobody but its owner. */
const resetOf = ({ changes }: Plan): string =>
  changes.some(({ kind, action }) => kind.name === 'user' && action === 'create') ? '' : ' --reset-password'

function stuckFindings(plan: Plan): Finding[] {
  const stuck = stuckIndices(plan)
  return stuck.length === 0
    ? []
    : [
        {
          exit: 'failure',
          text: `${stuck.length} of ${counted(plan.indices.managed.length, 'existing index', 'existing indices')} stuck on the way (${stuck.map(({ index }) => index).join(', ')})`,
        },
      ]
}

/**
 * Too many rights are a `conflict`: they come from something that elkctl did not write (a role widened by hand, a second role), and a job must be
 * able to tell them from an object that merely differs (`pending`) and from a right that is missing (`access`).
 */
function accessFindings({ access }: Verified): Finding[] {
  if (access === undefined) return []
  const has = (status: RightResult['status']) => access.rights.some((right) => right.status === status)
  // Where nothing could be asked, nothing is proved.
  const isUnclear = has('unclear') || access.rights.every(({ status }) => status === 'skip')
  const exit = has('missing') ? 'access' : has('excess') ? 'conflict' : isUnclear ? 'failure' : undefined
  return exit === undefined ? [] : [{ exit, text: rightsSummary(access.username, access.rights) }]
}

/** The first check is the sign-in. */
function checkFindings({ checks }: Verified): Finding[] {
  const failed = checks.filter(({ status }) => status === 'fail')
  if (failed.length === 0) return []
  return [
    {
      exit: failed[0] === checks[0] ? 'access' : 'failure',
      text: `${String(failedChecks(checks))} (${failed.map(({ title }) => title).join(', ')})`,
    },
  ]
}

function issueFindings({ issues }: Verified): Finding[] {
  const found = issues.filter(({ status }) => status === 'fail').map(({ title }) => title)
  return found.length === 0
    ? []
    : [{ exit: 'failure', text: `${counted(found.length, 'common issue')} found (${found.join(', ')})` }]
}

const accessSummary = ({ access }: Verified): string[] =>
  access ? [rightsSummary(access.username, access.rights)] : []

const checkSummary = ({ checks, checksSkipped }: Verified): string =>
  checksSkipped === undefined
    ? `${counted(checks.length, 'check')} passed`
    : `service-account checks skipped: ${checksSkipped}`
