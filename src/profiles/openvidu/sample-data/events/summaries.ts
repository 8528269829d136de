import type { JsonObject } from '../../../../json.js'
import { sampleClusterId } from '../model/options.js'
import type { SampleCluster } from '../model/cluster.js'
import type { Recording } from '../model/recordings.js'
import type { Connection, MediaEndpoint, Session, User } from '../model/sessions.js'

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
  const write = writer(cluster, session)
  const users = session.users.map((user) => write.user(user))
  const recordings = session.recordings.map((recording) => write.recording(recording))
  const connections = session.users.flatMap((user) =>
    user.connections.map((connection) => write.connection(user, connection)),
  )
  const endpoints = session.users.flatMap((user) =>
    user.connections.flatMap((connection) =>
      [...connection.publishers, ...connection.subscribers].map((endpoint) =>
        write.endpoint(user, connection, endpoint),
      ),
    ),
  )
  return [write.session(users, recordings), ...users, ...connections, ...endpoints, ...recordings]
}

function writer({ master }: SampleCluster, session: Session) {
  const { sessionId, uniqueSessionId, node, createdAt, destroyedAt } = session
  const summary = (elastic_type: string, timestamp: number, fields: JsonObject): JsonObject => ({
    elastic_type,
    sessionId,
    uniqueSessionId,
    ...fields,
    timestamp,
    cluster_id: sampleClusterId,
    master_node_id: master.id,
    media_node_id: node.id,
  })

  const writeEndpoint = (user: User, { connectionId }: Connection, endpoint: MediaEndpoint): JsonObject =>
    summary(`${endpoint.kind}Summary`, endpoint.destroyedAt, {
      user: user.id,
      connectionId,
      streamId: endpoint.streamId,
      startTime: endpoint.createdAt,
      duration: seconds(endpoint.createdAt, endpoint.destroyedAt),
      reason: endpoint.reason,
      ...(endpoint.receivingFrom !== undefined && { receivingFrom: endpoint.receivingFrom }),
      ...videoOf(endpoint.media),
      audioEnabled: endpoint.media.audio,
      videoEnabled: endpoint.media.video,
    })

  const writeConnection = (user: User, connection: Connection): JsonObject =>
    summary('connectionSummary', destroyedAt, {
      user: user.id,
      connectionId: connection.connectionId,
      createdAt: connection.createdAt,
      destroyedAt: connection.destroyedAt,
      duration: seconds(connection.createdAt, connection.destroyedAt),
      clientData: connection.clientData,
      serverData: '',
      reason: connection.reason,
      publishers: list(connection.publishers.map((endpoint) => writeEndpoint(user, connection, endpoint))),
      subscribers: list(connection.subscribers.map((endpoint) => writeEndpoint(user, connection, endpoint))),
    })

  return {
    endpoint: writeEndpoint,
    connection: writeConnection,
    user: (user: User): JsonObject =>
      summary('userSummary', destroyedAt, {
        id: user.id,
        location: user.location,
        platform: user.platform,
        connections: list(user.connections.map((connection) => writeConnection(user, connection))),
      }),
    // Without final size and duration: the documentation warns of that, and sends its readers to the CDR event.
    recording: (recording: Recording): JsonObject =>
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
      }),
    session: (users: JsonObject[], recordings: JsonObject[]): JsonObject =>
      summary('sessionSummary', destroyedAt, {
        customSessionId: sessionId.startsWith('ses_') ? '' : sessionId,
        createdAt,
        destroyedAt,
        mediaMode: 'ROUTED',
        recordingMode: 'MANUAL',
        duration: seconds(createdAt, destroyedAt),
        reason: session.reason,
        users: list(users),
        recordings: list(recordings),
      }),
  }
}
