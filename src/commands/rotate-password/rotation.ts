import { ElkctlError, InterruptedError } from '../../errors.js'
import { passwordApi } from '../../kinds/user/user-password.js'
import type { Rotated } from '../../report/run-state.js'
import { verdictOf, type Verdict } from '../../report/verdict/verdict.js'
import { prepareHandOver } from '../../files/hand-over.js'
import { removeRotation, writeRotation, type RotationFile } from '../../files/rotation-file.js'
import type { Settings } from '../../settings/settings.js'
import type { SignIn } from '../../settings/sign-in/sign-in.js'
import type { Credentials, Stack } from '../../stack/stack.js'
import { connectToSearch } from '../../steps/connect.js'
import { aboutNewPassword } from './resume.js'
import type { RotationTarget } from './target.js'
import type { Run } from '../../steps/run.js'
import { signsIn, signsInSoon } from '../../steps/signs-in.js'
import { noteReadable } from '../../steps/warn.js'

/** What is asked for. */
export interface ToRotate {
  target: RotationTarget
  /** the new password */
  password: string
  stack: Stack
  settings: Settings
  admin: SignIn
}

/** One change of password, with what it needs to be undone. */
interface PasswordChange extends ToRotate {
  /** the password that works now, if it is known */
  old: string | undefined
  /** the user changes its own password */
  itself: boolean
  run: Run
}

/**
 * Changes a password on the stack and in its file as one: put the new one to safety beside the file → change it on the stack → sign in with it →
 * put it into the file. Whatever fails in between, one password works and the report says which; from the moment that the stack is asked, Ctrl-C
 * waits until that is known.
 * @throws ElkctlError only as long as nothing has been changed
 */
export async function rotate(asked: ToRotate, run: Run): Promise<Verdict> {
  const { target, password, settings, admin } = asked
  const { username, destination } = target
  const { profile } = settings
  const itself = admin.password !== undefined && admin.username === username
  const old = itself ? admin.password : await ifItWorks(username, target.old, settings, run)
  if (run.signal.aborted) throw new InterruptedError()
  const change: PasswordChange = { ...asked, old, itself, run }
  const handOver = destination && prepareHandOver(destination, profile, aboutNewPassword(settings))
  try {
    const safe = destination && writeRotation(destination.file, profile, { username, password })
    const failure = await onTheStack(change, safe)
    if (failure) return failure
    try {
      if (handOver) run.journal.add({ handedOver: handOver.commit({ username, password }) })
      if (handOver) noteReadable(handOver.file, run)
    } catch (error) {
      return await takeBack(change, safe, knownError(error))
    }
    if (safe) removeRotation(safe)
    return end(change, 'new', undefined, undefined)
  } finally {
    handOver?.discard()
  }
}

async function ifItWorks(
  username: string,
  password: string | undefined,
  settings: Settings,
  run: Run,
): Promise<string | undefined> {
  return password !== undefined && (await signsIn(settings, { username, password }, run)) ? password : undefined
}

/** @throws anything that is not a known error: that is a bug, and the password is safe in its file */
function knownError(error: unknown): ElkctlError {
  if (error instanceof ElkctlError) return error
  throw error
}

async function set(change: PasswordChange, to: string, as: Credentials | SignIn, current: string): Promise<void> {
  const { stack, settings, run, itself, target } = change
  const api = passwordApi[stack.flavor.dialect]
  const identity = as === change.admin ? stack.identity : undefined
  const search = await connectToSearch({ settings, as, identity, signal: run.hurry }, run)
  if (itself) await api.setOwn(search, stack, current, to)
  else await api.set(search, stack, target.username, to)
}

/** Sets the new password and signs in with it. Returns the report when it does not work. */
async function onTheStack(change: PasswordChange, safe: RotationFile | undefined): Promise<Verdict | undefined> {
  const { password, old, admin, settings, run, target } = change
  const step = run.screen.step(`Changing the password of ${target.username}`)
  let refused: ElkctlError | undefined
  try {
    await set(change, password, admin, old ?? '')
  } catch (error) {
    refused = knownError(error)
  }
  const credentials = { username: target.username, password }
  try {
    // An answer that was lost on the way says nothing: only signing in does.
    const works = await (refused ? signsIn : signsInSoon)(settings, credentials, run)
    step.done(works ? 'the new one signs in' : 'the new one does not sign in')
    if (works) return undefined
  } catch (error) {
    step.fail('cannot tell whether it was changed')
    return notKnown(change, safe, refused ?? knownError(error))
  }
  if (refused === undefined)
    return takeBack(
      change,
      safe,
      new ElkctlError(`The server accepted the new password of ${target.username}, but refuses it at sign-in.`, {
        exit: 'failure',
        hint: 'Is the user disabled, or kept somewhere else too (LDAP)?',
      }),
    )
  if (safe) removeRotation(safe)
  return end(change, 'old', undefined, refused)
}

/** The new password is on the stack, and cannot stay. */
async function takeBack(change: PasswordChange, safe: RotationFile | undefined, cause: ElkctlError): Promise<Verdict> {
  const { old, password, target, itself, admin, settings, run } = change
  const { username } = target
  if (old === undefined) return stuck(change, safe, cause)
  const step = run.screen.step('Setting the old password back')
  try {
    await set(change, old, itself ? { username, password } : admin, password)
  } catch (error) {
    // Whether it arrived shows when signing in.
    step.note(knownError(error).message)
  }
  try {
    const works = await signsInSoon(settings, { username, password: old }, run)
    step.done(works ? 'it signs in' : 'it does not sign in')
    if (!works) return await stuck(change, safe, cause)
    if (safe) removeRotation(safe)
    return end(change, 'old', undefined, cause)
  } catch (error) {
    step.fail('cannot tell whether it was')
    knownError(error)
    return notKnown(change, safe, cause)
  }
}

/** The old one cannot be set back: either the new one works, or none does. */
async function stuck(change: PasswordChange, safe: RotationFile | undefined, cause: ElkctlError): Promise<Verdict> {
  const { settings, run, target, password } = change
  try {
    const works = await signsIn(settings, { username: target.username, password }, run)
    return end(change, works ? 'new' : 'neither', safe?.file, cause)
  } catch (error) {
    knownError(error)
    return notKnown(change, safe, cause)
  }
}

const notKnown = (change: PasswordChange, safe: RotationFile | undefined, cause: ElkctlError): Verdict =>
  end(change, 'one of both', safe?.file, cause)

/** @param error why it is not as it was asked for; undefined: it is */
function end(
  { itself, target, settings, run }: PasswordChange,
  works: Rotated['works'],
  keptIn: string | undefined,
  error: ElkctlError | undefined,
): Verdict {
  const by = itself ? 'itself' : 'an administrator'
  const rotation: Rotated = { username: target.username, by, works, keptIn }
  run.journal.add({ rotation })
  return verdictOf({ end: 'rotated', rotation, destination: target.destination, profile: settings.profile, error })
}
