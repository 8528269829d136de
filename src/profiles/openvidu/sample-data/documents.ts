import type { SampleCluster } from './model/cluster.js'
import type { SampleOptions } from './model/options.js'
import type { SampleDocument, Sent } from '../../../sample-data/document.js'
import { events } from './events/events.js'
import { loadtest } from './loadtest.js'
import { numbered } from '../../../sample-data/numbered.js'
import { kurentoLogs } from './logs/kurento.js'
import { nginxLogs } from './logs/nginx.js'
import { browserLogs, openviduLogs } from './logs/openvidu.js'
import { serviceLogs } from './logs/services.js'
import { metricbeat } from './metrics/metricbeat.js'
import { serverMetrics } from './metrics/server-metrics.js'
import { sessionMetrics } from './metrics/session-metrics.js'
import { makeCluster } from './model/cluster.js'

/** Goes up when the same options give other documents. */
export const format = 4

type Sender = (cluster: SampleCluster) => Iterable<Sent>

/** Everyone who writes into the stack. */
export const senders: Sender[] = [
  events,
  openviduLogs,
  browserLogs,
  kurentoLogs,
  nginxLogs,
  serviceLogs,
  serverMetrics,
  sessionMetrics,
  metricbeat,
  loadtest,
]

/** Every document of the sample data. */
export function sampleDocuments(cluster: SampleCluster): Generator<SampleDocument> {
  const { beats: variant, ...options } = cluster.options
  return numbered({ ...options, variant }, format, everythingSent(cluster))
}

function* everythingSent(cluster: SampleCluster): Generator<Sent> {
  for (const send of senders) yield* send(cluster)
}

export const sampleData = (options: SampleOptions): Generator<SampleDocument> => sampleDocuments(makeCluster(options))
