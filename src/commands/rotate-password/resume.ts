import { ElkctlError } from '../../errors.js'
import { credentialsIn, prepareHandOver, type Destination } from '../../files/hand-over.js'
import { readRotation, removeRotation, type RotationFile } from '../../files/rotation-file.js'
import { verdictOf, type Verdict } from '../../report/verdict/verdict.js'
import type { Settings } from '../../settings/settings.js'
import type { RotationTarget } from './target.js'
import type { Run } from '../../steps/run.js'
import { signsIn } from '../../steps/signs-in.js'

/**
 * A run that was cut off left its password behind. If that is the one that works, it is put in place, and this run has done its work. If not,
 * the stack was not changed, and there is nothing to finish. It needs no administrator: it only signs in.
 * @returns undefined: there is nothing to finish
 */
export async function resumeRotation(
  target: RotationTarget,
  settings: Settings,
  run: Run,
): Promise<Verdict | undefined> {
  const { destination, username } = target
  const { profile } = settings
  const rotation = destination && readRotation(destination.file, profile)
  if (destination === undefined || rotation === undefined) return undefined
  run.redactor.add(rotation.password)
  if (rotation.username !== username)
    throw new ElkctlError(`${rotation.file} holds a new password of ${rotation.username}, of an interrupted run.`, {
      exit: 'conflict',
      hint: `Finish that first: elkctl rotate-password ${rotation.username}`,
    })
  const step = run.screen.step('An interrupted run')
  if (!(await signsIn(settings, rotation, run))) {
    removeRotation(rotation)
    step.done(`had not changed the password of ${username} yet`)
    return undefined
  }
  step.done(`had changed the password of ${username}`)
  const error = putInPlace(rotation, destination, settings, run)
  if (error === undefined) removeRotation(rotation)
  run.journal.add({ rotation: { username, works: 'new', keptIn: error && rotation.file } })
  return verdictOf({ end: 'rotation resumed', username, destination, file: rotation.file, profile, error })
}

/** Returns why it could not be done. */
function putInPlace(
  rotation: RotationFile,
  destination: Destination,
  settings: Settings,
  run: Run,
): ElkctlError | undefined {
  const { profile } = settings
  if (credentialsIn(destination.file, profile).password === rotation.password) return undefined
  try {
    run.journal.add({ handedOver: prepareHandOver(destination, profile, aboutNewPassword(settings)).commit(rotation) })
    return undefined
  } catch (error) {
    if (error instanceof ElkctlError) return error
    throw error
  }
}

export const aboutNewPassword = ({ searchUrl }: Settings): string => `New password on ${searchUrl}, set by elkctl`
