import { ElkctlError } from '../errors.js'
import { correctFile } from '../settings/correction.js'
import type { Settings } from '../settings/settings.js'
import type { Run } from './run.js'

export interface CorrectionFlags {
  /** replace values that cannot work in the configuration file */
  fixSettings?: boolean
}

/** Says which settings cannot work, and corrects them where that is asked for. A variable of the environment cannot be corrected here. */
export function correctSettings(settings: Settings, options: CorrectionFlags & { dryRun?: boolean }, run: Run): void {
  const { corrections, envFile } = settings
  for (const { says } of corrections) run.journal.note(says)
  if (options.fixSettings !== true || corrections.length === 0) return
  const values = corrections.map(({ key, value }) => `${key}=${value}`).join(', ')
  const inEnvironment = corrections.find(({ key }) => (run.environment[key] ?? '') !== '')
  if (inEnvironment)
    throw new ElkctlError(`${inEnvironment.key} is set in the environment, which takes precedence over the file.`, {
      exit: 'usage',
      hint: `Set it there: ${values}.`,
    })
  if (options.dryRun) {
    run.journal.note(`--fix-settings: ${values} would go into ${envFile ?? 'the configuration file'}`)
    return
  }
  const { backup } = correctFile(settings)
  run.journal.note(
    `--fix-settings: ${values} is in ${String(envFile)} now (the file as it was, without the password: ${backup})`,
  )
}
