import type { JsonObject } from '../../../../json.js'
import { sampleClusterId } from '../model/options.js'
import { endpointsOf, isClosed, type SampleCluster } from '../model/cluster.js'
import type { Session } from '../model/sessions.js'
import type { Sent } from '../../../../sample-data/document.js'
import { cdrEvents } from './cdr.js'
import { kmsEvents, networkQualityEvents, webrtcStatsEvents } from './media.js'
import { summariesOf } from './summaries.js'
import { webrtcDebugEvents } from './webrtc-debug.js'

/** An event of OpenVidu before it is told which cluster it belongs to. */
export interface Event {
  timestamp: number
  fields: JsonObject
}

/**
 * Everything that OpenVidu writes into its index `openvidu`. That index never rolls over, so a field that real events do not have
 * would stay in its mapping for ever: here are only fields that the index template names.
 */
export function* events(cluster: SampleCluster): Generator<Sent> {
  for (const session of cluster.sessions) {
    for (const { timestamp, fields } of eventsOf(cluster, session))
      yield {
        time: timestamp,
        index: 'openvidu',
        document: { ...fields, timestamp, cluster_id: sampleClusterId, master_node_id: cluster.master.id },
      }
    if (isClosed(cluster, session))
      for (const summary of summariesOf(cluster, session))
        yield { time: Number(summary['timestamp']), index: 'openvidu', document: summary }
  }
}

function* eventsOf(cluster: SampleCluster, session: Session): Generator<Event> {
  yield* cdrEvents(session)
  for (const context of endpointsOf(session)) {
    yield* webrtcDebugEvents(cluster, context)
    yield* kmsEvents(cluster, context)
    yield* networkQualityEvents(cluster, context)
    yield* webrtcStatsEvents(cluster, context)
  }
}
