import { accountLines } from '../settings/account-lines.js'
import type { Settings } from '../settings/settings.js'
import type { Run } from './run.js'
import { warn } from './warn.js'

/** Nodes of one cluster have a configuration file each, with the same account: a new password is in one of them, and the old one no longer works. */
export function warnOfOtherNodes(username: string, { profile }: Settings, run: Run): void {
  if (profile.alsoIn !== undefined)
    warn(
      `${profile.alsoIn} may have the old password of ${username}, which stops working: copy ${accountLines(profile)} there right afterwards, and restart ${profile.title}`,
      run,
    )
}
