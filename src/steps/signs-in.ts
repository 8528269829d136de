import { setTimeout as sleep } from 'node:timers/promises'
import { UnreachableError } from '../errors.js'
import type { Settings } from '../settings/settings.js'
import { reasonIn } from '../http/answer.js'
import type { Credentials } from '../stack/stack.js'
import { connectToSearch } from './connect.js'
import type { Run } from './run.js'

/**
 * Whether a password is right: anything but 401 says so, a 403 too. Goes on after Ctrl-C, because what it finds out is needed then.
 * @throws UnreachableError when the stack does not tell
 */
export async function signsIn(settings: Settings, credentials: Credentials, run: Run): Promise<boolean> {
  const search = await connectToSearch({ settings, as: credentials, signal: run.hurry }, run)
  const reply = await search.get('/')
  if (reply.status >= 500 || reply.status === 429)
    throw new UnreachableError(`The search engine at ${search.url} is not ready: ${reply.status} ${reasonIn(reply)}`, {
      code: `HTTP ${reply.status}`,
      hint: 'Run the command again when it is.',
    })
  return reply.status !== 401
}

/** milliseconds between two tries: the nodes of a cluster learn of a new password one after the other */
const pause = 400
const tries = 6

/** The same, for a password that has just been accepted. */
export async function signsInSoon(settings: Settings, credentials: Credentials, run: Run): Promise<boolean> {
  for (let left = tries; left > 0; left--) {
    if (await signsIn(settings, credentials, run)) return true
    if (left > 1) await sleep(pause)
  }
  return false
}
