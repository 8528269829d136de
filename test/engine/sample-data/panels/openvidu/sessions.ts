import type { Shown } from '../../../content/panel-request.js'
import {
  endpointsOf,
  isClosed,
  type EndpointOfSession,
  type SampleCluster,
} from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import {
  iceOf,
  statisticsOf,
  type IceProcess,
  type MediaStatistics,
} from '../../../../../src/profiles/openvidu/sample-data/model/webrtc.js'
import { bars, countBy, day, inLook, mean, sum, type Look, type PanelProofs } from '../look.js'
import { documentsOf } from './sent.js'

/** Sessions that are over, and so have been summed up, in what the dashboard looks at. */
const ended = (cluster: SampleCluster, look: Look) =>
  cluster.sessions.filter((session) => isClosed(cluster, session) && inLook(look)(session.destroyedAt))

const endpoints = (cluster: SampleCluster): EndpointOfSession[] => cluster.sessions.flatMap(endpointsOf)

/** Publishers and subscribers of sessions that are over, by their own end. */
const summedUp = (cluster: SampleCluster, look: Look) =>
  endpoints(cluster)
    .filter(({ session, endpoint }) => isClosed(cluster, session) && inLook(look)(endpoint.destroyedAt))
    .map(({ endpoint }) => endpoint)

/** When something happened to the media connections, of those to which it did. @param milliseconds after the endpoint was made */
const iceTimes = (
  cluster: SampleCluster,
  look: Look,
  milliseconds: (ice: IceProcess) => number | undefined,
): number[] =>
  endpoints(cluster).flatMap((context) => {
    const after = milliseconds(iceOf(cluster, context))
    const time = context.endpoint.createdAt + (after ?? NaN)
    return after !== undefined && time <= cluster.until && inLook(look)(time) ? [after] : []
  })

/** The average of what was measured of all media, by the time of measurement. */
const measured =
  (kind: 'publisher' | 'subscriber', of: (statistics: MediaStatistics) => number) =>
  (cluster: SampleCluster, look: Look): Shown => {
    const all = endpoints(cluster)
      .filter(({ endpoint }) => endpoint.kind === kind)
      .flatMap((context) => statisticsOf(cluster, context))
    return bars(look, (from, before) => mean(all.filter(({ time }) => time >= from && time < before).map(of)))
  }

/** OpenVidu tells every user once, when the session is over. */
export const usersOverTime = (cluster: SampleCluster, look: Look): Shown =>
  bars(look, (from, before) => {
    const over = ended(cluster, look).filter(({ destroyedAt }) => destroyedAt >= from && destroyedAt < before)
    return over.length === 0 ? undefined : sum(over.map(({ users }) => users.length))
  })

export const clusterSelector = (cluster: SampleCluster): Shown => ({
  'Cluster Id': countBy(documentsOf(cluster, 'openvidu'), ({ document }) => String(document['cluster_id'])),
})

export const sessionsPanels: PanelProofs<SampleCluster> = {
  dashboard: 'openvidu-sessions',
  time: ['now/d', 'now/d'],
  intervals: { tsvb: 600, chart: 1800 },
  shows: {
    'Cluster Id Selector': clusterSelector,
    'Number of sessions per day': (cluster, look) =>
      countBy(ended(cluster, look), ({ destroyedAt }) => day(destroyedAt)),
    'User location': (cluster, look) =>
      countBy(
        ended(cluster, look).flatMap(({ users }) => users),
        ({ location }) => location,
      ),
    'Number of publishers and subscribers': (cluster, look) => {
      const all = summedUp(cluster, look)
      const started = (kind: string, from: number, before: number) =>
        all.filter((one) => one.kind === kind && one.createdAt >= from && one.createdAt < before).length
      // Streams that ended today may have started yesterday.
      const sinceYesterday = { ...look, from: look.from - 86_400_000 }
      const count = (kind: string) =>
        bars(sinceYesterday, (from, before) =>
          started('publisher', from, before) + started('subscriber', from, before) === 0
            ? undefined
            : started(kind, from, before),
        )
      const [publishers, subscribers] = [count('publisher'), count('subscriber')]
      return Object.fromEntries(
        Object.entries(publishers).map(([start, number]) => [
          start,
          { Publishers: number, Subscribers: subscribers[start] ?? NaN },
        ]),
      )
    },
    'Streamed time': (cluster, look) => {
      const published = summedUp(cluster, look).filter(({ kind }) => kind === 'publisher')
      return bars(look, (from, before) => {
        const over = published.filter(({ destroyedAt }) => destroyedAt >= from && destroyedAt < before)
        // OpenVidu counts whole seconds.
        return over.length === 0
          ? undefined
          : sum(over.map(({ createdAt, destroyedAt }) => Math.floor((destroyedAt - createdAt) / 1000)))
      })
    },
    'ICE states': (cluster, look) => ({
      Succeeded: iceTimes(cluster, look, ({ connected }) => connected?.ready).length,
      Failed: iceTimes(cluster, look, ({ failed }) => failed).length,
    }),
    'Milliseconds until ICE gathering done': (cluster, look) => {
      const all = iceTimes(cluster, look, ({ gatheringDone }) => gatheringDone)
      const from = [0, 50, 100, 150, 200, 300]
      return Object.fromEntries(
        from.map((start, index) => {
          const end = from[index + 1]
          const name = `${start.toFixed(1)}-${end?.toFixed(1) ?? '*'}`
          return [name, all.filter((time) => time >= start && time < (end ?? Infinity)).length]
        }),
      )
    },
    'Publishers average packet lost': measured('publisher', ({ packetsLost }) => packetsLost),
    'Publishers average jitter': measured('publisher', ({ jitter }) => jitter),
    'Subscribers average RTT': measured('subscriber', ({ roundTripTime }) => roundTripTime),
    'Average time to select a candidate pair': (cluster, look) =>
      mean(iceTimes(cluster, look, ({ connected }) => connected?.pairSelected)),
    'Subscribers average target bitrate': measured('subscriber', ({ targetBitrate }) => targetBitrate),
  },
}
