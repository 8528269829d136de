import { ElkctlError } from '../../errors.js'
import { credentialsIn, prepareHandOver } from '../../files/hand-over.js'
import { readRotation, removeRotation } from '../../files/rotation-file.js'
import type { Settings } from '../../settings/settings.js'
import type { RotationTarget } from './target.js'
import type { Run } from '../../steps/run.js'
import { signsIn } from '../../steps/signs-in.js'

/**
 * A run that was cut off left its password behind. If that is the one that works, it is put in place, and this run has done its work. If not,
 * the stack was not changed, and there is nothing to finish. It needs no administrator: it only signs in.
 * @returns whether it was finished
 */
export async function resumeRotation(target: RotationTarget, settings: Settings, run: Run): Promise<boolean> {
  const { destination, username } = target
  const { keys, restart, title } = settings.profile
  const rotation = destination && readRotation(destination.file, keys)
  if (destination === undefined || rotation === undefined) return false
  const { report } = run
  run.redactor.add(rotation.password)
  if (rotation.username !== username)
    throw new ElkctlError(`${rotation.file} holds a new password of ${rotation.username}, of a run that was cut off.`, {
      exit: 'conflict',
      hint: `Finish that first: elkctl rotate-password ${rotation.username}`,
    })
  const step = run.screen.step('A run that was cut off')
  if (!(await signsIn(settings, rotation, run))) {
    removeRotation(rotation)
    step.done(`had not changed the password of ${username} yet`)
    return false
  }
  step.done(`had changed the password of ${username}`)
  report.rotation = { username, works: 'new', keptIn: rotation.file }
  try {
    if (credentialsIn(destination.file, keys).password !== rotation.password)
      report.handedOver = prepareHandOver(destination, keys, aboutNewPassword(settings)).commit(rotation)
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    report.error = error
    report.exit = 'partial'
    report.verdict = `Not finished: the new password of ${username}, which is in ${rotation.file}, works; the old one does not. When the cause is gone, run the command again.`
    return true
  }
  removeRotation(rotation)
  report.rotation.keptIn = undefined
  report.exit = 'done'
  report.verdict = `Done: the run that was cut off is finished. The new password of ${username} works, and is in ${destination.file}.${destination.kind === 'env' ? ` Next: ${restart} in its folder; until then ${title} uses the old one.` : ''}`
  return true
}

export const aboutNewPassword = ({ searchUrl }: Settings): string => `New password on ${searchUrl}, set by elkctl`
