import type { SampleCluster } from './model/cluster.js'
import type { SampleOptions } from './model/options.js'
import type { SampleDocument, Sent } from '../../../sample-data/document.js'
import { events } from './events/events.js'
import { loadtest } from './loadtest.js'
import { loadIdOf } from '../../../sample-data/load-id.js'
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

/**
 * Every document of the sample data, one after the other, made when it is asked for. The same options give the same
 * documents with the same ids, byte for byte; none lies outside the time that the options name.
 */
export function* sampleDocuments(cluster: SampleCluster): Generator<SampleDocument> {
  const { beats: variant, ...options } = cluster.options
  const load = loadIdOf({ ...options, variant }, format)
  let number = 0
  for (const send of senders)
    for (const sent of send(cluster)) {
      if (sent.time < cluster.from || sent.time > cluster.until) continue
      yield { ...sent, id: `${load}_${number.toString(36)}` }
      number += 1
    }
}

export const sampleData = (options: SampleOptions): Generator<SampleDocument> => sampleDocuments(makeCluster(options))
