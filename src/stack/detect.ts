import { UnreachableError } from '../errors.js'
import { isBusy, isPassing } from '../http/retries.js'
import { askAhead } from './ask-ahead.js'
import { readBanner } from './banner.js'
import { detectDashboards, statusPath } from './detect-dashboards.js'
import type { DetectOptions } from './detect-options.js'
import { elasticsearch, opensearch } from './flavors.js'
import { detectSecurity, identityPath, switchPath } from './identity.js'
import { providerOf } from './providers.js'
import { shortBody } from './refused.js'
import type { MissingPart, Reader, Stack } from './stack.js'
import { retryUntilReady } from './wait.js'

/** Every OpenSearch descends from Elasticsearch 7.10.2: https://opensearch.org/faq (section "versions"). */
const openSearchEquivalent = '7.10.2'

/**
 * Finds out what answers there: product, version, provider, security, dashboards server. Reads only: 2 requests, 3 where nobody signs in and the first two
 * do not tell, and one for the dashboards server.
 *
 * The server is asked who signs in when its product is known, or at once where its address tells the product. OpenSearch 2.19 with security that is asked for
 * a path it does not have, with a wrong password or none, answers 400, and then 401 to the next request on that connection:
 * https://github.com/opensearch-project/security/issues/5544. Behind a proxy that reuses connections, that can be the request of another client.
 * @throws ElkctlError access (credentials refused), unreachable (no answer, or something else answers), incompatible
 */
export async function identifyStack(options: DetectOptions): Promise<Stack> {
  const { search } = options
  const askStatus = () => options.dashboards && askAhead(options.dashboards, [statusPath])
  let dashboardsReader = mayAskAtOnce(options) ? askStatus() : options.dashboards
  const onWaiting: DetectOptions['onWaiting'] = (what, why) => {
    // What a dashboards server said before its search engine was ready is old.
    dashboardsReader = options.dashboards
    options.onWaiting(what, why)
  }
  const patient = patientReader({ ...options, search: askAhead(search, firstPaths(options)), onWaiting })
  const root = readBanner(await patient.get('/'), options)
  // By now the search engine has taken the credentials, or asks for none.
  if (dashboardsReader === options.dashboards) dashboardsReader = askStatus()
  const flavor = root.openSearch ? opensearch : elasticsearch
  await options.onProduct?.(flavor)
  const security = await detectSecurity(patient, flavor, root.oss, options)
  const dashboards = dashboardsReader && (await detectDashboards({ ...options, dashboards: dashboardsReader }))
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

/** Credentials go to a second server when the first has taken them, where nobody shows who it is (plain HTTP), or a person has just typed the password. */
const mayAskAtOnce = ({ dashboards, signIn }: DetectOptions): boolean =>
  dashboards?.url.startsWith('https:') === true && signIn?.typed === undefined

/**
 * What goes out at once. Where nobody signs in, there may be no security, which Elasticsearch says at a path that all products know.
 *
 * Elasticsearch makes one attempt of requests at the same time with the same password, also where it fails, so that a directory counts one:
 * `authenticateWithCache` in
 * https://github.com/elastic/elasticsearch/blob/v7.10.2/x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/authc/support/CachingUsernamePasswordRealm.java
 */
function firstPaths({ search, signIn }: DetectOptions): string[] {
  if (signIn === undefined) return ['/', switchPath]
  const isKnown = providerOf(search.url).onlyElasticsearch && signIn.typed === undefined
  return isKnown ? ['/', identityPath(elasticsearch)] : ['/']
}

/** Asks again while the engine is starting: OpenSearch 2.19 answers 503 for seconds, Elasticsearch 8 and 9 for moments, on any path. */
function patientReader(options: DetectOptions): Reader {
  const { search } = options
  return {
    url: search.url,
    get: (path) =>
      retryUntilReady(options, 'the search engine', async () => {
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
