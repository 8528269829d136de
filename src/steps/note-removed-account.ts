import type { Outcome } from '../engine/apply.js'
import { credentialsIn } from '../files/hand-over.js'
import { placeOfSetting } from '../settings/place-of-setting.js'
import type { Settings } from '../settings/settings.js'
import type { Run } from './run.js'

/** Says last, where it is read: the configuration file names the account that is gone, in which lines, and what to do there. */
export function noteRemovedAccount(outcomes: Outcome[], { profile, envFile, account }: Settings, run: Run): void {
  const { username } = account
  const isGone = outcomes.some(
    ({ status, change: { action, kind, name } }) =>
      status === 'applied' && action === 'remove' && kind.name === 'user' && name === username,
  )
  if (!isGone || envFile === undefined || credentialsIn(envFile, profile).username !== username) return
  const lines = [profile.keys.username, profile.keys.password].flatMap((key) => {
    const line = placeOfSetting(key, envFile, profile)?.line
    return key === undefined || line === undefined ? [] : [`line ${line} (${key})`]
  })
  const out = `take ${lines.length === 1 ? 'it' : 'both'} out`
  run.journal.note(
    `${envFile} still has the account ${username}, which was removed: ${lines.join(' and ')}. Put another user there, or ${out}; then ${profile.restart?.command ?? `restart ${profile.title}`}`,
  )
}
