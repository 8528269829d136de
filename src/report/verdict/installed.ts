import { counted } from '../../counted.js'
import type { Outcome } from '../../engine/apply.js'
import type { CheckResult } from '../../engine/check.js'
import { pending, type Plan } from '../../engine/plan.js'
import type { OldIndex } from '../../lifecycle/index.js'
import type { Settings } from '../../settings/settings.js'
import type { HandedOver, Reindexed } from '../run-state.js'
import { failedChecks } from '../text/checks.js'
import { countChanges } from '../text/counts.js'
import { changedLines } from '../text/lifecycle.js'
import { nextStep } from '../text/next-step.js'
import { oldIndexText } from '../text/old-index.js'
import { failedChange } from './failed.js'
import type { Verdict } from './verdict.js'

export interface DryRun {
  plan: Plan
  /** what would be reindexed */
  old: OldIndex[]
}

export interface NothingToDo {
  plan: Plan
  /** the place for a password that does not hold it, although the user is there */
  lacking: PasswordLacking | undefined
}

/** The file has no password of this user, or another one. */
export interface PasswordLacking {
  file: string
  username: string
  why: 'not named' | 'refused' | 'by another'
  /** what another configuration file may have of it */
  lines: string
}

export interface Installed extends NothingToDo {
  settings: Settings
  outcomes: Outcome[]
  checks: CheckResult[]
  checksSkipped: string | undefined
  handedOver: HandedOver | undefined
  reindexed: Reindexed[]
}

export function planned(plan: Plan): Verdict {
  const isDone = pending(plan).length === 0
  return {
    exit: isDone ? 'done' : 'pending',
    verdict: `${isDone ? 'Nothing to do' : 'Changes pending'}: ${countChanges(plan)}.`,
  }
}

export const dryRun = ({ plan, old }: DryRun): Verdict => ({
  exit: pending(plan).length + old.length === 0 ? 'done' : 'pending',
  verdict: `Dry run, nothing was written: ${countChanges(plan)}${old.map(({ index }) => `, ${index} to reindex`).join('')}.`,
})

export const nothingToDo = ({ plan, lacking }: NothingToDo): Verdict =>
  unlessLacking(lacking, { exit: 'done', verdict: `Nothing to do: ${countChanges(plan)}.${stopped(plan)}` })

export function installed(result: Installed): Verdict {
  const { plan, outcomes, checks, lacking } = result
  const failed = failedChange(outcomes)
  if (failed) return failed
  const applied = counted(outcomes.filter(({ status }) => status === 'applied').length, 'change')
  const failures = failedChecks(checks)
  if (failures !== undefined)
    return {
      exit: 'partial',
      verdict: `Done in part: ${applied} made, but ${failures}.${untouched(result)}`,
    }
  const unchanged = plan.changes.filter(({ action }) => action === 'unchanged').length
  return unlessLacking(lacking, {
    exit: 'done',
    verdict: `Done: ${applied} made, ${unchanged} unchanged; ${checkedIn(result)}.${more(result)}${stopped(plan)}${next(result)}`,
  })
}

const untouched = ({ outcomes, handedOver, settings }: Installed): string =>
  handedOver !== undefined || outcomes.some(({ change }) => change.kind.needs === 'configuration file')
    ? ''
    : ` ${settings.envFile ?? 'The configuration'} was left as it is.`

const checkedIn = ({ checks, checksSkipped, settings }: Installed): string =>
  checksSkipped === undefined
    ? `${counted(checks.filter(({ status }) => status === 'pass').length, 'check')} passed as ${settings.account.username}`
    : `checks skipped: ${checksSkipped}`

const more = ({ plan, reindexed }: Installed): string =>
  [
    ...changedLines(plan).map((line) => ` Now ${line}.`),
    ...reindexed.map(
      ({ index, documents }) => ` The index ${index} was reindexed: ${counted(documents ?? 0, 'document')}.`,
    ),
    ...plan.indices.old.map((old) => ` The index ${old.index} is ${oldIndexText(old)}: see the warning above.`),
  ].join('')

const next = ({ handedOver, settings }: Installed): string =>
  handedOver?.backup === undefined ? '' : nextStep(settings.profile)

/** Nothing that was done takes effect before that. */
const stopped = ({ indices }: Plan): string => (indices.stopped === undefined ? '' : ` But ${indices.stopped}.`)

/** The user is there, its password is not where it should be, and elkctl does not know it: that is not done. */
const unlessLacking = (lacking: PasswordLacking | undefined, verdict: Verdict): Verdict =>
  lacking === undefined
    ? verdict
    : {
        exit: lacking.why === 'refused' ? 'access' : 'partial',
        verdict: `${verdict.verdict} But ${whatIsLacking(lacking)}`,
      }

const whatIsLacking = ({ file, username, why, lines }: PasswordLacking): string =>
  ({
    refused: `the stack refuses the password of ${username} in ${file}: correct it there (another node may have it: copy ${lines}), or set a new one with --reset-password --write-env.`,
    'by another': `another elkctl set the password of ${username} at the same time and puts it into its own file: copy ${lines} from there into ${file}, and run this command again. If no file has it: --reset-password sets a new one and writes it there.`,
    'not named': `${file} does not name ${username}, whose password elkctl does not know. Does another node have it? Copy ${lines} from there, and run this command again. If none has it: --reset-password sets a new one and writes it there.`,
  })[why]
