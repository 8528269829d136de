import type { JsonObject } from '../../../../json.js'
import type { EndpointOfSession, SampleCluster } from '../model/cluster.js'
import { iceOf, qualityChangesOf, statisticsOf } from '../model/webrtc.js'
import type { Event } from './events.js'

/** Whose endpoint it is: what events of WebRTC begin with. */
export function endpointFields(
  elastic_type: string,
  { session, user, connection, endpoint }: EndpointOfSession,
): JsonObject {
  return {
    elastic_type,
    sessionId: session.sessionId,
    uniqueSessionId: session.uniqueSessionId,
    user: user.id,
    connectionId: connection.connectionId,
    endpoint: endpoint.name,
  }
}

/** Events of Kurento Media Server: the states of ICE, then the media that begin to flow. */
export function* kmsEvents(cluster: SampleCluster, context: EndpointOfSession): Generator<Event> {
  const { endpoint } = context
  const kms = (type: string, milliseconds: number, fields: JsonObject = {}): Event => ({
    timestamp: endpoint.createdAt + milliseconds,
    fields: { ...endpointFields('kms', context), type, ...fields, msSinceEndpointCreation: milliseconds },
  })
  const state = (name: string, milliseconds: number): Event =>
    kms('IceComponentStateChange', milliseconds, { state: name })
  const { gatheringDone, connected, failed } = iceOf(cluster, context)
  yield state('GATHERING', 3)
  yield kms('IceGatheringDone', gatheringDone)
  yield state('CONNECTING', Math.min(gatheringDone, 40))
  if (failed !== undefined) yield state('FAILED', failed)
  if (connected === undefined) return
  yield kms('NewCandidatePairSelected', connected.pairSelected)
  yield state('CONNECTED', connected.connected)
  yield state('READY', connected.ready)
  const flow = endpoint.kind === 'publisher' ? 'MediaFlowInStateChange' : 'MediaFlowOutStateChange'
  for (const mediaType of ['audio', 'video'] as const)
    if (endpoint.media[mediaType])
      yield kms(flow, connected.flowing, { state: 'FLOWING', padName: 'default', mediaType: mediaType.toUpperCase() })
}

/** What a publisher sends reaches the media node, so Kurento counts what it receives; with a subscriber it is the other way round. */
export function* webrtcStatsEvents(cluster: SampleCluster, context: EndpointOfSession): Generator<Event> {
  const publisher = context.endpoint.kind === 'publisher'
  for (const statistics of statisticsOf(cluster, context)) {
    const { time, mediaType, packets, bytes, jitter, roundTripTime, targetBitrate, packetsLost, fractionLost, remb } =
      statistics
    yield {
      timestamp: time,
      fields: {
        ...endpointFields('webrtcStats', context),
        mediaType,
        ...(publisher
          ? { jitter, bytesReceived: bytes, packetsReceived: packets }
          : { roundTripTime, targetBitrate, bytesSent: bytes, packetsSent: packets }),
        packetsLost,
        fractionLost,
        remb,
        firCount: statistics.firCount,
        pliCount: statistics.pliCount,
        nackCount: statistics.nackCount,
        sliCount: 0,
      },
    }
  }
}

export function* networkQualityEvents(cluster: SampleCluster, context: EndpointOfSession): Generator<Event> {
  const { sessionId, uniqueSessionId } = context.session
  for (const { time, oldValue, newValue } of qualityChangesOf(cluster, context))
    yield {
      timestamp: time,
      fields: {
        elastic_type: 'networkQualityStats',
        sessionId,
        uniqueSessionId,
        connectionId: context.connection.connectionId,
        newValue,
        oldValue,
      },
    }
}
