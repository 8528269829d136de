import type { JsonObject } from '../../../../json.js'
import { connectionsOf } from '../model/cluster.js'
import type { Recording } from '../model/recordings.js'
import type { Session } from '../model/sessions.js'
import type { Connection, MediaEndpoint, User } from '../model/users.js'
import type { Event } from './events.js'
import { seconds, videoOf } from './summaries.js'

type Ended = Pick<Session | Connection | MediaEndpoint, 'createdAt' | 'destroyedAt' | 'reason'>

/** The events of OpenVidu's CDR: what began and ended, with the fields that its documentation lists. */
export function* cdrEvents(session: Session): Generator<Event> {
  const { sessionId, uniqueSessionId } = session
  const cdr = (event: string, timestamp: number, fields: JsonObject): Event => ({
    timestamp,
    fields: { elastic_type: 'cdr', sessionId, uniqueSessionId, event, ...fields },
  })
  const ended = (event: string, { createdAt, destroyedAt, reason }: Ended, fields: JsonObject): Event =>
    cdr(event, destroyedAt, { ...fields, reason, startTime: createdAt, duration: seconds(createdAt, destroyedAt) })

  yield cdr('sessionCreated', session.createdAt, {})
  for (const user of session.users)
    for (const connection of user.connections) {
      const participant = participantOf(user, connection)
      yield cdr('participantJoined', connection.createdAt, participant)
      for (const endpoint of [...connection.publishers, ...connection.subscribers]) {
        const fields = webrtcConnectionOf(connection, endpoint)
        yield cdr('webrtcConnectionCreated', endpoint.createdAt, fields)
        yield ended('webrtcConnectionDestroyed', endpoint, fields)
      }
      yield ended('participantLeft', connection, participant)
    }
  for (const recording of session.recordings)
    for (const { timestamp, fields } of statusChanges(recording)) yield cdr('recordingStatusChanged', timestamp, fields)
  if (connectionsOf(session).length > 0) yield ended('sessionDestroyed', session, {})
}

function participantOf(user: User, { connectionId, clientData }: Connection): JsonObject {
  return {
    participantId: connectionId,
    connectionId,
    location: user.location,
    platform: user.platform,
    clientData,
    serverData: '',
  }
}

function webrtcConnectionOf({ connectionId }: Connection, endpoint: MediaEndpoint): JsonObject {
  const { kind, streamId, receivingFrom, media } = endpoint
  return {
    streamId,
    participantId: connectionId,
    connectionId,
    connection: kind === 'publisher' ? 'OUTBOUND' : 'INBOUND',
    ...(receivingFrom !== undefined && { receivingFrom }),
    ...videoOf(media),
    audioEnabled: media.audio,
    videoEnabled: media.video,
  }
}

/** Size and duration are final only when the status is `ready`. */
function statusChanges(recording: Recording): Event[] {
  const { id, name, outputMode, hasAudio, hasVideo, startTime, stoppedAt, readyAt, reason, size, duration } = recording
  const composed = outputMode === 'COMPOSED' && hasVideo
  const common = {
    startTime,
    id,
    name,
    outputMode,
    ...(composed && { resolution: '1280x720', recordingLayout: 'BEST_FIT' }),
    hasAudio,
    hasVideo,
  }
  const unfinished = { ...common, size: 0, duration: 0 }
  return [
    { timestamp: startTime, fields: { ...unfinished, status: 'started' } },
    { timestamp: stoppedAt, fields: { ...unfinished, status: 'stopped', reason } },
    { timestamp: readyAt, fields: { ...common, size, duration, status: 'ready', reason } },
  ]
}
