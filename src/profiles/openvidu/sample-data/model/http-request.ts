import { rounded, type Random } from '../../../../sample-data/random.js'

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

/** Typical milliseconds of an endpoint, where it is not a quick one. */
const slow: Record<string, number> = {
  'POST /openvidu/api/recordings/start': 1400,
  'POST /openvidu/api/recordings/stop/{recordingId}': 2300,
  'POST /openvidu/api/media-nodes': 2600,
  'GET /openvidu/api/media-nodes': 120,
  'GET /openvidu/elk/session-summary': 180,
  'DELETE /openvidu/api/sessions/{sessionId}': 90,
}

/** What a client asks; the rest is as usual. */
export type Asked = Pick<HttpRequest, 'time' | 'method' | 'uri' | 'client' | 'agent'> &
  Partial<Pick<HttpRequest, 'path' | 'status' | 'exception' | 'by' | 'bytes'>>

export function answered(dice: Random, asked: Asked): HttpRequest {
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

/** The application that uses OpenVidu. */
export const application = { client: '192.0.2.50', agent: 'openvidu-java-client/2.20.0' }

/** Spring's word for a status. */
export function outcomeOf(status: number): string {
  const words = ['UNKNOWN', 'INFORMATIONAL', 'SUCCESS', 'REDIRECTION', 'CLIENT_ERROR', 'SERVER_ERROR']
  return words[Math.floor(status / 100)] ?? 'UNKNOWN'
}
