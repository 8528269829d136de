import { random } from '../../../../sample-data/random.js'
import type { SampleCluster } from '../model/cluster.js'
import type { HttpRequest } from '../model/http-request.js'
import type { Sent } from '../../../../sample-data/document.js'
import { containerSource, readBy, type LogLine } from './filebeat.js'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** One access line for each request of the model, in NGINX's format "combined", and an error line where it got no answer. */
export function* nginxLogs(cluster: SampleCluster): Generator<Sent> {
  const dice = random(cluster.options.seed, 'nginx')
  const lines = cluster.requests.flatMap((request): LogLine[] => {
    const access: LogLine = { time: request.time, message: accessLine(request), stream: 'stdout' }
    return request.status < 502 ? [access] : [access, errorLine(request, dice.whole(1, 99_999))]
  })
  yield* readBy(containerSource('filebeat-nginx', cluster.master), lines)
}

function accessLine({ time, method, path, status, bytes, client, agent }: HttpRequest): string {
  const date = new Date(time)
  const clock = date.toISOString().slice(11, 19)
  const day = `${String(date.getUTCDate()).padStart(2, '0')}/${months[date.getUTCMonth()] ?? ''}/${date.getUTCFullYear()}`
  return `${client} - - [${day}:${clock} +0000] "${method} ${path} HTTP/1.1" ${status} ${bytes} "-" "${agent}"`
}

function errorLine({ time, method, path, client }: HttpRequest, connection: number): LogLine {
  const when = new Date(time).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')
  return {
    time,
    stream: 'stderr',
    message: `${when} [error] 31#31: *${connection} connect() failed (111: Connection refused) while connecting to upstream, client: ${client}, server: openvidu.example.com, request: "${method} ${path} HTTP/1.1", upstream: "https://127.0.0.1:5443${path}", host: "openvidu.example.com"`,
  }
}
