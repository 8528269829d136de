import { random } from '../../../../sample-data/random.js'
import { connectionsOf, endpointsOf, type SampleCluster } from '../model/cluster.js'
import { ticks } from '../../../../sample-data/moments.js'
import type { SampleNode } from '../model/nodes.js'
import { iso, type Sent } from '../../../../sample-data/document.js'
import { containerSource, inOrder, readBy, type LogLine } from './filebeat.js'

/** The smaller services of the cluster, each in its container. */
export function* serviceLogs(cluster: SampleCluster): Generator<Sent> {
  yield* readBy(containerSource('filebeat-coturn', cluster.master), coturn(cluster))
  yield* readBy(containerSource('filebeat-redis', cluster.master), redis(cluster))
  yield* readBy(containerSource('filebeat-openvidu-recording', cluster.master), recording(cluster))
  for (const node of cluster.mediaNodes) {
    yield* readBy(containerSource('filebeat-media-node-controller', node), controller(cluster, node))
    yield* readBy(containerSource('filebeat-mediasoup', node), mediasoup(cluster, node))
  }
}

/** Users behind a strict firewall are relayed. */
function coturn({ options, sessions }: SampleCluster): LogLine[] {
  const dice = random(options.seed, 'coturn')
  return inOrder(
    sessions.flatMap((session) =>
      session.users.flatMap((user) =>
        user.connections.flatMap((connection): LogLine[] => {
          if (!dice.chance(0.35)) return []
          const id = `00${dice.whole(1, 9)}000000000${dice.whole(100000, 999999)}`
          const line = (time: number, text: string): LogLine => ({
            time,
            stream: 'stdout',
            message: `0: : session ${id}: ${text}`,
          })
          return [
            line(
              connection.createdAt + 200,
              `realm <openvidu> user <${dice.text(6)}>: incoming packet ALLOCATE processed, success`,
            ),
            line(connection.createdAt + 320, `peer ${session.node.address} lifetime updated: 300`),
            line(
              connection.destroyedAt,
              `closed (2nd stage), user <> realm <openvidu> origin <>, local 192.0.2.10:3478, remote ${user.address}:${dice.whole(20_000, 60_000)}, reason: allocation timeout`,
            ),
          ]
        }),
      ),
    ),
  )
}

/** TURN credentials live in Redis, which saves itself now and then. */
function redis({ options, sessions }: SampleCluster): LogLine[] {
  const dice = random(options.seed, 'redis')
  const saves = ticks(options, [{ within: Infinity, every: 900 }], options.scale).flatMap((time): LogLine[] => {
    const when = redisTime(time)
    const changes = sessions
      .flatMap(connectionsOf)
      .filter(({ createdAt }) => createdAt <= time && createdAt > time - 900_000)
    if (changes.length === 0) return []
    return [
      { time, stream: 'stdout', message: `1:M ${when} * ${changes.length} changes in 900 seconds. Saving...` },
      { time, stream: 'stdout', message: `1:M ${when} * Background saving started by pid ${dice.whole(20, 9000)}` },
      { time, stream: 'stdout', message: `1:M ${when} * Background saving terminated with success` },
    ]
  })
  return saves
}

function redisTime(time: number): string {
  const [, , date = '', month = '', year = '', clock = ''] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? []
  return `${date} ${month} ${year} ${clock}.${String(time % 1000).padStart(3, '0')}`
}

/** The container that composes a recording. */
function recording({ sessions }: SampleCluster): LogLine[] {
  return inOrder(
    sessions
      .flatMap(({ recordings }) => recordings)
      .filter(({ outputMode, hasVideo }) => outputMode === 'COMPOSED' && hasVideo)
      .flatMap(({ id, startTime, stoppedAt, duration, size }): LogLine[] => [
        { time: startTime, stream: 'stdout', message: `==== Loaded Environment Variables - Composed Recording ====` },
        { time: startTime, stream: 'stdout', message: `VIDEO_ID=${id} RESOLUTION=1280x720 FRAMERATE=25` },
        {
          time: startTime + 1200,
          stream: 'stderr',
          message: `Output #0, mp4, to '/recordings/${id}/${id}.mp4': Stream #0:0: Video: h264, 1280x720, 25 fps`,
        },
        {
          time: stoppedAt,
          stream: 'stderr',
          message: `video duration ${duration} s, file size ${size} bytes, exiting normally`,
        },
      ]),
  )
}

/** Tells every five minutes how the containers of its node are. */
function controller({ options, activity }: SampleCluster, node: SampleNode): LogLine[] {
  return ticks(options, [{ within: Infinity, every: 300 }], Math.min(options.scale, 1)).map((time) => ({
    time,
    stream: 'stdout',
    message: `[INFO] ${iso(time)} [MediaNodeController] - ${node.id}: kms running, ${activity.streams(time, node.id)} streams`,
  }))
}

/** In the edition with mediasoup: its transports. */
function mediasoup(cluster: SampleCluster, node: SampleNode): LogLine[] {
  return inOrder(
    cluster.sessions
      .filter((session) => session.node === node)
      .flatMap((session) => endpointsOf(session))
      .filter(({ endpoint }) => endpoint.kind === 'publisher')
      .map(({ session, endpoint }): LogLine => ({
        time: endpoint.createdAt,
        stream: endpoint.iceFailed ? 'stderr' : 'stdout',
        message: `mediasoup:${endpoint.iceFailed ? 'WARN' : 'INFO'}:WebRtcTransport ${endpoint.iceFailed ? 'ICE failed' : 'produce()'} [router:${session.sessionId}, stream:${endpoint.streamId}]`,
      })),
  )
}
