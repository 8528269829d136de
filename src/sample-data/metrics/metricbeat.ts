import { random } from '../random.js'
import type { JsonObject } from '../../stack/stack.js'
import { sampleClusterId } from '../model/options.js'
import type { SampleCluster } from '../model/cluster.js'
import { nodeMeasures, nodeTicks, type NodeMeasure } from '../model/measures.js'
import type { SampleNode } from '../model/nodes.js'
import { notAfter } from '../model/activity.js'
import { day, iso, type Sent } from '../document.js'
import { systemMetricsets } from './system.js'

/** One metricset of one moment: everything in the document that is not about the Beat or the node. */
export interface Metricset {
  module: 'system' | 'nginx'
  name: string
  /** ECS calls some of them otherwise than Metricbeat */
  dataset: string
  /** what the metricset measured, and what it adds to `host` and `service` */
  fields: JsonObject
  host?: JsonObject
  service?: JsonObject
}

/** As Metricbeat 7.12.1 sends it with OpenVidu's modules: `system` on every node, `nginx` on the master. */
export function* metricbeat(cluster: SampleCluster): Generator<Sent> {
  for (const node of [cluster.master, ...cluster.mediaNodes]) {
    const dice = random(cluster.options.seed, 'metricbeat', node.id)
    let previous: NodeMeasure | undefined
    for (const measure of nodeMeasures(cluster, node)) {
      const common = {
        node,
        time: measure.time,
        seconds: measure.seconds,
        duration: () => dice.whole(90_000, 3_000_000),
      }
      for (const metricset of systemMetricsets(cluster, node, measure, previous)) yield asDocument(common, metricset)
      previous = measure
    }
  }
  yield* nginx(cluster)
}

interface Common {
  node: SampleNode
  time: number
  seconds: number
  /** nanoseconds that the measurement took */
  duration: () => number
}

function asDocument({ node, time, seconds, duration }: Common, metricset: Metricset): Sent {
  const { module, name, dataset, fields, host, service } = metricset
  return {
    time,
    index: `metricbeat-7.12.1-${day(time)}`,
    document: {
      '@timestamp': iso(time),
      agent: {
        ephemeral_id: node.beats.ephemeralId,
        hostname: node.hostname,
        id: node.beats.id,
        name: node.hostname,
        type: 'metricbeat',
        version: '7.12.1',
      },
      ecs: { version: '1.8.0' },
      event: { dataset, duration: duration(), module },
      fields: { cluster_id: sampleClusterId, node_id: node.id, node_role: node.role },
      host: { name: node.hostname, ...host },
      metricset: { name, period: Math.max(Math.round(seconds * 1000), 5000) },
      service: { type: module, ...service },
      ...fields,
    },
  }
}

/** What NGINX's stub_status says; counters since its start. */
export interface NginxStatus {
  time: number
  seconds: number
  accepts: number
  handled: number
  dropped: number
  requests: number
  /** requests since the status before */
  current: number
  active: number
  reading: number
  writing: number
  waiting: number
}

export function nginxStatuses(cluster: SampleCluster): NginxStatus[] {
  const dice = random(cluster.options.seed, 'stubstatus')
  const times = cluster.requests.map(({ time }) => time)
  const moments = nodeTicks(cluster)
  const atStart = dice.whole(200_000, 400_000)
  let dropped = 0
  let before = 0
  return moments.map((time, index) => {
    const requests = atStart + notAfter(times, time)
    const current = index === 0 ? 1 : requests - before
    before = requests
    // Several requests share a connection; few are dropped, and only under load.
    const accepts = Math.floor(requests * 0.6)
    if (current > 12 && dice.chance(0.1)) dropped += 1
    const waiting = cluster.activity.connections(time) + dice.whole(0, 2)
    const reading = dice.chance(0.1) ? 1 : 0
    const writing = 1 + (current > 6 ? 1 : 0)
    return {
      time,
      seconds: index === 0 ? 0 : (time - (moments[index - 1] ?? time)) / 1000,
      accepts,
      handled: accepts - dropped,
      dropped,
      requests,
      current,
      active: reading + writing + waiting,
      reading,
      writing,
      waiting,
    }
  })
}

function* nginx(cluster: SampleCluster): Generator<Sent> {
  const dice = random(cluster.options.seed, 'nginx metricset')
  for (const { time, seconds, ...counts } of nginxStatuses(cluster))
    yield asDocument(
      { node: cluster.master, time, seconds, duration: () => dice.whole(400_000, 2_500_000) },
      {
        module: 'nginx',
        name: 'stubstatus',
        dataset: 'nginx.stubstatus',
        fields: { nginx: { stubstatus: { hostname: '127.0.0.1:18080', ...counts } } },
        service: { address: 'http://127.0.0.1:18080/nginx_status' },
      },
    )
}
