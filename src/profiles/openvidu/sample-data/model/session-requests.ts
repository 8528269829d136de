import { random, type Random } from '../../../../sample-data/random.js'
import { answered, application, type Asked, type HttpRequest } from './http-request.js'
import type { SampleOptions } from './options.js'
import type { Session } from './sessions.js'

type Asks = (asked: Omit<Asked, 'client' | 'agent'>) => HttpRequest

/** What the application asks OpenVidu for on behalf of a session, and what its users ask. */
export function requestsOfSession(options: SampleOptions, session: Session, index: number): HttpRequest[] {
  const dice = random(options.seed, 'requests of session', index)
  const { sessionId, createdAt } = session
  const asks: Asks = (asked) => answered(dice, { ...application, ...asked })
  const made = asks({ time: createdAt, method: 'POST', uri: '/openvidu/api/sessions' })
  const again = asks({ time: createdAt + 900, method: 'POST', uri: '/openvidu/api/sessions', status: 409 })
  const connections = connectionRequests(session, dice, asks)
  const recordings = recordingRequests(session, asks)
  const close = asks({
    time: session.destroyedAt,
    method: 'DELETE',
    uri: '/openvidu/api/sessions/{sessionId}',
    path: `/openvidu/api/sessions/${sessionId}`,
    status: 204,
    bytes: 0,
  })
  const look = asks({
    time: session.destroyedAt + 2500,
    method: 'GET',
    uri: '/openvidu/api/sessions/{sessionId}',
    path: `/openvidu/api/sessions/${sessionId}`,
    status: 404,
  })
  const failed = asks({
    time: Math.round((createdAt + session.destroyedAt) / 2),
    method: 'POST',
    uri: '/openvidu/api/recordings/start',
    status: 500,
    exception: 'OpenViduException',
  })
  return [
    made,
    ...(dice.chance(0.12) ? [again] : []),
    ...connections,
    ...recordings,
    ...(session.reason === 'sessionClosedByServer' ? [close] : []),
    ...(dice.chance(0.15) ? [look] : []),
    ...(dice.chance(0.05) ? [failed] : []),
  ]
}

/** Each is made by the application, and used by its user. */
function connectionRequests({ sessionId, users }: Session, dice: Random, asks: Asks): HttpRequest[] {
  return users.flatMap((user) =>
    user.connections.flatMap((connection) => [
      asks({
        time: connection.createdAt - dice.whole(60, 180),
        method: 'POST',
        uri: '/openvidu/api/sessions/{sessionId}/connection',
        path: `/openvidu/api/sessions/${sessionId}/connection`,
      }),
      answered(dice, {
        time: connection.createdAt,
        method: 'GET',
        uri: '/openvidu',
        path: `/openvidu?sessionId=${sessionId}`,
        status: 101,
        client: user.address,
        agent: `Mozilla/5.0 (${user.platform})`,
        by: 'websocket',
      }),
    ]),
  )
}

function recordingRequests({ recordings }: Session, asks: Asks): HttpRequest[] {
  return recordings.flatMap((recording) => [
    asks({ time: recording.startTime, method: 'POST', uri: '/openvidu/api/recordings/start' }),
    ...(recording.reason === 'recordingStoppedByServer'
      ? [
          asks({
            time: recording.stoppedAt,
            method: 'POST',
            uri: '/openvidu/api/recordings/stop/{recordingId}',
            path: `/openvidu/api/recordings/stop/${recording.id}`,
          }),
        ]
      : []),
  ])
}
