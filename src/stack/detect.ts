import { isObject } from '../json.js'
import { ApiError, ElkctlError, UnreachableError } from '../errors.js'
import { grantHint, reasonIn } from '../http/answer.js'
import { awsHint } from '../http/explain/aws.js'
import { causeOf } from '../http/explain/causes.js'
import { detectDashboards } from './detect-dashboards.js'
import { elasticsearch, opendistro, opensearch, type Flavor } from './flavors.js'
import { insteadOfServerless, providerOf } from './providers.js'
import { isBusy, isPassing } from '../http/retries.js'
import { saysSecurityIsOff } from './security-off.js'
import { expectShape } from '../http/shape.js'
import { clusterUuidIn } from './same-cluster.js'
import type { Identity, MissingPart, Reader, Reply, Stack } from './stack.js'
import { retryUntilReady, type WaitOptions } from './wait.js'

export interface DetectOptions extends WaitOptions {
  search: Reader
  /** undefined: the stack has none */
  dashboards: Reader | undefined
  /** why there is none to look at */
  withoutDashboards?: string | undefined
  /** user name and where it stands, for messages; without a password it is an API key or a token. undefined: no credentials */
  signIn: { username: string; from: string; authorization?: string | undefined; aws?: object | undefined } | undefined
  /** where the application has its user name and password: "ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD in .env" */
  accountSettings?: string
}

/** Every OpenSearch descends from Elasticsearch 7.10.2: https://opensearch.org/faq (section "versions"). */
const openSearchEquivalent = '7.10.2'

/**
 * Finds out what answers there: product, version, provider, security, dashboards server. Reads only: 2 requests, and one
 * for the dashboards server.
 * @throws ElkctlError access (credentials refused), unreachable (no answer, or something else answers), incompatible
 */
export async function identifyStack(options: DetectOptions): Promise<Stack> {
  const { search } = options
  const banner = await patientReader(options).get('/')
  const root = readBanner(banner, options)
  const flavor = root.openSearch ? opensearch : elasticsearch
  const security = await detectSecurity(patientReader(options), flavor, root.oss, options)
  const dashboards = options.dashboards && (await detectDashboards({ ...options, dashboards: options.dashboards }))
  return {
    flavor: security.flavor,
    provider: providerOf(search.url),
    version: root.version,
    equivalentVersion: root.openSearch ? openSearchEquivalent : root.version,
    compatibilityMode: root.compatibilityMode,
    security: security.on,
    identity: security.identity,
    search,
    clusterUuid: root.clusterUuid,
    dashboards,
    ...(dashboards === undefined && { withoutDashboards: options.withoutDashboards }),
    missing: missingParts(security.on, dashboards !== undefined, options),
  }
}

/** "the password of elastic (.env:12)", "the API key (environment ELKCTL_API_KEY)" */
export const credentialIn = ({ username, from, authorization, aws }: NonNullable<DetectOptions['signIn']>): string =>
  `${authorization === undefined && aws === undefined ? `the password of ${username}` : username} (${from})`

/** Asks again while the engine is starting: OpenSearch 2.19 answers 503 for seconds, Elasticsearch 8 and 9 for moments, on any path. */
function patientReader(options: DetectOptions): Reader {
  const { search } = options
  return {
    url: search.url,
    get: (path) =>
      retryUntilReady(options, 'The search engine', async () => {
        const reply = await search.get(path).catch((error: unknown) => {
          // A server that greeted a moment ago is away only for a moment.
          if (path !== '/' && isPassing(error)) return error
          throw error
        })
        if (reply instanceof UnreachableError) return { waitFor: reply.message }
        return isBusy(reply) ? { waitFor: `${reply.status} ${shortBody(reply)}` } : { value: reply }
      }),
  }
}

interface Banner {
  version: string
  openSearch: boolean
  /** Elasticsearch without its own extensions */
  oss: boolean
  compatibilityMode: boolean
  clusterUuid: string | undefined
}

/** AWS checks a request before the search engine sees it. @throws ApiError when these are its words */
export function refuseForAws(reply: Reply, title: string, url: string, signIn: DetectOptions['signIn']): void {
  if (reply.status !== 401 && reply.status !== 403) return
  const words = reasonIn(reply)
  const hint = awsHint(words)
  if (hint === undefined) return
  throw new ApiError(
    `AWS refused a request to ${title} at ${url} ${signIn ? `with ${credentialIn(signIn)}` : 'without credentials'}: ${reply.status} ${words}`,
    { status: reply.status, hint },
  )
}

function readBanner(
  reply: Reply,
  { search, signIn, accountSettings = 'user name and password in the settings' }: DetectOptions,
): Banner {
  refuseForAws(reply, 'the search engine', search.url, signIn)
  if (reply.status === 401)
    throw new ApiError(
      signIn
        ? `The search engine at ${search.url} refused ${credentialIn(signIn)}: 401.`
        : `The search engine at ${search.url} requires credentials (401); none configured.`,
      {
        status: 401,
        hint: signIn?.aws
          ? 'The domain does not take signed requests of this identity: map its ARN to a role such as all_access, or sign in with the name and password of the master user.'
          : signIn?.authorization
            ? 'Has it expired, or been invalidated? Only Elasticsearch knows API keys and service tokens, and each cluster only its own.'
            : signIn
              ? 'Correct the user name or password there; or give the administrator with --admin-username NAME --admin-password-stdin.'
              : `Set ${accountSettings}, or give --admin-username NAME --admin-password-stdin.`,
      },
    )
  if (reply.status === 403)
    throw new ApiError(
      `${signIn ? signIn.username : 'Anonymous'} is not allowed to read the cluster info of ${search.url}: 403 ${shortBody(reply)}`,
      {
        status: 403,
        hint: 'The user needs the right cluster:monitor/main (on Elasticsearch: the cluster privilege "monitor"). Give an administrator with --admin-username NAME --admin-password-stdin.',
      },
    )
  if (reply.status !== 200)
    throw new UnreachableError(
      `${search.url} answered ${reply.status} instead of the version banner: ${shortBody(reply)}`,
      {
        code: `HTTP ${reply.status}`,
        hint: 'Check the URL: it must lead to Elasticsearch or OpenSearch itself, with its path if it has one.',
      },
    )
  const body = reply.body as {
    cluster_uuid?: unknown
    version?: { number?: unknown; distribution?: unknown; build_flavor?: unknown }
    tagline?: unknown
  } | null
  const number = body?.version?.number
  if (typeof body !== 'object' || typeof number !== 'string')
    throw new UnreachableError(
      `${search.url} is not Elasticsearch or OpenSearch: it answered ${typeof reply.body === 'string' ? 'text' : 'JSON'} that is not theirs: ${shortBody(reply)}`,
      {
        code: 'NOT_ELASTICSEARCH',
        hint: 'Perhaps a proxy, a login page or Kibana answers there: check host, port and path.',
      },
    )
  if (body?.version?.build_flavor === 'serverless')
    throw new ElkctlError(`${search.url} is Elastic Cloud Serverless, which has no roles, ILM or legacy APIs.`, {
      exit: 'incompatible',
      hint: insteadOfServerless,
    })
  const distribution = body?.version?.distribution === 'opensearch'
  // With compatibility.override_main_response_version OpenSearch says 7.10.2 and drops `distribution`; the tagline stays.
  const tagline = /opensearch/i.test(String(body?.tagline))
  return {
    version: number,
    openSearch: distribution || tagline,
    oss: body?.version?.build_flavor === 'oss',
    compatibilityMode: tagline && !distribution,
    clusterUuid: body === null ? undefined : clusterUuidIn(body),
  }
}

interface Security {
  on: boolean
  flavor: Flavor
  identity: Identity | undefined
}

async function detectSecurity(search: Reader, flavor: Flavor, oss: boolean, options: DetectOptions): Promise<Security> {
  // Open Distro is built on the OSS flavor, which has no security of its own. Its own API tells.
  const asked = flavor.dialect === 'elasticsearch' && oss ? opendistro : flavor
  const reply = await search.get(identityPath(asked))
  if (reply.status === 200) return { on: true, flavor: asked, identity: identityIn(reply, asked) }
  if (saysSecurityIsOff(reply)) return { on: false, flavor, identity: undefined }
  refuseForAws(reply, flavor.title, search.url, options.signIn)
  if (reply.status === 401 || reply.status === 403) throw refusedIdentity(reply, search, options)
  throw new UnreachableError(
    `Whether ${flavor.title} at ${search.url} has security cannot be told: GET ${reply.path} answered ${reply.status} ${reasonIn(reply)}`,
    {
      code: `HTTP ${reply.status}`,
      hint: 'Does a proxy answer some of the paths itself? Look at what stands in between, then run the command again.',
    },
  )
}

/** It greets everybody, so it is this request that needs credentials. */
function refusedIdentity(reply: Reply, search: Reader, { signIn }: DetectOptions): ApiError {
  const who = signIn ? credentialIn(signIn) : 'a request without credentials'
  return new ApiError(`${search.url} refused ${who}: ${reply.status} ${reasonIn(reply)} (GET ${reply.path})`, {
    status: reply.status,
    hint: causeOf(reply)?.hint ?? grantHint(reasonIn(reply)),
  })
}

const identityPath = ({ dialect, pluginPath }: Flavor): string =>
  dialect === 'opensearch' ? `${pluginPath}/_security/authinfo` : '/_security/_authenticate'

/** Whose credentials these are, and which roles the server gives them. undefined: they are refused. One request. @throws ApiError, UnreachableError */
export async function readIdentity(search: Reader, flavor: Flavor): Promise<Identity | undefined> {
  const reply = await search.get(identityPath(flavor))
  return reply.status === 401 || reply.status === 403 ? undefined : identityIn(reply, flavor)
}

function identityIn(reply: Reply, { dialect }: Flavor): Identity {
  const what = 'Asking whose credentials these are'
  if (dialect === 'elasticsearch') {
    const { username, roles } = expectShape(reply, what, { username: 'text', roles: 'texts' })
    return { username, roles }
  }
  const { user_name, roles } = expectShape(reply, what, { user_name: 'text', roles: 'texts' })
  const { tenants } = reply.body as { tenants?: Record<string, boolean> }
  return { username: user_name, roles, ...(isObject(tenants) && { tenants }) }
}

function missingParts(
  security: boolean,
  dashboards: boolean,
  { signIn, withoutDashboards: why }: DetectOptions,
): MissingPart[] {
  const noDashboards = `no dashboards are imported; the rest is done${why === undefined ? '' : ` (${why})`}`
  return [
    ...(security
      ? []
      : [
          {
            part: 'security',
            meaning: `role and user are skipped: anyone who reaches the stack can do anything${signIn ? `; the credentials (${signIn.from}) have no effect` : ''}`,
          },
        ]),
    ...(dashboards ? [] : [{ part: 'dashboards server', meaning: noDashboards }]),
  ]
}

export function shortBody(reply: Reply): string {
  if (reply.status >= 300 && reply.status < 400) return reasonIn(reply)
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? null)
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
