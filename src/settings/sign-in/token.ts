import type { Problem } from '../../errors.js'
import { valid, validated, type Validated } from '../validated.js'
import type { SignIn, SignInOptions } from './sign-in.js'

/** Environment variables that hold secrets of the administrator. */
export const secretVariables = [
  'ELKCTL_ADMIN_PASSWORD',
  'ELKCTL_API_KEY',
  'ELKCTL_SERVICE_TOKEN',
  'ELKCTL_CLIENT_KEY_PASSPHRASE',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
] as const

/**
 * An API key or a service token instead of user name and password. What the command line says goes before the environment, so that a
 * variable that is set for all commands does not get in the way of one. More than one in the same place is a problem.
 */
export function tokenSignIn(
  options: SignInOptions,
  environment: Record<string, string | undefined>,
): Validated<SignIn | undefined> {
  const set = (name: string): string | undefined => environment[name]?.trim() || undefined
  const byOption = options.adminUsername ?? options.adminPassword
  if (options.apiKey !== undefined) {
    const where = '--api-key-stdin'
    const message = 'an API key is given, and an administrator’s name or password too: choose one'
    return apiKey(options.apiKey, where, byOption === undefined ? [] : [{ where, message }])
  }
  if (byOption !== undefined) return valid(undefined)
  const [key, token] = [set('ELKCTL_API_KEY'), set('ELKCTL_SERVICE_TOKEN')]
  const given = ['ELKCTL_ADMIN_PASSWORD', 'ELKCTL_API_KEY', 'ELKCTL_SERVICE_TOKEN'].filter((name) => set(name))
  const several =
    given.length > 1 ? [{ where: 'environment', message: `${given.join(' and ')} are set: choose one` }] : []
  if (key !== undefined) return apiKey(key, 'environment ELKCTL_API_KEY', several)
  return token === undefined ? valid(undefined) : serviceToken(token, 'environment ELKCTL_SERVICE_TOKEN', several)
}

const serviceToken = (token: string, where: string, problems: Problem[]): Validated<SignIn> =>
  validated({ username: 'the service token', authorization: `Bearer ${token}`, from: where }, [
    ...problems,
    ...(/^[\x21-\x7e]+$/.test(token) ? [] : [{ where, message: 'a token has no spaces or line breaks' }]),
  ])

/** Servers before 7.16 give `id` and `api_key` apart: `id:key` is taken too, and encoded here. */
function apiKey(text: string, where: string, problems: Problem[]): Validated<SignIn> {
  const value = text.trim()
  const encoded = value.includes(':') ? Buffer.from(value).toString('base64') : value
  const isKey =
    /^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded) && Buffer.from(encoded, 'base64').toString('latin1').includes(':')
  return validated({ username: 'the API key', authorization: `ApiKey ${encoded}`, from: where }, [
    ...problems,
    ...(isKey
      ? []
      : [{ where, message: 'this is not an API key: give it in base64, as Kibana shows it, or as ID:KEY' }]),
  ])
}

export const hasApiKey = (admin: SignIn | undefined): boolean => admin?.authorization?.startsWith('ApiKey ') === true

/** Every form in which the secret of this sign-in may turn up somewhere, beside the encodings that hold for all secrets. */
export function secretsOf(admin: SignIn | undefined): string[] {
  if (admin === undefined) return []
  if (admin.password !== undefined) return [admin.password]
  if (admin.aws !== undefined) return [admin.aws.secretAccessKey, admin.aws.sessionToken ?? '']
  const value = admin.authorization.replace(/^\w+ /, '')
  if (!hasApiKey(admin)) return [value]
  const decoded = Buffer.from(value, 'base64').toString()
  return [value, decoded, decoded.slice(decoded.indexOf(':') + 1)]
}
