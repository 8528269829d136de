import type { Settings } from '../settings/settings.js'
import { incompatibility } from '../stack/compatibility.js'
import type { Stack } from '../stack/stack.js'
import type { Run } from './run.js'

/** Step 3: stops here unless the release and the stack go together, or --force says so. */
export function checkCompatibility(settings: Settings, stack: Stack, { force }: { force?: boolean }, run: Run): void {
  const { profile, release } = settings
  const { title, compatibility } = profile
  const error = compatibility && incompatibility({ title, release }, stack, compatibility)
  if (error === undefined) return
  if (!force) throw error
  run.journal.note(`--force: continuing although ${error.message.replace(/\.$/, '')}`)
}
