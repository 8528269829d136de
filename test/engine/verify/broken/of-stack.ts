import type { Bench, Mend } from './bench.js'
import type { Fault } from './fault.js'

const always = async ({ ask }: Bench, settings: Record<string, string | null>): Promise<Mend> => {
  await ask('PUT', '/_cluster/settings', { transient: settings })
  const without = Object.fromEntries(Object.keys(settings).map((name) => [name, null]))
  return () => ask('PUT', '/_cluster/settings', { transient: without })
}

/** An index of others, which goes when it is mended. */
const index = async ({ ask }: Bench, settings: Record<string, unknown>): Promise<Mend> => {
  await ask('PUT', '/others?wait_for_active_shards=0', { settings: { number_of_replicas: 0, ...settings } })
  return () => ask('DELETE', '/others')
}

type Nodes = { nodes: Record<string, { timestamp: number }> }

/** The servers themselves. */
export const faultsOfStack: Fault[] = [
  {
    ...{ id: 'stack.answers', on: 'elasticsearch', severity: 'fail', exit: 5 },
    says: 'is not ready after 0 s: 429 [in_flight_requests] Data too large',
    line: ['verify', '--wait', '0s', '--only', 'stack.answers'],
    // A breaker without room is as a server under too much load; it lets settings of the cluster through.
    make: (bench) => always(bench, { 'network.breaker.inflight_requests.limit': '0b' }),
  },
  {
    ...{ id: 'stack.version', on: 'elasticsearch', severity: 'fail', exit: 6, says: '7.2.1' },
    // The engine's own answer, with the number of another release.
    make: ({ alter }) =>
      alter('search', /^\/$/, (body: { version: object }) => ({
        ...body,
        version: { ...body.version, number: '7.2.1' },
      })),
  },
  {
    ...{ id: 'stack.licence', on: 'elasticsearch', severity: 'fail', exit: 1, says: 'is expired' },
    // https://www.elastic.co/guide/en/elasticsearch/reference/7.10/get-license.html: status is valid, invalid, or expired
    make: ({ alter }) =>
      alter('search', /^\/_license/, (body: { license: object }) => ({
        license: { ...body.license, status: 'expired' },
      })),
  },
  {
    ...{ id: 'stack.red', on: 'elasticsearch', severity: 'fail', exit: 1 },
    says: 'the cluster is red: 1 shard on no node. Shard 0 of others (primary)',
    make: (bench) => index(bench, { 'routing.allocation.require._name': 'nowhere' }),
  },
  {
    ...{ id: 'stack.yellow', on: 'elasticsearch', severity: 'warn', exit: 1 },
    says: 'the cluster is yellow: 1 replica on no node. Shard 0 of others (replica)',
    make: (bench) => index(bench, { number_of_replicas: 1 }),
  },
  {
    ...{ id: 'stack.disk', on: 'elasticsearch', severity: 'warn', exit: 1 },
    says: 'beyond the low watermark (900tb): the server puts no new replicas there',
    make: (bench) => {
      const disk = 'cluster.routing.allocation.disk'
      return always(bench, {
        [`${disk}.threshold_enabled`]: 'true',
        [`${disk}.watermark.low`]: '900tb',
        [`${disk}.watermark.high`]: '1mb',
        [`${disk}.watermark.flood_stage`]: '1kb',
      })
    },
  },
  {
    ...{ id: 'stack.write-block', on: 'elasticsearch', severity: 'fail', exit: 1 },
    says: 'index has read-only-allow-delete block” refuses writes',
    make: async ({ ask }) => {
      await ask('PUT', '/openvidu/_settings', { 'index.blocks.read_only_allow_delete': true })
      return () => ask('PUT', '/openvidu/_settings', { 'index.blocks.read_only_allow_delete': null })
    },
  },
  {
    ...{ id: 'stack.shard-limit', on: 'elasticsearch', severity: 'fail', exit: 1, says: 'no index can be created' },
    make: (bench) => always(bench, { 'cluster.max_shards_per_node': '1' }),
  },
  {
    ...{ id: 'clock.skew', on: 'elasticsearch', severity: 'warn', exit: 1, says: 's behind the one here' },
    make: ({ alter }) =>
      alter('search', /^\/_nodes\/stats\/fs/, ({ nodes }: Nodes) => ({
        nodes: Object.fromEntries(
          Object.entries(nodes).map(([id, node]) => [id, { ...node, timestamp: node.timestamp - 3_600_000 }]),
        ),
      })),
  },
  {
    ...{ id: 'run.completed', on: 'elasticsearch', severity: 'fail', exit: 130, says: 'Interrupted' },
    // Ctrl-C while elkctl reads what is there; the engine answers.
    make: ({ answer }) =>
      answer('search', ({ path }) => {
        if (path.startsWith('/_cluster/state/metadata')) process.emit('SIGINT')
        return undefined
      }),
  },
]
