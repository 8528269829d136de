import type { JsonObject } from '../../../../json.js'
import { ecsOf } from '../beats.js'
import { random } from '../../../../sample-data/random.js'
import { sampleClusterId } from '../model/options.js'
import type { SampleCluster } from '../model/cluster.js'
import { nodeMeasures, type NodeMeasure } from '../model/measures.js'
import { nginxStatuses } from '../model/nginx.js'
import type { SampleNode } from '../model/nodes.js'
import { day, iso, type Sent } from '../../../../sample-data/document.js'
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

/** As Metricbeat sends it with OpenVidu's modules: `system` on every node, `nginx` on the master. */
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
    index: `metricbeat-${node.beats.version}-${day(time)}`,
    document: {
      '@timestamp': iso(time),
      agent: {
        ephemeral_id: node.beats.ephemeralId,
        hostname: node.hostname,
        id: node.beats.id,
        name: node.hostname,
        type: 'metricbeat',
        version: node.beats.version,
      },
      ecs: { version: ecsOf[node.beats.version] },
      event: { dataset, duration: duration(), module },
      fields: { cluster_id: sampleClusterId, node_id: node.id, node_role: node.role },
      host: { name: node.hostname, ...host },
      metricset: { name, period: Math.max(Math.round(seconds * 1000), 5000) },
      service: { type: module, ...service },
      ...fields,
    },
  }
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
