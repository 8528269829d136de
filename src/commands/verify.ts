import { counted } from '../counted.js'
import { pending, type Plan } from '../engine/plan.js'
import type { RightResult } from '../access/rights.js'
import type { Exit } from '../errors.js'
import { countChanges, type Report } from '../report/report.js'
import { credentialsIn } from '../files/hand-over.js'
import type { Settings } from '../settings/settings.js'
import { stuckIndices } from '../report/text/lifecycle.js'
import { stateOf } from '../report/text/old-index.js'
import { rightsSummary } from '../report/text/rights.js'
import { checkAccess } from '../steps/check-access.js'
import { checkAccount } from '../steps/check-account.js'
import { compare } from '../steps/make-plan.js'
import { checkCompatibility, detect, settle, type PrepareOptions } from '../steps/prepare.js'
import { warnOfOldIndices } from '../steps/reindex.js'
import type { Run } from '../steps/run.js'
import { obstacle, showPlan } from '../steps/show-plan.js'

export interface VerifyOptions extends PrepareOptions {
  /** prove the account's rights */
  access?: boolean
  /** write, read back and remove a document of each kind */
  writeProbe?: boolean
}

/** `elkctl verify`: is the stack as init leaves it, and does the account work? Writes nothing, but with --write-probe. Tells everything it finds. */
export async function verify(options: VerifyOptions, run: Run): Promise<Report> {
  const settings = await settle(options, run)
  const stack = await detect(settings, run)
  checkCompatibility(settings, stack, options.force ?? false, run)
  const plan = await compare(settings, stack, { ...options, verifyOnly: true }, run)
  showPlan(plan, run)
  warnOfOldIndices(plan, settings, run)
  if (options.access) await checkAccess(plan, settings, options.data, run)
  await checkAccount(plan, settings, undefined, options.data, run, options.writeProbe ?? false)
  return conclude(plan, settings, run.report)
}

/** Everything that is not as it should be, the gravest first: its exit code is that of the command. */
function conclude(plan: Plan, settings: Settings, report: Report): Report {
  const findings = [
    ...accessFindings(report),
    ...checkFindings(report),
    ...planFindings(plan),
    ...signInFindings(plan, settings),
  ]
  const order: Exit[] = ['access', 'conflict', 'failure', 'pending']
  const [gravest] = findings.sort((a, b) => order.indexOf(a.exit) - order.indexOf(b.exit))
  report.exit = gravest?.exit ?? 'done'
  const blocked = obstacle(plan)
  if (blocked) report.error = blocked
  report.verdict = gravest
    ? `Not as it should be: ${findings.map(({ said }) => said).join('. ')}.`
    : `Verified: ${[countChanges(plan), ...accessSummary(report), checkSummary(report)].join('; ')}.`
  return report
}

interface Finding {
  exit: Exit
  said: string
}

function planFindings(plan: Plan): Finding[] {
  const blocked = obstacle(plan)
  return [
    ...(blocked ? [{ exit: blocked.exit, said: 'there are obstacles' }] : []),
    ...(pending(plan).length > 0
      ? [{ exit: 'pending' as const, said: `The stack differs (${countChanges(plan)}): elkctl init makes it so` }]
      : []),
    ...stuckFindings(plan),
    ...(plan.lifecycleStopped === undefined ? [] : [{ exit: 'failure' as const, said: plan.lifecycleStopped }]),
    ...plan.oldIndices.map((old) => ({ exit: 'pending' as const, said: `The index ${old.index} is ${stateOf(old)}` })),
  ]
}

/** The application signs in as whoever its configuration file names: as the service account, or with rights that it does not need, or not at all. */
function signInFindings({ stack }: Plan, { envFile, profile, account, admin }: Settings): Finding[] {
  if (!stack.security || envFile === undefined) return []
  const named = credentialsIn(envFile, profile.keys).username
  if (named === account.username || named === profile.users.service) return []
  const roles = admin?.username === named ? (stack.identity?.roles ?? []) : []
  // A job that verifies has a file of its own.
  if (roles.includes(profile.roles.checker)) return []
  const who = named === undefined ? 'nobody' : `${named}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}`
  return [
    {
      exit: 'pending',
      said: `${envFile} names ${who} instead of the service account ${account.username}: elkctl init --write-env puts it there`,
    },
  ]
}

function stuckFindings(plan: Plan): Finding[] {
  const stuck = stuckIndices(plan)
  return stuck.length === 0
    ? []
    : [
        {
          exit: 'failure',
          said: `${stuck.length} of ${counted(plan.indices.length, 'existing index', 'existing indices')} stuck on the way (${stuck.map(({ index }) => index).join(', ')})`,
        },
      ]
}

/**
 * Too many rights are a `conflict`: they come from something that elkctl did not write (a role widened by hand, a second role), and a job must be
 * able to tell them from an object that merely differs (`pending`) and from a right that is missing (`access`).
 */
function accessFindings({ access }: Report): Finding[] {
  if (access === undefined) return []
  const has = (status: RightResult['status']) => access.rights.some((right) => right.status === status)
  const exit = has('missing') ? 'access' : has('excess') ? 'conflict' : has('unclear') ? 'failure' : undefined
  return exit === undefined ? [] : [{ exit, said: rightsSummary(access.username, access.rights) }]
}

/** The first check is the sign-in. */
function checkFindings({ checks }: Report): Finding[] {
  const failed = checks.filter(({ status }) => status === 'fail')
  if (failed.length === 0) return []
  return [
    {
      exit: failed[0] === checks[0] ? 'access' : 'failure',
      said: `${failed.length} of ${counted(checks.length, 'check')} failed (${failed.map(({ title }) => title).join(', ')})`,
    },
  ]
}

const accessSummary = ({ access }: Report): string[] => (access ? [rightsSummary(access.username, access.rights)] : [])

const checkSummary = ({ checks, checksSkipped }: Report): string =>
  checksSkipped === undefined
    ? `${counted(checks.length, 'check')} passed`
    : `no check as the service account: ${checksSkipped}`
