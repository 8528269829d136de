import { random, rounded } from '../../../../sample-data/random.js'
import type { SampleCluster } from './cluster.js'
import type { SampleNode } from './nodes.js'
import { linePace, ticks } from '../../../../sample-data/moments.js'

/**
 * What a node looks like at one moment. Shares are 0 to 1 with three decimals, which is what Metricbeat's template keeps of them
 * (`scaled_float`), and never whole, so that no engine without that template takes their first one for an integer.
 */
export interface NodeMeasure {
  time: number
  /** seconds since the measure before */
  seconds: number
  /** share of all cores */
  cpu: { total: number; user: number; system: number; iowait: number; softirq: number; steal: number; idle: number }
  /** bytes in use without caches */
  memory: number
  /** bytes of file caches */
  cached: number
  /** bytes */
  swap: number
  /** bytes in use on the disk */
  disk: number
  /** counters since boot */
  network: {
    inBytes: number
    outBytes: number
    inPackets: number
    outPackets: number
    inDropped: number
    outDropped: number
  }
  /** counters since boot */
  io: { readBytes: number; writeBytes: number; reads: number; writes: number }
}

/** In scales below one the master and its two media nodes are measured less often; above there are more nodes instead. */
export const nodeTicks = ({ options }: SampleCluster): number[] => ticks(options, linePace, Math.min(options.scale, 1))

/** Gauges of the cluster come from the one server, so they are measured more often instead. */
export const gaugeTicks = ({ options }: SampleCluster): number[] => ticks(options, linePace, options.scale)

/** The share of CPU in use: follows the streams that the node carries; the master's follows all sessions. */
export function cpuOf(cluster: SampleCluster, node: SampleNode, time: number): number {
  const dice = random(cluster.options.seed, 'cpu', node.id, time)
  const { activity, mediaNodes, master } = cluster
  const load =
    node === master
      ? 0.05 + (0.012 * activity.sessions(time)) / Math.max(mediaNodes.length / 2, 1)
      : 0.03 + 0.009 * activity.streams(time, node.id)
  return rounded(Math.min(load * dice.between(0.85, 1.15) + dice.between(0.004, 0.02), 0.987), 3)
}

/** A node's measures in the order of time. */
export function* nodeMeasures(cluster: SampleCluster, node: SampleNode): Generator<NodeMeasure> {
  const dice = random(cluster.options.seed, 'measures', node.id)
  const network = {
    inBytes: dice.whole(4e10, 9e10),
    outBytes: dice.whole(6e10, 12e10),
    inPackets: dice.whole(4e7, 9e7),
    outPackets: dice.whole(5e7, 12e7),
    inDropped: dice.whole(0, 40),
    outDropped: dice.whole(0, 10),
  }
  const io = { readBytes: 7e9, writeBytes: dice.whole(1e10, 3e10), reads: 368_024, writes: 854_047 }
  let disk = Math.round(node.disk * dice.between(0.22, 0.4))
  let before: number | undefined
  for (const time of nodeTicks(cluster)) {
    const seconds = before === undefined ? 0 : (time - before) / 1000
    before = time
    const streams = node.role === 'medianode' ? cluster.activity.streams(time, node.id) : 0
    const sessions = cluster.activity.sessions(time)
    const work = node.role === 'medianode' ? streams : sessions
    const grow = (perSecond: number): number => Math.round(perSecond * dice.between(0.7, 1.3) * seconds)
    network.inBytes += grow(9000 + (node.role === 'medianode' ? 62_000 : 3000) * work)
    network.outBytes += grow(11_000 + (node.role === 'medianode' ? 84_000 : 5200) * work)
    network.inPackets += grow(40 + (node.role === 'medianode' ? 78 : 6) * work)
    network.outPackets += grow(45 + (node.role === 'medianode' ? 96 : 8) * work)
    network.inDropped += dice.chance(0.02) ? dice.whole(1, 6) : 0
    network.outDropped += dice.chance(0.008) ? 1 : 0
    io.readBytes += grow(18_000 + 900 * work)
    io.writeBytes += grow(52_000 + 4100 * work)
    io.reads += grow(2 + 0.1 * work)
    io.writes += grow(7 + 0.5 * work)
    disk += grow(node.role === 'medianode' ? 900 + 250 * streams : 2600 + 380_000 * cluster.activity.recordings(time))
    yield {
      time,
      seconds,
      cpu: cpuParts(cpuOf(cluster, node, time), dice.between(0.08, 0.16)),
      memory: Math.round(node.memory * Math.min(0.24 + 0.004 * work + dice.between(0, 0.015), 0.78)),
      cached: Math.round(node.memory * dice.between(0.17, 0.19)),
      swap: Math.round(node.swap * (0.011 + 0.0004 * work)),
      disk: Math.min(disk, Math.round(node.disk * 0.97)),
      network: { ...network },
      io: { ...io },
    }
  }
}

function cpuParts(total: number, kernel: number): NodeMeasure['cpu'] {
  const least = 0.001
  const part = (share: number): number => Math.max(rounded(total * share, 3), least)
  const [system, iowait, softirq] = [part(kernel), part(0.03), part(0.02)]
  const user = Math.max(rounded(total - system - softirq - least, 3), least)
  return { total, user, system, iowait, softirq, steal: least, idle: rounded(1 - total, 3) }
}
