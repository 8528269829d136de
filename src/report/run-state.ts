import type { RightResult } from '../access/rights.js'
import type { Alert } from '../alerts/alert.js'
import type { AlertResult } from '../alerts/result.js'
import type { FailOn, Finding } from '../checks/finding.js'
import type { Outcome } from '../engine/apply.js'
import type { CheckResult } from '../engine/check.js'
import type { Plan } from '../engine/plan.js'
import type { Settings } from '../settings/settings.js'

/** What a command found out and did so far. */
export interface RunState {
  settings?: Settings
  plan?: Plan
  outcomes: Outcome[]
  checks: CheckResult[]
  /** why no check was run */
  checksSkipped?: string
  access?: Access
  handedOver?: HandedOver
  /** the file with the objects that were about to be changed, as they were */
  backup?: string
  /** a password that was to be changed */
  rotation?: Rotated
  reindexed?: Reindexed[]
  /** what `sample-data` wrote or deleted */
  sampleData?: Record<string, unknown>
  /** verify, lint and doctor: what was found, by the ids of the checks */
  findings?: Finding[]
  /** the alerts of the application, and where each runs */
  alertList?: ListedAlert[]
  /** how it stands with alerts */
  alerts?: AlertResult[]
  /** what a finding must be at least to count as a failure */
  failOn?: FailOn
  /** remarks that are no reason to stop, each one line */
  notes: string[]
}

export interface ListedAlert {
  alert: Alert
  runsIn: string[]
}

/** verify --access: whose rights were asked about, and what was said */
export interface Access {
  username: string
  kind: string
  roles: string[]
  rights: RightResult[]
}

/** The file that holds the new password, and the file as it was before. */
export interface HandedOver {
  file: string
  backup: string | undefined
}

/** An old index: how many documents it has now; null: not done. */
export interface Reindexed {
  index: string
  documents: number | null
}

/** How a change of password ended. */
export interface Rotated {
  username: string
  /** not there when an earlier run had changed it */
  by?: 'itself' | 'an administrator'
  /** which password signs in now */
  works: 'old' | 'new' | 'one of both' | 'neither'
  /** where the new one is, when it is not where it should be */
  keptIn: string | undefined
}

export const emptyState: RunState = { outcomes: [], checks: [], notes: [] }

/** Lists grow, except that a later outcome of a change replaces the earlier one, and a note is told once; anything else is replaced. */
export const withMore = (state: RunState, more: Partial<RunState>): RunState => ({
  ...state,
  ...more,
  outcomes: [
    ...state.outcomes.map((outcome) => more.outcomes?.find(({ change }) => change === outcome.change) ?? outcome),
    ...(more.outcomes ?? []).filter(({ change }) => !state.outcomes.some((outcome) => outcome.change === change)),
  ],
  checks: [...state.checks, ...(more.checks ?? [])],
  ...(more.access && {
    access: { ...more.access, rights: [...(state.access?.rights ?? []), ...more.access.rights] },
  }),
  ...(more.findings && { findings: [...(state.findings ?? []), ...more.findings] }),
  notes: [...new Set([...state.notes, ...(more.notes ?? [])])],
  ...(more.reindexed && {
    reindexed: [
      ...(state.reindexed ?? []).filter(({ index }) => !more.reindexed?.some((other) => other.index === index)),
      ...more.reindexed,
    ],
  }),
})
