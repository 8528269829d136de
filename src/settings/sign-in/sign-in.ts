import type { Problem } from '../../errors.js'
import type { AwsCredentials } from '../../stack/stack.js'
import type { Profile } from '../../profiles/profile.js'
import type { Find } from '../find.js'
import { invalid, valid, type Validated } from '../validated.js'
import { tokenSignIn } from './token.js'

/** Asks a person. Given only where there is a terminal. */
export type Ask = (question: string, options?: { secret: boolean }) => Promise<string>

/** Who signs in. With an API key, a token or an IAM key there is no password, and `username` only says what it is. */
export type SignIn = {
  username: string
  /** where the credentials stand, for messages */
  from: string
  /** a person has just typed the password: it may be a wrong one */
  typed?: true
} & (
  | { password: string; authorization?: undefined; aws?: undefined }
  | { password?: undefined; authorization: string; aws?: undefined }
  | { password?: undefined; authorization?: undefined; aws: AwsCredentials }
)

export interface SignInOptions {
  adminUsername?: string
  adminPassword?: string
  /** of Elasticsearch, as `id:key` or in base64 */
  apiKey?: string
}

export interface FileCredentials {
  username: string | undefined
  /** empty when there is none */
  password: string
  from: string
  /** what to say when only one of the two is there */
  missing: Problem
}

/** What the configuration file (or the environment in its place) says of the account. */
export function fileCredentials(
  find: Find,
  { keys, users }: Pick<Profile, 'keys' | 'users'>,
  envFile: string | undefined,
): FileCredentials {
  const password = find(keys.password)
  const username = keys.username !== undefined ? find(keys.username) : password && { ...password, value: users.service }
  const nowhere = envFile ?? 'the settings'
  const missing =
    password === undefined
      ? {
          where: username?.where ?? nowhere,
          message: `${String(keys.username)} is set but ${keys.password} is empty. For a stack without security comment both out`,
        }
      : { where: password.where, message: `${keys.password} is set but ${String(keys.username)} is not` }
  return {
    username: username?.value.trim(),
    password: password?.value ?? '',
    from: username?.where ?? password?.where ?? nowhere,
    missing,
  }
}

/** Who signs in: the administrator named by option or environment, else the user that the configuration file names. */
export async function signIn(
  options: SignInOptions,
  environment: Record<string, string | undefined>,
  fromFile: FileCredentials,
  ask: Ask | undefined,
): Promise<Validated<SignIn | undefined>> {
  const token = tokenSignIn(options, environment)
  if (token.value !== undefined) return token
  const username = options.adminUsername ?? (environment['ELKCTL_ADMIN_USERNAME'] || undefined)
  const password = options.adminPassword ?? (environment['ELKCTL_ADMIN_PASSWORD'] || undefined)
  if (username === undefined && password === undefined) return signInFromFile(fromFile, ask)
  const where = options.adminPassword === undefined ? 'environment ELKCTL_ADMIN_PASSWORD' : 'administrator’s password'
  if (username === undefined && fromFile.password !== '')
    return invalid({
      where,
      message: `which user is this password for? ${fromFile.username ?? 'the user'} has one already (${fromFile.from}): add --admin-username NAME, or set ELKCTL_ADMIN_USERNAME`,
    })
  const name = username ?? fromFile.username
  if (name === undefined)
    return invalid({
      where,
      message: 'which user is this password for? Add --admin-username NAME, or set ELKCTL_ADMIN_USERNAME',
    })
  const fromOption = options.adminUsername === undefined ? 'the environment' : '--admin-username'
  const from = username === undefined ? fromFile.from : fromOption
  if (password !== undefined) return valid({ username: name, password, from })
  if (ask) return valid({ username: name, password: await askPassword(ask, name), from, typed: true })
  return invalid({
    where: from,
    message: `no password for ${name}: --admin-password-stdin, or ELKCTL_ADMIN_PASSWORD in the environment`,
  })
}

async function signInFromFile(
  { username, password, from, missing }: FileCredentials,
  ask: Ask | undefined,
): Promise<Validated<SignIn | undefined>> {
  if (username !== undefined && password !== '') return valid({ username, password, from })
  if (username === undefined && password === '') return valid(undefined)
  return username !== undefined && ask
    ? valid({ username, password: await askPassword(ask, username), from: 'the terminal', typed: true })
    : invalid(missing)
}

const askPassword = (ask: Ask, username: string) => ask(`Password of ${username}:`, { secret: true })
