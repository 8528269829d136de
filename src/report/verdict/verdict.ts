import type { Named } from '../../alerts/choice.js'
import { counted } from '../../counted.js'
import type { ElkctlError, Exit } from '../../errors.js'
import { alerted, type Alerted } from './alerted.js'
import { nothingToTakeAway, takenAway, type Destruction } from './destroyed.js'
import { exported, type Exported } from './exported.js'
import { dryRun, installed, nothingToDo, planned, type DryRun, type Installed, type NothingToDo } from './installed.js'
import { noUser, removalShown, removed, type Removal } from './removed.js'
import { nothingToRestore, restored, type Restoration } from './restored.js'
import { resumed, rotated, rotationShown, type Resumed, type Rotation } from './rotated.js'
import { linted, type Linted } from './linted.js'
import { loaded, samplesRemoved, type Loaded, type SamplesRemoved } from './sample-data.js'
import { verified, type Verified } from './verified.js'
import type { Plan } from '../../engine/plan.js'
import type { Settings } from '../../settings/settings.js'

/** What a run comes to: one closing line, one exit code. */
export interface Verdict {
  exit: Exit
  verdict: string
  error?: ElkctlError
}

/** Whether a step has ended its command. */
export const isVerdict = (result: object): result is Verdict => 'verdict' in result && 'exit' in result

/** How a command ended, with the facts that decide on its verdict. */
export type Ending =
  | { end: 'switched off'; says: string }
  | { end: 'planned'; plan: Plan }
  | ({ end: 'dry run' } & DryRun)
  | ({ end: 'nothing to do' } & NothingToDo)
  | ({ end: 'installed' } & Installed)
  | ({ end: 'verified' } & Verified)
  | { end: 'no such user'; username: string }
  | { end: 'removal shown'; plan: Plan }
  | ({ end: 'removed' } & Removal)
  | { end: 'nothing to restore'; plan: Plan }
  | ({ end: 'restored' } & Restoration)
  | { end: 'nothing to take away'; plan: Plan; settings: Settings }
  | ({ end: 'taken away' } & Destruction)
  | { end: 'rotation shown' }
  | ({ end: 'rotation resumed' } & Resumed)
  | ({ end: 'rotated' } & Rotation)
  | ({ end: 'alerts asked for' } & Alerted)
  | { end: 'alerts listed'; alerts: number; title: string; without: Named[] }
  | ({ end: 'linted' } & Linted)
  | ({ end: 'exported' } & Exported)
  | ({ end: 'sample data loaded' } & Loaded)
  | ({ end: 'sample data removed' } & SamplesRemoved)

const leavingAllOut = ({ alerts, without }: { alerts: number; without: Named[] }): string =>
  alerts > 0 || without.length === 0
    ? ''
    : `: ${[...new Set(without.map(({ where }) => where))].join(', ')} leaves out all of them`

/** The only place that decides on verdicts and exit codes of commands that came to their end. */
export function verdictOf(ending: Ending): Verdict {
  switch (ending.end) {
    case 'switched off':
      return { exit: 'done', verdict: `Nothing to do: ${ending.says}.` }
    case 'planned':
      return planned(ending.plan)
    case 'dry run':
      return dryRun(ending)
    case 'nothing to do':
      return nothingToDo(ending)
    case 'installed':
      return installed(ending)
    case 'verified':
      return verified(ending)
    case 'no such user':
      return noUser(ending.username)
    case 'removal shown':
      return removalShown(ending.plan)
    case 'removed':
      return removed(ending)
    case 'nothing to restore':
      return nothingToRestore(ending.plan)
    case 'restored':
      return restored(ending)
    case 'nothing to take away':
      return nothingToTakeAway(ending)
    case 'taken away':
      return takenAway(ending)
    case 'rotation shown':
      return rotationShown
    case 'rotation resumed':
      return resumed(ending)
    case 'rotated':
      return rotated(ending)
    case 'alerts asked for':
      return alerted(ending)
    case 'alerts listed':
      return { exit: 'done', verdict: `${counted(ending.alerts, 'alert')} of ${ending.title}${leavingAllOut(ending)}.` }
    case 'linted':
      return linted(ending)
    case 'exported':
      return exported(ending)
    case 'sample data loaded':
      return loaded(ending)
    case 'sample data removed':
      return samplesRemoved(ending)
  }
}
