import type { Credentials, Token } from '../stack/stack.js'
import type { ProxyServer } from '../http/proxy.js'
import type { Problem } from '../errors.js'
import { parseEndpoint } from './endpoint.js'
import { readProxy } from './servers.js'
import { checkSecret, readSecretFile } from './sign-in/secret-file.js'
import { valid, validated, type Validated } from './validated.js'

export interface GrafanaOptions {
  /** its address */
  grafana?: string
  grafanaTokenFile?: string
  grafanaUsername?: string
}

/** A Grafana that gets the dashboards. */
export interface GrafanaSettings {
  url: string
  signIn: Credentials | Token | undefined
  /** with which its data sources sign in to the search engine; undefined: what they have stays */
  dataSourcePassword: string | undefined
  proxy?: ProxyServer
}

/** Environment variables that hold its secrets. */
export const grafanaSecrets = ['ELKCTL_GRAFANA_TOKEN', 'ELKCTL_GRAFANA_PASSWORD', 'ELKCTL_DATASOURCE_PASSWORD'] as const

/** @throws ElkctlError the file with the token cannot be read */
export function readGrafana(
  options: GrafanaOptions,
  environment: Record<string, string | undefined>,
): Validated<GrafanaSettings | undefined> {
  if (options.grafana === undefined) return valid(undefined)
  const endpoint = parseEndpoint(options.grafana)
  if ('problem' in endpoint) return validated(undefined, [{ where: '--grafana', message: endpoint.problem }])
  const { value: signIn, problems, notes } = readSignIn(options, environment)
  const proxy = readProxy(endpoint.url, environment)
  return validated(
    {
      url: endpoint.url,
      signIn,
      dataSourcePassword: environment['ELKCTL_DATASOURCE_PASSWORD'] || undefined,
      ...(proxy.value && { proxy: proxy.value }),
    },
    [...problems, ...proxy.problems],
    [...notes, ...proxy.notes],
  )
}

function readSignIn(
  { grafanaTokenFile: file, grafanaUsername: username }: GrafanaOptions,
  environment: Record<string, string | undefined>,
): Validated<Credentials | Token | undefined> {
  const where = '--grafana'
  const problem = (message: string): Problem[] => [{ where, message }]
  const password = environment['ELKCTL_GRAFANA_PASSWORD'] || undefined
  if (file !== undefined && username !== undefined)
    return validated(undefined, problem('a token and a user name are given: choose one'))
  if (username !== undefined)
    return password === undefined
      ? validated(undefined, problem(`the password of ${username} is not known: set ELKCTL_GRAFANA_PASSWORD`))
      : valid({ username, password })
  if (file !== undefined) {
    const { secret, note } = readSecretFile(file, '--grafana-token-file')
    const token = checkSecret(secret, '--grafana-token-file', file)
    return validated({ authorization: `Bearer ${token}` }, [], note === undefined ? [] : [note])
  }
  const token = environment['ELKCTL_GRAFANA_TOKEN']?.trim() || undefined
  return token === undefined
    ? validated(
        undefined,
        problem(
          'no sign-in is given: set ELKCTL_GRAFANA_TOKEN to the token of a service account, or give --grafana-token-file, or --grafana-username',
        ),
      )
    : valid({ authorization: `Bearer ${token}` })
}

export const grafanaSecretsOf = (grafana: GrafanaSettings | undefined): (string | undefined)[] => {
  const signIn = grafana?.signIn
  const own = signIn && ('password' in signIn ? signIn.password : signIn.authorization.replace(/^Bearer /, ''))
  return [own, grafana?.dataSourcePassword]
}
