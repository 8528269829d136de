import type { SampleCluster } from '../../src/sample-data/model/cluster.js'
import { connectionsOf, endpointsOf, isClosed } from '../../src/sample-data/model/cluster.js'
import { gaugeTicks, nodeMeasures } from '../../src/sample-data/model/measures.js'
import { iceOf, statisticsOf } from '../../src/sample-data/model/webrtc.js'

export type Search = (index: string, body: object) => Promise<Record<string, unknown>>

/** A number that the model and an engine compute each in its own way. */
export interface Figure {
  title: string
  index: string
  body: object
  read: (answer: Record<string, unknown>) => unknown
  compute: (cluster: SampleCluster) => unknown
}

type Aggregation = { value?: number; doc_count?: number; buckets?: Bucket[] } & Record<string, unknown>
type Bucket = { key: string | number; doc_count: number } & Record<string, unknown>

const hour = 3_600_000
const type = (name: string) => ({ term: { 'elastic_type.keyword': name } })
const all = (...filter: object[]) => ({ bool: { filter } })
const aggregation = (answer: Record<string, unknown>, name: string): Aggregation =>
  (answer['aggregations'] as Record<string, Aggregation>)[name] ?? {}
const counts = (answer: Record<string, unknown>, name: string): Record<string, number> =>
  Object.fromEntries(
    (aggregation(answer, name).buckets ?? [])
      .filter(({ doc_count }) => doc_count !== 0)
      .map(({ key, doc_count }) => [String(key), doc_count]),
  )
const values = (answer: Record<string, unknown>, name: string, inner: string): Record<string, number | undefined> =>
  Object.fromEntries(
    (aggregation(answer, name).buckets ?? []).map((bucket) => [
      String(bucket.key),
      (bucket[inner] as Aggregation).value,
    ]),
  )

function countBy<T>(items: T[], key: (item: T) => string | number): Record<string, number> {
  const found: Record<string, number> = {}
  for (const item of items) found[key(item)] = (found[key(item)] ?? 0) + 1
  return found
}

const sumOf = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0)
const average = (numbers: number[]): number => sumOf(numbers) / numbers.length
const closeTo = (number: number | undefined): string => Number(number).toPrecision(9)

const closed = (cluster: SampleCluster) => cluster.sessions.filter((session) => isClosed(cluster, session))
const endpoints = (cluster: SampleCluster) => cluster.sessions.flatMap(endpointsOf)
const inTime = ({ from, until }: SampleCluster, time: number) => time >= from && time <= until

export const figures: Figure[] = [
  {
    title: 'users connected over time (userSummary by hour)',
    index: 'openvidu',
    body: {
      size: 0,
      query: type('userSummary'),
      aggs: { hours: { date_histogram: { field: 'timestamp', fixed_interval: '1h' } } },
    },
    read: (answer) => counts(answer, 'hours'),
    compute: (cluster) =>
      countBy(
        closed(cluster).flatMap(({ users, destroyedAt }) => users.map(() => destroyedAt)),
        (time) => time - (time % hour),
      ),
  },
  {
    title: 'users by location',
    index: 'openvidu',
    body: {
      size: 0,
      query: type('userSummary'),
      aggs: { places: { terms: { field: 'location.keyword', size: 100 } } },
    },
    read: (answer) => counts(answer, 'places'),
    compute: (cluster) =>
      countBy(
        closed(cluster).flatMap(({ users }) => users),
        ({ location }) => location,
      ),
  },
  {
    title: 'streamed seconds of publishers',
    index: 'openvidu',
    body: { size: 0, query: type('publisherSummary'), aggs: { seconds: { sum: { field: 'duration' } } } },
    read: (answer) => aggregation(answer, 'seconds').value,
    compute: (cluster) =>
      sumOf(
        closed(cluster)
          .flatMap(connectionsOf)
          .flatMap(({ publishers }) => publishers)
          .map(({ createdAt, destroyedAt }) => Math.floor((destroyedAt - createdAt) / 1000)),
      ),
  },
  {
    title: 'publishers’ average jitter',
    index: 'openvidu',
    body: { size: 0, query: type('webrtcStats'), aggs: { jitter: { avg: { field: 'jitter' } } } },
    read: (answer) => closeTo(aggregation(answer, 'jitter').value),
    compute: (cluster) =>
      closeTo(
        average(
          endpoints(cluster)
            .filter(({ endpoint }) => endpoint.kind === 'publisher')
            .flatMap((context) => statisticsOf(cluster, context))
            .map(({ jitter }) => jitter),
        ),
      ),
  },
  {
    title: 'subscribers’ average round-trip time',
    index: 'openvidu',
    body: { size: 0, query: type('webrtcStats'), aggs: { rtt: { avg: { field: 'roundTripTime' } } } },
    read: (answer) => closeTo(aggregation(answer, 'rtt').value),
    compute: (cluster) =>
      closeTo(
        average(
          endpoints(cluster)
            .filter(({ endpoint }) => endpoint.kind === 'subscriber')
            .flatMap((context) => statisticsOf(cluster, context))
            .map(({ roundTripTime }) => roundTripTime),
        ),
      ),
  },
  {
    title: 'connections by final state of ICE',
    index: 'openvidu',
    body: {
      size: 0,
      query: all(type('kms'), { terms: { 'state.keyword': ['READY', 'FAILED'] } }),
      aggs: { states: { terms: { field: 'state.keyword' } } },
    },
    read: (answer) => counts(answer, 'states'),
    compute: (cluster) =>
      countBy(
        endpoints(cluster).filter((context) => {
          const { connected, failed } = iceOf(cluster, context)
          return inTime(cluster, context.endpoint.createdAt + (connected?.ready ?? failed ?? NaN))
        }),
        ({ endpoint }) => (endpoint.iceFailed ? 'FAILED' : 'READY'),
      ),
  },
  {
    title: 'recordings by output mode, and their bytes',
    index: 'openvidu',
    body: {
      size: 0,
      query: all({ term: { 'event.keyword': 'recordingStatusChanged' } }, { term: { 'status.keyword': 'ready' } }),
      aggs: { modes: { terms: { field: 'outputMode.keyword' }, aggs: { bytes: { sum: { field: 'size' } } } } },
    },
    read: (answer) => values(answer, 'modes', 'bytes'),
    compute: (cluster) => {
      const ready = cluster.sessions
        .flatMap(({ recordings }) => recordings)
        .filter(({ readyAt }) => inTime(cluster, readyAt))
      return Object.fromEntries(
        [...new Set(ready.map(({ outputMode }) => outputMode))].map((mode) => [
          mode,
          sumOf(ready.filter(({ outputMode }) => outputMode === mode).map(({ size }) => size)),
        ]),
      )
    },
  },
  {
    title: 'requests to OpenVidu Server by status',
    index: 'server-metrics-*',
    body: {
      size: 0,
      query: { term: { 'name.keyword': 'http_server_requests' } },
      aggs: { statuses: { terms: { field: 'status.keyword' }, aggs: { requests: { sum: { field: 'count' } } } } },
    },
    read: (answer) => values(answer, 'statuses', 'requests'),
    compute: (cluster) =>
      countBy(
        cluster.requests.filter(({ by }) => by === 'server'),
        ({ status }) => status,
      ),
  },
  {
    title: 'slowest answer of each method (milliseconds)',
    index: 'server-metrics-*',
    body: {
      size: 0,
      query: { term: { 'name.keyword': 'http_server_requests' } },
      aggs: { methods: { terms: { field: 'method.keyword' }, aggs: { slowest: { max: { field: 'max' } } } } },
    },
    read: (answer) => values(answer, 'methods', 'slowest'),
    compute: (cluster) => {
      const asked = cluster.requests.filter(({ by }) => by === 'server')
      return Object.fromEntries(
        [...new Set(asked.map(({ method }) => method))].map((method) => [
          method,
          Math.max(...asked.filter((request) => request.method === method).map(({ milliseconds }) => milliseconds)),
        ]),
      )
    },
  },
  {
    title: 'log events by level: the meters count what the log holds',
    index: 'server-metrics-*',
    body: {
      size: 0,
      query: { term: { 'name.keyword': 'logback_events' } },
      aggs: { levels: { terms: { field: 'level.keyword' }, aggs: { lines: { sum: { field: 'count' } } } } },
    },
    read: (answer) => values(answer, 'levels', 'lines'),
    compute: ({ serverLog }) => ({ trace: 0, ...countBy(serverLog, ({ level }) => level.toLowerCase()) }),
  },
  {
    title: 'lines of OpenVidu Server’s log by level',
    index: 'openvidu-logs-*',
    body: { size: 0, aggs: { levels: { terms: { field: 'level.keyword' } } } },
    read: (answer) => counts(answer, 'levels'),
    compute: ({ serverLog }) => countBy(serverLog, ({ level }) => level),
  },
  {
    title: 'access lines of NGINX: one for each request',
    index: 'filebeat-nginx-*',
    body: { size: 0, track_total_hits: true, query: { term: { 'stream.keyword': 'stdout' } } },
    read: (answer) => (answer['hits'] as { total: { value: number } }).total.value,
    compute: ({ requests }) => requests.length,
  },
  {
    title: 'most streams at a time',
    index: 'session-metrics-*',
    body: { size: 0, query: { term: { 'name.keyword': 'streams' } }, aggs: { most: { max: { field: 'value' } } } },
    read: (answer) => aggregation(answer, 'most').value,
    compute: (cluster) => Math.max(...gaugeTicks(cluster).map((time) => cluster.activity.streams(time))),
  },
  {
    title: 'average CPU of each node',
    index: 'metricbeat-*',
    body: {
      size: 0,
      aggs: {
        nodes: { terms: { field: 'fields.node_id' }, aggs: { cpu: { avg: { field: 'system.cpu.total.norm.pct' } } } },
      },
    },
    read: (answer) =>
      Object.fromEntries(Object.entries(values(answer, 'nodes', 'cpu')).map(([node, cpu]) => [node, closeTo(cpu)])),
    compute: (cluster) =>
      Object.fromEntries(
        [cluster.master, ...cluster.mediaNodes].map((node) => [
          node.id,
          closeTo(average([...nodeMeasures(cluster, node)].map(({ cpu }) => cpu.total))),
        ]),
      ),
  },
]
