import type { JsonObject } from '../../../../json.js'
import { sampleClusterId } from '../model/options.js'
import { endpointsOf, type EndpointOfSession, type SampleCluster } from '../model/cluster.js'
import type { Recording } from '../model/recordings.js'
import type { Session } from '../model/sessions.js'
import type { MediaEndpoint, User } from '../model/users.js'

/** Whole seconds from one moment to another, as OpenVidu counts durations. */
export const seconds = (from: number, to: number): number => Math.floor((to - from) / 1000)

/** What is known of the video of a stream; nothing of one that has only sound. */
export const videoOf = ({ source, framerate, width, height, video }: MediaEndpoint['media']): JsonObject =>
  video ? { videoSource: source, videoFramerate: framerate, videoDimensions: JSON.stringify({ width, height }) } : {}

const list = (content: JsonObject[]): JsonObject => ({ numberOfElements: content.length, content })

/**
 * What OpenVidu writes when a session is over: the summary of the session, which contains all others, and each of those once
 * more as an event of its own.
 */
export function summariesOf(cluster: SampleCluster, session: Session): JsonObject[] {
  const summary = summaryOf(cluster, session)
  const users = session.users.map((user) => userSummary(summary, user, session))
  const recordings = session.recordings.map((recording) => recordingSummary(summary, recording))
  const connections = session.users.flatMap((user) =>
    user.connections.map((connection) => connectionSummary(summary, { user, connection, session })),
  )
  const endpoints = endpointsOf(session).map((endpoint) => endpointSummary(summary, endpoint))
  return [
    sessionSummary(summary, session, { users, recordings }),
    ...users,
    ...connections,
    ...endpoints,
    ...recordings,
  ]
}

type Summary = (elastic_type: string, timestamp: number, fields: JsonObject) => JsonObject

const summaryOf =
  ({ master }: SampleCluster, { sessionId, uniqueSessionId, node }: Session): Summary =>
  (elastic_type, timestamp, fields) => ({
    elastic_type,
    sessionId,
    uniqueSessionId,
    ...fields,
    timestamp,
    cluster_id: sampleClusterId,
    master_node_id: master.id,
    media_node_id: node.id,
  })

const endpointSummary = (
  summary: Summary,
  { user, connection, endpoint }: Omit<EndpointOfSession, 'session'>,
): JsonObject =>
  summary(`${endpoint.kind}Summary`, endpoint.destroyedAt, {
    user: user.id,
    connectionId: connection.connectionId,
    streamId: endpoint.streamId,
    startTime: endpoint.createdAt,
    duration: seconds(endpoint.createdAt, endpoint.destroyedAt),
    reason: endpoint.reason,
    ...(endpoint.receivingFrom !== undefined && { receivingFrom: endpoint.receivingFrom }),
    ...videoOf(endpoint.media),
    audioEnabled: endpoint.media.audio,
    videoEnabled: endpoint.media.video,
  })

function connectionSummary(
  summary: Summary,
  { user, connection, session }: Omit<EndpointOfSession, 'endpoint'>,
): JsonObject {
  const summaries = (endpoints: MediaEndpoint[]) =>
    list(endpoints.map((endpoint) => endpointSummary(summary, { user, connection, endpoint })))
  return summary('connectionSummary', session.destroyedAt, {
    user: user.id,
    connectionId: connection.connectionId,
    createdAt: connection.createdAt,
    destroyedAt: connection.destroyedAt,
    duration: seconds(connection.createdAt, connection.destroyedAt),
    clientData: connection.clientData,
    serverData: '',
    reason: connection.reason,
    publishers: summaries(connection.publishers),
    subscribers: summaries(connection.subscribers),
  })
}

const userSummary = (summary: Summary, user: User, session: Session): JsonObject =>
  summary('userSummary', session.destroyedAt, {
    id: user.id,
    location: user.location,
    platform: user.platform,
    connections: list(user.connections.map((connection) => connectionSummary(summary, { user, connection, session }))),
  })

/** Without final size and duration: the documentation warns of that, and sends its readers to the CDR event. */
const recordingSummary = (summary: Summary, recording: Recording): JsonObject =>
  summary('recordingSummary', recording.stoppedAt, {
    id: recording.id,
    startTime: recording.startTime,
    duration: 0,
    reason: recording.reason,
    name: recording.name,
    outputMode: recording.outputMode,
    hasAudio: recording.hasAudio,
    hasVideo: recording.hasVideo,
    size: 0,
  })

const sessionSummary = (
  summary: Summary,
  { sessionId, createdAt, destroyedAt, reason }: Session,
  { users, recordings }: { users: JsonObject[]; recordings: JsonObject[] },
): JsonObject =>
  summary('sessionSummary', destroyedAt, {
    customSessionId: sessionId.startsWith('ses_') ? '' : sessionId,
    createdAt,
    destroyedAt,
    mediaMode: 'ROUTED',
    recordingMode: 'MANUAL',
    duration: seconds(createdAt, destroyedAt),
    reason,
    users: list(users),
    recordings: list(recordings),
  })
