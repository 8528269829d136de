import type { ElkctlError, Exit } from '../../errors.js'
import type { Destination } from '../../files/hand-over.js'
import type { Profile } from '../../profiles/profile.js'
import type { Rotated } from '../run-state.js'
import { nextStep } from '../text/next-step.js'
import type { Verdict } from './verdict.js'

export interface Rotation {
  rotation: Rotated
  destination: Destination | undefined
  profile: Profile
  /** why the new password is not the one that works, or not in its place; undefined: all went well */
  error: ElkctlError | undefined
}

export interface Resumed {
  username: string
  destination: Destination
  /** the file of the run that was cut off */
  file: string
  profile: Profile
  /** why the password could not be put in its place */
  error: ElkctlError | undefined
}

export const rotationShown: Verdict = { exit: 'pending', verdict: 'Dry run: nothing was changed.' }

export function resumed({ username, destination, file, profile, error }: Resumed): Verdict {
  if (error)
    return {
      exit: 'partial',
      error,
      verdict: `Not finished: the new password of ${username}, which is in ${file}, works; the old one does not. Fix the cause and run the command again.`,
    }
  const next = destination.kind === 'env' ? nextStep(profile, 'uses the old one') : ''
  return {
    exit: 'done',
    verdict: `Done: the interrupted run is finished. The new password of ${username} works, and is in ${destination.file}.${next}`,
  }
}

export const rotated = (result: Rotation): Verdict =>
  result.error === undefined ? changed(result) : notChanged(result, result.error)

function changed({ rotation, destination, profile }: Rotation): Verdict {
  const where = destination === undefined ? '' : `, and is in ${destination.file}`
  const next = destination?.kind === 'env' ? nextStep(profile, 'uses the old one, which no longer works') : ''
  return { exit: 'done', verdict: `Done: the new password of ${rotation.username} works${where}.${next}` }
}

function notChanged({ rotation, destination }: Rotation, error: ElkctlError): Verdict {
  const { username, works, keptIn } = rotation
  const old = destination?.kind === 'env' ? `the old one, which is in ${destination.file}` : 'the old one'
  const young = keptIn === undefined ? 'the new one' : `the new one, which is in ${keptIn}`
  const again = `elkctl rotate-password ${username}`
  const exits: Record<Rotated['works'], Exit> = {
    old: error.exit === 'usage' ? 'failure' : error.exit,
    new: 'partial',
    neither: 'partial',
    'one of both': error.exit,
  }
  const verdicts: Record<Rotated['works'], string> = {
    old: `Failed: ${old}, works as before; the new one does not.`,
    new: `Done in part: ${young}, works; the old one does not. Fix the cause, then run ${again} again: it puts the new one in its place.`,
    'one of both': `Unclear which password is active: ${old}, or ${young}. Run ${again} again: it finds out which, and puts the right one in place.`,
    neither: `Failed: neither password works (${old}; ${young}). As an administrator, run ${again} with --admin-username NAME --admin-password-stdin.`,
  }
  return { exit: exits[works], error, verdict: verdicts[works] }
}
