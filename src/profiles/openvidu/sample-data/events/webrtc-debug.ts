import { hexDigits, lettersAndDigits, random, type Random } from '../../../../sample-data/random.js'
import type { EndpointOfSession, SampleCluster } from '../model/cluster.js'
import type { MediaEndpoint } from '../model/users.js'
import { endpointFields } from './media.js'
import type { Event } from './events.js'

/** The negotiation of an endpoint: one side offers, the other answers. A browser that publishes offers; to one that subscribes OpenVidu offers. */
export function* webrtcDebugEvents(cluster: SampleCluster, context: EndpointOfSession): Generator<Event> {
  const { endpoint } = context
  const dice = random(cluster.options.seed, 'sdp', endpoint.name, endpoint.createdAt)
  const publisher = endpoint.kind === 'publisher'
  const debug = (issuer: 'client' | 'server', type: 'sdpOffer' | 'sdpAnswer', timestamp: number): Event => {
    // Who publishes only sends; who subscribes only receives.
    const direction = publisher === (issuer === 'client') ? 'sendonly' : 'recvonly'
    const content = sessionDescription(dice, endpoint, issuer, direction)
    const operation = publisher ? 'publish' : 'subscribe'
    return {
      timestamp,
      fields: { ...endpointFields('webrtcDebug', context), issuer, operation, type, content },
    }
  }
  const [offers, answers] = publisher ? (['client', 'server'] as const) : (['server', 'client'] as const)
  yield debug(offers, 'sdpOffer', endpoint.createdAt)
  yield debug(answers, 'sdpAnswer', endpoint.createdAt + 60)
}

/** Kurento has Opus and VP8; a browser offers what it can (RFC 8866, RFC 8839, RFC 8122). */
const codecs = {
  audio: { client: ['111 opus/48000/2', '9 G722/8000', '0 PCMU/8000'], server: ['111 opus/48000/2'] },
  video: { client: ['96 VP8/90000', '98 VP9/90000', '102 H264/90000'], server: ['96 VP8/90000'] },
}

function sessionDescription(
  dice: Random,
  endpoint: MediaEndpoint,
  issuer: 'client' | 'server',
  direction: 'sendonly' | 'recvonly',
): string {
  const media = (['audio', 'video'] as const).filter((kind) => endpoint.media[kind])
  const address = issuer === 'client' ? '203.0.113.7' : '198.51.100.10'
  const fingerprint = Array.from({ length: 32 }, () => dice.text(2, hexDigits)).join(':')
  const lines = media.flatMap((kind, index) => [
    `m=${kind} ${dice.whole(32_768, 60_999)} UDP/TLS/RTP/SAVPF ${codecs[kind][issuer].map((codec) => codec.split(' ')[0]).join(' ')}`,
    `c=IN IP4 ${address}`,
    `a=rtcp:9 IN IP4 0.0.0.0`,
    `a=candidate:1 1 UDP 2015363327 ${address} ${dice.whole(32_768, 60_999)} typ host`,
    `a=ice-ufrag:${dice.text(4, lettersAndDigits)}`,
    `a=ice-pwd:${dice.text(22, lettersAndDigits)}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    `a=setup:${direction === 'sendonly' ? 'actpass' : 'active'}`,
    `a=mid:${index}`,
    `a=${direction}`,
    'a=rtcp-mux',
    ...codecs[kind][issuer].map((codec) => `a=rtpmap:${codec}`),
    `a=ssrc:${dice.whole(1e8, 4e9)} cname:${dice.text(16, lettersAndDigits)}`,
  ])
  return [
    'v=0',
    `o=- ${dice.whole(1e15, 8e15)} 2 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${media.map((_, index) => index).join(' ')}`,
    ...lines,
    '',
  ].join('\r\n')
}
