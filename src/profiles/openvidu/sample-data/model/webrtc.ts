import { random, rounded } from '../../../../sample-data/random.js'
import type { SampleCluster, EndpointOfSession } from './cluster.js'
import { momentOf } from '../../../../sample-data/moments.js'

/** Statistics of one medium of one endpoint at one moment, as Kurento counts them. */
export interface MediaStatistics {
  time: number
  mediaType: 'audio' | 'video'
  packets: number
  bytes: number
  packetsLost: number
  /** share of the last interval, 0 to 1 */
  fractionLost: number
  /** bits a second that the receiver thinks it can take */
  remb: number
  firCount: number
  pliCount: number
  nackCount: number
  /** publishers: seconds */
  jitter: number
  /** subscribers: seconds */
  roundTripTime: number
  /** subscribers: bits a second */
  targetBitrate: number
}

/** Seconds between two statistics of an endpoint: up to an age of so many seconds, and before that. Each sends for itself: together they draw a line. */
const pace = { recently: 15, every: 60, near: 1800 }

/** How a connection of quality 5, 4, 3 … behaves. */
const behaviour = {
  jitter: [0.002, 0.002, 0.005, 0.011, 0.024, 0.05],
  loss: [0, 0, 0.001, 0.006, 0.02, 0.06],
  roundTripTime: [0.03, 0.03, 0.07, 0.14, 0.26, 0.42],
}

const media = {
  audio: { packets: 50, bytes: 5200, bits: 42_000 },
  video: { packets: 105, bytes: 98_000, bits: 800_000 },
}

/** Everything measured of an endpoint until it ends or the time is over. Nothing where ICE failed. */
export function statisticsOf(cluster: SampleCluster, { connection, endpoint }: EndpointOfSession): MediaStatistics[] {
  if (endpoint.iceFailed) return []
  const dice = random(cluster.options.seed, 'statistics', endpoint.name, endpoint.createdAt)
  const end = Math.min(endpoint.destroyedAt, cluster.until)
  const badness = 6 - connection.quality
  const kinds = (['audio', 'video'] as const).filter((kind) => endpoint.media[kind])
  const sums = kinds.map(() => ({ packets: 0, bytes: 0, packetsLost: 0, fir: dice.whole(1, 4), pli: 0, nack: 0 }))
  const statistics: MediaStatistics[] = []
  const nearFrom = momentOf(cluster.options) - pace.near * 1000
  let before = endpoint.createdAt
  // The first one comes soon, so that short streams have statistics too.
  for (let time = endpoint.createdAt + dice.whole(1500, 4000); time <= end;) {
    const seconds = (time - before) / 1000
    kinds.forEach((mediaType, index) => {
      const sum = sums[index]
      if (sum === undefined) return
      const wave = dice.between(0.6, 1.5)
      const packets = Math.round(media[mediaType].packets * seconds * dice.between(0.9, 1.1))
      const lost = Math.round(packets * (behaviour.loss[badness] ?? 0) * wave * dice.next() * 2)
      sum.packets += packets
      sum.bytes += Math.round(media[mediaType].bytes * seconds * dice.between(0.85, 1.15))
      sum.packetsLost += lost
      sum.nack += mediaType === 'video' ? Math.ceil(lost / 3) : 0
      sum.pli += mediaType === 'video' && lost > 20 ? 1 : 0
      statistics.push({
        time,
        mediaType,
        packets: sum.packets,
        bytes: sum.bytes,
        packetsLost: sum.packetsLost,
        fractionLost: rounded(lost / (packets + lost), 4),
        remb: Math.round(1_000_000 * dice.between(0.7, 1.1) * (connection.quality / 5)),
        firCount: mediaType === 'video' ? sum.fir : 0,
        pliCount: sum.pli,
        nackCount: sum.nack,
        jitter: rounded((behaviour.jitter[badness] ?? 0) * wave, 6),
        roundTripTime: rounded((behaviour.roundTripTime[badness] ?? 0) * wave, 6),
        targetBitrate: Math.round(media[mediaType].bits * (connection.quality / 5) * dice.between(0.9, 1.1)),
      })
    })
    before = time
    time += 1000 * (time > nearFrom ? pace.recently : pace.every)
  }
  return statistics
}

/** The steps until media flows, as Kurento tells them. Times are milliseconds since the endpoint was made. */
export interface IceProcess {
  gatheringDone: number
  /** undefined: ICE failed */
  connected?: { pairSelected: number; connected: number; ready: number; flowing: number }
  failed?: number
}

export function iceOf(cluster: SampleCluster, { connection, endpoint }: EndpointOfSession): IceProcess {
  const dice = random(cluster.options.seed, 'ice', endpoint.name, endpoint.createdAt)
  const gatheringDone = Math.round(
    dice.weighted([
      [dice.between(20, 50), 30],
      [dice.between(50, 100), 28],
      [dice.between(100, 150), 16],
      [dice.between(150, 200), 10],
      [dice.between(200, 300), 9],
      [dice.between(300, 900), 7],
    ]),
  )
  if (endpoint.iceFailed)
    return { gatheringDone, failed: Math.min(dice.whole(8000, 12_000), endpoint.destroyedAt - endpoint.createdAt) }
  const pairSelected = Math.round(dice.between(120, 260) + 60 * (5 - connection.quality))
  const connected = pairSelected + dice.whole(1, 12)
  const ready = Math.max(connected, gatheringDone) + dice.whole(2, 30)
  return { gatheringDone, connected: { pairSelected, connected, ready, flowing: ready + dice.whole(40, 300) } }
}

/** A change of the network quality of a connection that publishes, 0 to 5. */
export interface QualityChange {
  time: number
  oldValue: number
  newValue: number
}

export function qualityChangesOf(cluster: SampleCluster, { connection, endpoint }: EndpointOfSession): QualityChange[] {
  if (endpoint.kind !== 'publisher' || endpoint.iceFailed || endpoint.media.source === 'SCREEN') return []
  const dice = random(cluster.options.seed, 'quality', endpoint.name)
  const changes: QualityChange[] = []
  let oldValue = 5
  for (
    let time = endpoint.createdAt + dice.whole(5000, 20_000);
    time < endpoint.destroyedAt;
    time += dice.whole(40_000, 160_000)
  ) {
    const newValue = Math.min(5, Math.max(1, connection.quality + dice.whole(-1, 1)))
    if (newValue !== oldValue) changes.push({ time, oldValue, newValue })
    oldValue = newValue
  }
  return changes
}
