import { UnreachableError } from '../errors.js'
import { isBusy } from '../http/retries.js'
import { isObject } from '../json.js'
import type { Node, Settings } from '../settings/settings.js'
import { isOfSearchEngine } from '../stack/banner.js'
import { refuseUnsuitable } from '../stack/providers.js'
import { clusterUuidIn } from '../stack/same-cluster.js'
import type { Reply } from '../stack/stack.js'
import { retryUntilReady } from '../stack/wait.js'
import { firstContact } from './connect.js'
import { patience } from './patience.js'
import type { Run } from './run.js'

/** What a node said when it was asked which product and cluster it is. */
interface Greeting {
  node: Node
  reply: Reply | UnreachableError
}

/**
 * Of several addresses the first that answers. Those that say which cluster they belong to must all say the same: what is written to one would be
 * missing in the other. While all that can be reached are starting, it waits for one of them. Where none answers, looking at the stack says why of the
 * first.
 *
 * @throws UnreachableError they are nodes of several clusters, or none is ready in time
 */
export async function atAnsweringNode(settings: Settings, run: Run): Promise<Settings> {
  const { nodes } = settings
  if (nodes.length < 2) return settings
  for (const { url } of nodes) refuseUnsuitable(url)
  const greetings = await retryUntilReady(patience(settings, run, run.screen.note), 'the search engine', () =>
    greetAll(settings, run),
  )
  expectOneCluster(greetings)
  const { node } = greetings.find(answers) ?? { node: { url: settings.searchUrl } }
  const silent = greetings.filter((greeting) => !answers(greeting)).map((greeting) => greeting.node.url)
  run.journal.note(
    `of the ${nodes.length} addresses in ${settings.profile.keys.searchUrl}, ${node.url} is used${silent.length === 0 ? '' : `; no search engine is ready at ${silent.join(', ')}`}`,
  )
  const atNode = withNode(settings, node)
  run.journal.add({ settings: atNode })
  return atNode
}

/** While some are starting and none answers, it is too early to choose one. */
async function greetAll(settings: Settings, run: Run): Promise<{ value: Greeting[] } | { waitFor: string }> {
  const greetings = await Promise.all(
    settings.nodes.map(async (node) => ({ node, reply: await greet(withNode(settings, node), run) })),
  )
  const starting = greetings.flatMap(({ node, reply }) =>
    !(reply instanceof UnreachableError) && isBusy(reply) ? [`${node.url} answers ${reply.status}`] : [],
  )
  return greetings.some(answers) || starting.length === 0 ? { value: greetings } : { waitFor: starting.join(', ') }
}

function withNode(settings: Settings, { url, proxy }: Node): Settings {
  const { search: _first, ...others } = settings.proxies
  return { ...settings, searchUrl: url, proxies: { ...others, ...(proxy && { search: proxy }) } }
}

async function greet(settings: Settings, run: Run): Promise<Reply | UnreachableError> {
  const only = { ...settings, dashboardsUrl: undefined }
  const { search } = await firstContact({ settings: only, as: settings.admin, signal: run.signal }, run)
  return search.get('/').catch((error: unknown) => {
    if (error instanceof UnreachableError) return error
    throw error
  })
}

/** One that is starting answers 503, and what is not a search engine with an error or a page: another one may be better. */
const answers = ({ reply }: Greeting): boolean => !(reply instanceof UnreachableError) && isOfSearchEngine(reply)

function expectOneCluster(greetings: Greeting[]): void {
  const clusters = greetings.flatMap(({ node, reply }) => {
    const body = reply instanceof UnreachableError || reply.status !== 200 ? undefined : reply.body
    const cluster = isObject(body) ? clusterUuidIn(body) : undefined
    return cluster === undefined ? [] : [{ url: node.url, cluster }]
  })
  if (new Set(clusters.map(({ cluster }) => cluster)).size < 2) return
  throw new UnreachableError(
    `The addresses lead to several clusters: ${clusters.map(({ url, cluster }) => `${url} is a node of ${cluster}`).join(', ')}.`,
    { code: 'OTHER_CLUSTER', hint: 'Name nodes of one cluster only.' },
  )
}
