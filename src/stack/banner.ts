import { ApiError, ElkctlError, UnreachableError } from '../errors.js'
import { isObject, objectIn, type JsonObject } from '../json.js'
import type { DetectOptions } from './detect-options.js'
import { insteadOfServerless } from './providers.js'
import { credentialIn, refuseForAws, shortBody, type NamedSignIn } from './refused.js'
import { clusterUuidIn } from './same-cluster.js'
import type { Reply } from './stack.js'

/** What a server says of itself at its root. */
interface Banner {
  version: string
  openSearch: boolean
  /** Elasticsearch without its own extensions */
  oss: boolean
  compatibilityMode: boolean
  clusterUuid: string | undefined
}

/** Whether a search engine answered at its root, and be it with a refusal. */
export const isOfSearchEngine = ({ status, body }: Reply): boolean =>
  status === 401 || status === 403 || (status === 200 && typeof versionIn(body)['number'] === 'string')

const versionIn = (body: unknown): JsonObject => (isObject(body) ? objectIn(body, 'version') : {})

/** @throws ApiError it is refused; UnreachableError something else answers; ElkctlError (incompatible) */
export function readBanner(reply: Reply, options: DetectOptions): Banner {
  const { search, signIn } = options
  refuseForAws(reply, 'the search engine', search.url, signIn)
  if (reply.status !== 200) throw noBanner(reply, options)
  const body = isObject(reply.body) ? reply.body : {}
  const { number, distribution, build_flavor: buildFlavor } = versionIn(body)
  if (typeof number !== 'string')
    throw new UnreachableError(
      `${search.url} is not Elasticsearch or OpenSearch: it answered ${typeof reply.body === 'string' ? 'text' : 'JSON'} that is not theirs: ${shortBody(reply)}`,
      {
        code: 'NOT_ELASTICSEARCH',
        hint: 'Perhaps a proxy, a login page or Kibana answers there: check host, port and path.',
      },
    )
  if (buildFlavor === 'serverless')
    throw new ElkctlError(`${search.url} is Elastic Cloud Serverless, which has no roles, ILM or legacy APIs.`, {
      exit: 'incompatible',
      hint: insteadOfServerless,
    })
  const saysOpenSearch = distribution === 'opensearch'
  // With compatibility.override_main_response_version OpenSearch says 7.10.2 and drops `distribution`; the tagline stays.
  const hasTagline = /opensearch/i.test(String(body['tagline']))
  return {
    version: number,
    openSearch: saysOpenSearch || hasTagline,
    oss: buildFlavor === 'oss',
    compatibilityMode: hasTagline && !saysOpenSearch,
    clusterUuid: clusterUuidIn(body),
  }
}

function noBanner(reply: Reply, { search, signIn, accountSettings }: DetectOptions): ApiError | UnreachableError {
  const { status } = reply
  if (status === 401)
    return new ApiError(
      signIn
        ? `The search engine at ${search.url} refused ${credentialIn(signIn)}: 401.`
        : `The search engine at ${search.url} requires credentials (401); none configured.`,
      { status, hint: signIn ? credentialHint(signIn) : credentialsNeeded(accountSettings) },
    )
  if (status === 403)
    return new ApiError(
      `${signIn ? signIn.username : 'Anonymous'} is not allowed to read the cluster info of ${search.url}: 403 ${shortBody(reply)}`,
      {
        status,
        hint: 'The user needs the right cluster:monitor/main (on Elasticsearch: the cluster privilege "monitor"). Give an administrator with --admin-username NAME --admin-password-stdin.',
      },
    )
  return new UnreachableError(`${search.url} answered ${status} instead of the version banner: ${shortBody(reply)}`, {
    code: `HTTP ${status}`,
    hint: 'Check the URL: it must lead to Elasticsearch or OpenSearch itself, with its path if it has one.',
  })
}

function credentialHint({ aws, authorization, from }: NamedSignIn): string {
  if (aws)
    return 'The domain does not take signed requests of this identity: map its ARN to a role such as all_access, or sign in with the name and password of the master user.'
  if (authorization)
    return 'Has it expired, or been invalidated? Only Elasticsearch knows API keys and service tokens, and each cluster only its own.'
  return from === '--admin-username'
    ? 'Correct the user name or the password.'
    : 'Correct the user name or password there; or give the administrator with --admin-username NAME --admin-password-stdin.'
}

const credentialsNeeded = (accountSettings: string | undefined): string =>
  `Give an administrator: --admin-username NAME --admin-password-stdin, or ELKCTL_ADMIN_USERNAME and ELKCTL_ADMIN_PASSWORD in the environment.${accountSettings === undefined ? '' : ` Or set ${accountSettings}.`}`
