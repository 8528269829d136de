import type { JsonObject } from '../../../../json.js'
import { random } from '../../../../sample-data/random.js'
import { sampleClusterId } from '../model/options.js'
import type { SampleCluster } from '../model/cluster.js'
import type { Connection } from '../model/users.js'
import { day, iso, type Sent } from '../../../../sample-data/document.js'

/** The log of OpenVidu Server Pro, which sends it itself. */
export function* openviduLogs({ serverLog, master }: SampleCluster): Generator<Sent> {
  for (const { time, level, logger, thread, message } of serverLog)
    yield {
      time,
      index: `openvidu-logs-${day(time)}`,
      document: {
        '@timestamp': iso(time),
        level,
        logger,
        thread,
        message,
        cluster_id: sampleClusterId,
        node_id: master.id,
        node_role: master.role,
      },
    }
}

/** What openvidu-browser says in the clients, while OPENVIDU_BROWSER_LOGS is on. */
export function* browserLogs(cluster: SampleCluster): Generator<Sent> {
  const dice = random(cluster.options.seed, 'browser')
  for (const session of cluster.sessions)
    for (const user of session.users)
      for (const connection of user.connections)
        for (const { time, level, message } of linesOf(connection, () => dice.whole(20, 300)))
          yield {
            time,
            index: `openvidu-browser-logs-${day(time)}`,
            document: {
              timestamp: time,
              level,
              logger: connection.connectionId,
              message,
              sessionId: session.sessionId,
              uniqueSessionId: session.uniqueSessionId,
              connectionId: connection.connectionId,
              userId: user.id,
              cluster_id: sampleClusterId,
            } satisfies JsonObject,
          }
}

function linesOf(connection: Connection, delay: () => number): { time: number; level: string; message: string }[] {
  const { connectionId, createdAt, destroyedAt, reason } = connection
  const line = (time: number, level: string, message: string) => ({ time, level, message })
  return [
    line(createdAt + delay(), 'INFO', `'Session' has been joined as ${connectionId}`),
    ...connection.publishers.map(({ createdAt: time, iceFailed, streamId }) =>
      iceFailed
        ? line(
            time + 9100,
            'ERROR',
            `IceConnectionState of RTCPeerConnection ${streamId} (outbound) change to "failed"`,
          )
        : line(time + delay(), 'INFO', "'Publisher' successfully published to session"),
    ),
    ...connection.subscribers.map(({ createdAt: time, iceFailed, streamId }) =>
      iceFailed
        ? line(time + 9100, 'ERROR', `IceConnectionState of RTCPeerConnection ${streamId} (inbound) change to "failed"`)
        : line(time + delay(), 'DEBUG', `'Subscriber' (${streamId}) successfully subscribed`),
    ),
    ...(reason === 'networkDisconnect'
      ? [line(destroyedAt - 500, 'WARN', 'Websocket connection lost, reconnecting')]
      : []),
    line(destroyedAt, 'INFO', `'Session' has been left, reason: ${reason}`),
  ]
}
