import { random } from '../../../../sample-data/random.js'
import { lengthOf, startOf } from '../../../../sample-data/moments.js'
import type { SampleOptions } from './options.js'
import type { HttpRequest } from './http-request.js'
import type { Session } from './sessions.js'
import type { Connection, MediaEndpoint, User } from './users.js'

/** A line of the log of OpenVidu Server Pro. */
export interface ServerLogLine {
  time: number
  level: 'ERROR' | 'WARN' | 'INFO' | 'DEBUG' | 'TRACE'
  logger: string
  thread: string
  message: string
}

const from = {
  sessions: 'io.openvidu.server.kurento.core.KurentoSessionManager',
  participants: 'io.openvidu.server.kurento.core.KurentoParticipant',
  events: 'io.openvidu.server.kurento.core.KurentoParticipantEndpointConfig',
  rpc: 'io.openvidu.server.rpc.RpcHandler',
  rest: 'io.openvidu.server.rest.SessionRestController',
  recordings: 'io.openvidu.server.recording.service.RecordingManager',
  webhook: 'io.openvidu.server.webhook.CDRLoggerWebhook',
  nodes: 'io.openvidu.server.pro.infrastructure.metrics.MediaNodesCpuLoadCollectorService',
}

export function makeServerLog(options: SampleOptions, sessions: Session[], requests: HttpRequest[]): ServerLogLine[] {
  return [
    ...sessions.flatMap((session) => ofSession(session)),
    ...requests.flatMap((request) => ofRequest(request)),
    ...ofHouseKeeping(options),
    ...ofWebhook(options),
  ]
    .filter(({ time }) => time >= startOf(options) && time <= options.until)
    .sort((a, b) => a.time - b.time)
}

function line(time: number, level: ServerLogLine['level'], logger: string, message: string): ServerLogLine {
  return { time, level, logger, message, thread: logger === from.rest ? 'https-jsse-nio-5443-exec-3' : 'rpcHandler-2' }
}

function ofSession(session: Session): ServerLogLine[] {
  const { sessionId, node, createdAt, destroyedAt, reason } = session
  return [
    line(
      createdAt,
      'INFO',
      from.sessions,
      `New session ${sessionId} initialized in media node ${node.id}, ${node.address}`,
    ),
    ...session.users.flatMap((user) =>
      user.connections.flatMap((connection) => ofConnection(session, user, connection)),
    ),
    ...session.recordings.flatMap(({ id, startTime, stoppedAt, readyAt, size, reason: why }) => [
      line(startTime, 'INFO', from.recordings, `Recording started with id: ${id} of session ${sessionId}`),
      line(stoppedAt, 'INFO', from.recordings, `Stopping recording ${id} of session ${sessionId}. Reason: ${why}`),
      line(readyAt, 'INFO', from.recordings, `Recording ${id} is ready: ${size} bytes`),
    ]),
    line(destroyedAt, 'INFO', from.sessions, `Session '${sessionId}' removed and closed. Reason: ${reason}`),
  ]
}

function ofConnection({ sessionId }: Session, user: User, connection: Connection): ServerLogLine[] {
  const { connectionId, createdAt, destroyedAt, reason } = connection
  return [
    line(createdAt, 'INFO', from.rpc, `New connection ${connectionId} in session ${sessionId} from ${user.address}`),
    ...[...connection.publishers, ...connection.subscribers].flatMap((endpoint) => ofEndpoint(sessionId, endpoint)),
    ...(reason === 'networkDisconnect'
      ? [
          line(
            destroyedAt,
            'WARN',
            from.rpc,
            `Participant ${connectionId} of session ${sessionId} timed out: network failure`,
          ),
        ]
      : []),
    line(
      destroyedAt,
      'INFO',
      from.participants,
      `PARTICIPANT ${connectionId}: leaving session ${sessionId}, ${reason}`,
    ),
  ]
}

function ofEndpoint(
  sessionId: string,
  { kind, name, createdAt, destroyedAt, iceFailed }: MediaEndpoint,
): ServerLogLine[] {
  return [
    line(createdAt, 'INFO', from.participants, `New ${kind} ${name} in session ${sessionId}`),
    iceFailed
      ? line(
          Math.min(createdAt + 9000, destroyedAt),
          'ERROR',
          from.events,
          `ICE connection of ${name} (${kind}) failed in session ${sessionId}`,
        )
      : line(createdAt + 700, 'DEBUG', from.events, `Media is flowing for ${name} (${kind})`),
  ]
}

function ofRequest({ time, method, uri, path, status, exception, by }: HttpRequest): ServerLogLine[] {
  if (by !== 'server' || method === 'GET')
    return status === 503 ? [line(time, 'WARN', from.rest, `REST API: GET ${path} while busy`)] : []
  const asked = line(time, 'INFO', from.rest, `REST API: ${method} ${path} -> ${status}`)
  if (status >= 500)
    return [
      asked,
      line(time, 'ERROR', from.rest, `${exception} in ${method} ${uri}: the media node did not answer in time`),
    ]
  return status >= 400 ? [{ ...asked, level: 'WARN' }] : [asked]
}

/** The collector of CPU load says something now and then, and warns sometimes. */
function ofHouseKeeping(options: SampleOptions): ServerLogLine[] {
  const dice = random(options.seed, 'house keeping')
  const count = Math.round(30 * lengthOf(options) * options.scale)
  return Array.from({ length: count }, () => {
    const time = Math.round(dice.between(startOf(options), options.until))
    return dice.chance(0.08)
      ? line(time, 'WARN', from.nodes, 'The CPU load of a media node came late')
      : line(time, 'INFO', from.nodes, 'CPU load of all media nodes collected')
  })
}

/** Whoever listens to OpenVidu's webhook is too slow now and then: every ten minutes, so that there are errors wherever one looks. */
function ofWebhook(options: SampleOptions): ServerLogLine[] {
  const dice = random(options.seed, 'webhook')
  const step = 600_000 / Math.max(options.scale, 1)
  const count = Math.floor((options.until - startOf(options)) / step)
  return Array.from({ length: count }, (_, index) =>
    line(
      Math.round(startOf(options) + (index + dice.next()) * step),
      'ERROR',
      from.webhook,
      'Error sending webhook event: the endpoint did not answer in 4 seconds',
    ),
  )
}
