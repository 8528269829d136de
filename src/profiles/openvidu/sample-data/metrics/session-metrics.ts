import { rounded } from '../../../../sample-data/random.js'
import type { SampleCluster } from '../model/cluster.js'
import { cpuOf, gaugeTicks } from '../model/measures.js'
import type { Sent } from '../../../../sample-data/document.js'
import { asDocument, gauge, type Meter } from './micrometer.js'

/** Gauges of the whole cluster: CPU of each node in percent, and how many sessions, connections, streams and recordings there are. */
export function* sessionMetrics(cluster: SampleCluster): Generator<Sent> {
  for (const time of gaugeTicks(cluster))
    for (const meter of sessionGauges(cluster, time)) yield asDocument('session-metrics', time, meter)
}

export function sessionGauges(cluster: SampleCluster, time: number): Meter[] {
  const { activity, master, mediaNodes } = cluster
  const percent = (node: typeof master): number => rounded(cpuOf(cluster, node, time) * 100, 1)
  return [
    gauge('master_node_cpu', percent(master), { node_id: master.id }),
    ...mediaNodes.map((node) => gauge('media_node_cpu', percent(node), { node_id: node.id })),
    gauge('sessions', activity.sessions(time)),
    gauge('connections', activity.connections(time)),
    gauge('streams', activity.streams(time)),
    gauge('recordings', activity.recordings(time)),
  ]
}
