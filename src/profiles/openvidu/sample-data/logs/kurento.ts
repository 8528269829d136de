import { random, type Random } from '../../../../sample-data/random.js'
import { endpointsOf, type EndpointOfSession, type SampleCluster } from '../model/cluster.js'
import type { SampleNode } from '../model/nodes.js'
import type { Session } from '../model/sessions.js'
import { iceOf } from '../model/webrtc.js'
import type { Sent } from '../../../../sample-data/document.js'
import { inOrder, readBy, type LogLine } from './filebeat.js'

interface KurentoLine {
  time: number
  level: 'ERROR' | 'WARN' | 'INFO' | 'DEBUG'
  category: string
  place: string
  message: string
  thread: string
}

/** Kurento's log on every media node: pipelines and endpoints that come and go, ICE that fails, now and then a line that has no header. */
export function* kurentoLogs(cluster: SampleCluster): Generator<Sent> {
  for (const [index, node] of cluster.mediaNodes.entries()) {
    const lines = cluster.sessions
      .filter((session) => session.node === node)
      .flatMap((session) => [...ofSession(cluster, session)])
    const written = inOrder(lines).map((line): LogLine => ({
      time: line.time,
      message: line.category === '' ? line.message : headed(node, line, index),
    }))
    yield* readBy(
      {
        prefix: 'filebeat-kurento',
        node,
        pipeline: 'kurento-pipeline',
        fields: { input: { type: 'log' }, ip: node.address, 'kurento-media-server': true },
        path: '/opt/openvidu/kurento-logs/media-server.log',
      },
      written,
    )
  }
}

/** Odd nodes write the time since Kurento's start, the others ISO 8601: both are in use, and the pipeline takes both. */
function headed(
  node: SampleNode,
  { time, level, category, place, message, thread }: KurentoLine,
  index: number,
): string {
  const when = index % 2 === 0 ? elapsed(time - node.bootedAt) : new Date(time).toISOString().replace('Z', '000')
  return `${when}     1 ${thread} ${level.padEnd(7)} ${category} ${place} ${message}`
}

function elapsed(milliseconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const fraction = `${String(milliseconds % 1000).padStart(3, '0')}000000`
  return `${Math.floor(milliseconds / 3_600_000)}:${two((milliseconds / 60_000) % 60)}:${two((milliseconds / 1000) % 60)}.${fraction}`
}

function* ofSession(cluster: SampleCluster, session: Session): Generator<KurentoLine> {
  const dice = random(cluster.options.seed, 'kurento', session.uniqueSessionId)
  const pipeline = `${dice.uuid()}_kurento.MediaPipeline`
  const write = writer(dice)
  yield write.info(
    session.createdAt,
    'KurentoMediaPipelineImpl',
    'MediaPipelineImpl.cpp:42:MediaPipelineImpl()',
    `Created ${pipeline}`,
  )
  for (const context of endpointsOf(session)) yield* ofEndpoint(cluster, context, pipeline, { dice, write })
  yield write.info(
    session.destroyedAt,
    'KurentoMediaPipelineImpl',
    'MediaPipelineImpl.cpp:58:~MediaPipelineImpl()',
    `Released ${pipeline}`,
  )
}

/** From its offer until ICE has connected it, or given up. */
function* ofEndpoint(
  cluster: SampleCluster,
  context: EndpointOfSession,
  pipeline: string,
  { dice, write }: { dice: Random; write: Writer },
): Generator<KurentoLine> {
  const element = `${pipeline}/${dice.uuid()}_kurento.WebRtcEndpoint`
  const { endpoint } = context
  const { gatheringDone, connected, failed } = iceOf(cluster, context)
  const at = (milliseconds: number): number => endpoint.createdAt + milliseconds
  yield write.info(
    endpoint.createdAt,
    'KurentoWebRtcEndpointImpl',
    'WebRtcEndpointImpl.cpp:1045:generateOffer()',
    `${element} created`,
  )
  yield write.debug(
    at(gatheringDone),
    'KurentoWebRtcEndpointImpl',
    'WebRtcEndpointImpl.cpp:381:onIceGatheringDone()',
    `[IceGatheringDone] ${element}`,
  )
  if (connected !== undefined)
    yield write.info(
      at(connected.connected),
      'KurentoWebRtcEndpointImpl',
      'WebRtcEndpointImpl.cpp:404:onIceComponentStateChanged()',
      `[IceComponentStateChanged] ${element} state: CONNECTED`,
    )
  if (failed !== undefined) {
    yield write.warn(
      at(failed),
      'KurentoWebRtcEndpointImpl',
      'WebRtcEndpointImpl.cpp:404:onIceComponentStateChanged()',
      `[IceComponentStateChanged] ${element} state: FAILED`,
    )
    yield write.error(
      at(failed),
      'webrtcendpoint',
      'kmswebrtcsession.c:1130:kms_webrtc_session_sctp_association_established:<kmswebrtcendpoint0>',
      'Stop SCTP',
    )
    if (dice.chance(0.3)) yield write.bare(at(failed), 'g_source_remove: assertion tag > 0 failed')
  }
  if (context.connection.quality <= 3)
    yield write.warn(
      at(4000),
      'kmsremb',
      'kmsremb.c:275:kms_remb_local_update:<kmswebrtcsession>',
      `REMB goes down, packets are lost on ${element}`,
    )
}

type Writer = ReturnType<typeof writer>

function writer(dice: Random) {
  const thread = `0x7f2b4c00${dice.text(4, '0123456789abcdef')}`
  const of =
    (level: KurentoLine['level']) =>
    (time: number, category: string, place: string, message: string): KurentoLine => ({
      time,
      level,
      category,
      place,
      message,
      thread,
    })
  return {
    error: of('ERROR'),
    warn: of('WARN'),
    info: of('INFO'),
    debug: of('DEBUG'),
    /** without a header, as libraries write */
    bare: (time: number, message: string): KurentoLine => ({
      time,
      level: 'WARN',
      category: '',
      place: '',
      message,
      thread,
    }),
  }
}
