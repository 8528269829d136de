import type { Profile } from '../profiles/profile.js'
import { grammarOf } from '../settings/grammars/index.js'
import { isPlaceholder } from '../settings/placeholder.js'
import type { Credentials } from '../stack/stack.js'

/** What the application's own file calls the user and the password, and how it is written. */
export type AccountSettings = Pick<Profile, 'keys' | 'grammar' | 'users' | 'placeholders'>

/** The user in a file of elkctl's own, where the application has no name for it. */
const ownUsername = 'elkctl_username'

/** Whom a text names, and with which password; what stands there last counts. @throws SettingsError */
export function accountIn(text: string, file: string, settings: AccountSettings): Partial<Credentials> {
  const { keys, grammar, users } = settings
  const entries = grammarOf(grammar)
    .read(text, file)
    .filter(({ value }) => value.trim() !== '' && !isPlaceholder(settings, value))
  const last = (key: string) => entries.findLast(({ name }) => name === key)?.value
  const password = last(keys.password)
  const usual = keys.username === undefined && password !== undefined ? users.service : undefined
  const username = last(keys.username ?? ownUsername)?.trim() ?? usual
  return { ...(username !== undefined && { username }), ...(password !== undefined && { password }) }
}

/** The application's file with another account. @throws SettingsError where it cannot be written in this form */
export const withAccount = (
  text: string,
  file: string,
  { keys, grammar }: AccountSettings,
  { username, password }: Credentials,
): string =>
  grammarOf(grammar).replace(
    text,
    { ...(keys.username !== undefined && { [keys.username]: username }), [keys.password]: password },
    file,
  )

/** A file of elkctl's own with an account, in the form of the application's. */
export const accountText = (
  head: string,
  file: string,
  { keys, grammar }: AccountSettings,
  { username, password }: Credentials,
): string =>
  grammarOf(grammar).replace(head, { [keys.username ?? ownUsername]: username, [keys.password]: password }, file)
