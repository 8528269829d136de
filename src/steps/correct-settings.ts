import type { Outcome } from '../engine/apply.js'
import type { Change, OtherWork } from '../engine/change.js'
import type { Plan } from '../engine/plan.js'
import { assignments, correctFile, fileToCorrect } from '../settings/correction.js'
import type { Settings } from '../settings/settings.js'
import type { Run } from './run.js'

export interface CorrectionFlags {
  /** replace values that cannot work in the configuration file */
  fixSettings?: boolean
}

const setting: OtherWork = { name: 'setting', needs: 'configuration file' }

export const isSetting = ({ kind }: Change): boolean => kind === setting

/** Says which settings cannot work. @returns the changes that correct them, where that is asked for. @throws ElkctlError it cannot be done in the file */
export function planCorrections(settings: Settings, { fixSettings }: CorrectionFlags, run: Run): Change[] {
  const { corrections } = settings
  for (const { says } of corrections) run.journal.note(says)
  if (fixSettings !== true || corrections.length === 0) return []
  const file = fileToCorrect(settings, run.environment)
  return corrections.map(({ key, before, value }) => ({
    ...{ kind: setting, name: key, file, action: 'update', origin: 'setting' },
    ...{ after: { [key]: value }, existing: { body: {} } },
    differences: [{ path: file, before, after: value }],
  }))
}

interface Corrected {
  /** of the other changes */
  plan: Plan
  outcomes: Outcome[]
  /** the file as it was; undefined: nothing was corrected */
  backup: string | undefined
}

/** These changes of a plan are made first: the step that puts a password into the file reads it afterwards. @throws ElkctlError */
export function correctSettings(plan: Plan, settings: Settings, run: Run): Corrected {
  const corrections = plan.changes.filter(isSetting)
  const [first] = corrections
  if (first === undefined) return { plan, outcomes: [], backup: undefined }
  const start = performance.now()
  const step = run.screen.step('Writing setting')
  try {
    const { backup } = correctFile(first.file, settings)
    const milliseconds = Math.round(performance.now() - start)
    const outcomes = corrections.map((change): Outcome => ({ change, status: 'applied', milliseconds }))
    run.journal.add({ outcomes })
    step.done(`${assignments(settings.corrections)} (the file as it was, without the password: ${backup})`)
    return { plan: { ...plan, changes: plan.changes.filter((change) => !isSetting(change)) }, outcomes, backup }
  } catch (error) {
    step.fail()
    throw error
  }
}
