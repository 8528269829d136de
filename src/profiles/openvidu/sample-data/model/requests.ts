import { random, rounded, type Random } from '../../../../sample-data/random.js'
import { busyness, lengthOf, startOf } from '../../../../sample-data/moments.js'
import type { SampleOptions } from './options.js'
import type { Session } from './sessions.js'
import { people } from './people.js'

/** A request that reached NGINX. */
export interface HttpRequest {
  /** epoch milliseconds, when it was answered */
  time: number
  method: 'GET' | 'POST' | 'DELETE' | 'PUT'
  /** as Spring's meters name it: with `{placeholders}` */
  uri: string
  /** as the client asked */
  path: string
  status: number
  /** bytes of the answer */
  bytes: number
  milliseconds: number
  /** address of the client */
  client: string
  agent: string
  /** what OpenVidu Server had to say in its defence, as Spring's meters name it */
  exception: string
  /** who answered: OpenVidu Server (and its meters count it), NGINX itself, or a WebSocket that OpenVidu Server keeps open */
  by: 'server' | 'nginx' | 'websocket'
}

const application = { client: '192.0.2.50', agent: 'openvidu-java-client/2.20.0' }
const inspector = { client: '192.0.2.60', agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/88.0.4324.182 Safari/537.36' }
const stranger = { client: '192.0.2.200', agent: 'Mozilla/5.0 zgrab/0.x' }

/** Typical milliseconds of an endpoint, where it is not a quick one. */
const slow: Record<string, number> = {
  'POST /openvidu/api/recordings/start': 1400,
  'POST /openvidu/api/recordings/stop/{recordingId}': 2300,
  'POST /openvidu/api/media-nodes': 2600,
  'GET /openvidu/api/media-nodes': 120,
  'GET /openvidu/elk/session-summary': 180,
  'DELETE /openvidu/api/sessions/{sessionId}': 90,
}

export function makeRequests(options: SampleOptions, sessions: Session[]): HttpRequest[] {
  const from = startOf(options)
  return [
    ...sessions.flatMap((session, index) => ofSession(options, session, index)),
    ...ofOperators(options),
    ...ofStrangers(options),
  ]
    .filter(({ time }) => time >= from && time <= options.until)
    .sort((a, b) => a.time - b.time)
}

type Asked = Pick<HttpRequest, 'time' | 'method' | 'uri' | 'client' | 'agent'> &
  Partial<Pick<HttpRequest, 'path' | 'status' | 'exception' | 'by' | 'bytes'>>

function answered(dice: Random, asked: Asked): HttpRequest {
  const typical = slow[`${asked.method} ${asked.uri}`] ?? 14
  return {
    path: asked.uri,
    status: 200,
    exception: 'None',
    by: 'server',
    bytes: dice.whole(80, 900),
    milliseconds: rounded(typical * dice.between(0.6, 1.9), 3),
    ...asked,
  }
}

/** What the application asks OpenVidu for on behalf of a session, and what its users ask. */
function ofSession(options: SampleOptions, session: Session, index: number): HttpRequest[] {
  const dice = random(options.seed, 'requests of session', index)
  const { sessionId, createdAt } = session
  const asks = (asked: Omit<Asked, 'client' | 'agent'>): HttpRequest => answered(dice, { ...application, ...asked })
  const made = asks({ time: createdAt, method: 'POST', uri: '/openvidu/api/sessions' })
  const again = asks({ time: createdAt + 900, method: 'POST', uri: '/openvidu/api/sessions', status: 409 })
  const connections = session.users.flatMap((user) =>
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
  const recordings = session.recordings.flatMap((recording) => [
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

/** What asks again and again: a monitor, and OpenVidu Inspector when someone has it open. */
function ofOperators(options: SampleOptions): HttpRequest[] {
  const dice = random(options.seed, 'requests of operators')
  const every = (seconds: number, asked: (time: number) => Asked): HttpRequest[] => {
    const step = (seconds * 1000) / options.scale
    const count = Math.floor((options.until - startOf(options)) / step)
    return Array.from({ length: count }, (_, index) => {
      const time = Math.round(startOf(options) + (index + dice.between(0.2, 0.8)) * step)
      return answered(dice, asked(time))
    })
  }
  return [
    ...every(30, (time) => ({ ...application, time, method: 'GET', uri: '/openvidu/api/sessions' })),
    ...every(60, (time) => ({ ...inspector, time, method: 'GET', uri: '/openvidu/api/media-nodes' })),
    ...every(300, (time) => ({ ...inspector, time, method: 'GET', uri: '/openvidu/api/recordings' })),
    ...every(600, (time) => ({ ...inspector, time, method: 'GET', uri: '/openvidu/api/config' })),
    ...every(900, (time) => ({ ...inspector, time, method: 'GET', uri: '/openvidu/elk/session-summary' })),
    ...every(2700, (time) => ({ ...inspector, time, method: 'POST', uri: '/openvidu/inspector-api/login' })),
    ...every(7200, (time) => ({
      ...inspector,
      time,
      method: 'POST',
      uri: '/openvidu/inspector-api/login',
      status: 401,
    })),
    ...every(10_800, (time) => ({
      ...inspector,
      time,
      method: 'POST',
      uri: '/openvidu/api/media-nodes',
      status: 500,
      exception: 'IllegalStateException',
    })),
    ...every(1800, (time) => ({
      ...application,
      time,
      method: 'GET',
      uri: '/openvidu/api/sessions',
      status: 503,
      exception: 'None',
    })),
    ...every(120, (time) => ({
      ...inspector,
      time,
      method: 'GET',
      uri: '/inspector/',
      status: 304,
      bytes: 0,
      by: 'nginx',
    })),
  ]
}

/** What NGINX answers itself: pages for the users, and those who try their luck. */
function ofStrangers(options: SampleOptions): HttpRequest[] {
  const dice = random(options.seed, 'requests of strangers')
  const count = Math.round(100 * lengthOf(options) * options.scale)
  return Array.from({ length: count }, () => {
    const time = Math.round(dice.between(startOf(options), options.until))
    const user = dice.pick(people)
    const visit = {
      client: user.address,
      agent: `Mozilla/5.0 (${user.platform})`,
      time,
      method: 'GET',
      by: 'nginx',
    } as const
    if (dice.next() > busyness(options, time))
      return answered(dice, {
        ...visit,
        ...stranger,
        uri: dice.pick(['/wp-login.php', '/.git/config', '/admin']),
        status: 404,
      })
    const uri = dice.pick(['/', '/styles.css', '/main.js', '/assets/logo.png'])
    return answered(dice, { ...visit, uri, bytes: dice.whole(2000, 90_000), status: dice.chance(0.3) ? 304 : 200 })
  })
}

/** Spring's word for a status. */
export function outcomeOf(status: number): string {
  const words = ['UNKNOWN', 'INFORMATIONAL', 'SUCCESS', 'REDIRECTION', 'CLIENT_ERROR', 'SERVER_ERROR']
  return words[Math.floor(status / 100)] ?? 'UNKNOWN'
}
