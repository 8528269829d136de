import type { JsonObject } from '../../../../json.js'
import { iso } from '../../../../sample-data/document.js'
import { rounded } from '../../../../sample-data/random.js'
import { check, containerAt, healthAt, startBefore, type Container, type ContainerEvent } from '../model/containers.js'
import type { Deployment, Host } from '../model/deployment.js'
import type { Metricset } from './envelope.js'

const docker = (name: string, fields: JsonObject, more: JsonObject = {}): Metricset => ({
  module: 'docker',
  name,
  every: 10,
  fields: { docker: fields, ...more },
})

const ofContainer = ({ id, name, image }: Container): JsonObject => ({
  container: { id, name, image: { name: image }, runtime: 'docker' },
})

/** Those that come every ten seconds. */
export const dockerMetricsets = (deployment: Deployment, host: Host, time: number): Metricset[] => [
  info(host),
  ...host.containers.flatMap((container) => [
    ...usage(deployment, host, container, time),
    ...healthcheck(container, time),
  ]),
]

/** Those that come every minute. */
export const slowDockerMetricsets = (host: Host, time: number): Metricset[] =>
  host.containers.map((container) => {
    const health = healthAt(container, time)
    const minutes = Math.floor((time - startBefore(container, time)) / 60_000)
    const status = `Up ${minutes} minutes${health === undefined ? '' : ` (${health.status})`}`
    const created = iso(container.startedAt)
    const size = { root_fs: 0, rw: 0 }
    const seen = { command: '/entrypoint.sh', created, ip_addresses: [container.address], size, status }
    return { ...docker('container', { container: seen }, ofContainer(container)), every: 60 }
  })

export const eventMetricset = ({ container, action }: ContainerEvent): Metricset => {
  const { id, image, name } = container
  const actor = { id, attributes: { image, name } }
  return docker('event', { event: { action, status: action, type: 'container', from: image, id, actor } })
}

const info = ({ containers: { length: running }, idle: { paused, stopped } }: Host): Metricset =>
  docker('info', { info: { containers: { running, paused, stopped, total: running + paused + stopped }, images: 9 } })

function usage(deployment: Deployment, { cores }: Host, container: Container, time: number): Metricset[] {
  const { cpu, memory, rss, bytes } = containerAt(deployment, container, time)
  const share = (pct: number): JsonObject => ({ pct, norm: { pct: rounded(pct / cores, 3) } })
  const kernel = rounded(cpu * 0.2, 3)
  const moved = (count: number): JsonObject => ({
    bytes: count,
    packets: Math.round(count / 900),
    dropped: 0,
    errors: 0,
  })
  const done = (count: number): JsonObject => ({ bytes: count, ops: Math.round(count / 16_384), rate: 0 })
  const { limit } = container
  const perSecond = { bytes: 0, packets: 0, dropped: 0, errors: 0 }
  const measured: [name: string, fields: JsonObject][] = [
    [
      'cpu',
      { total: share(cpu), kernel: share(kernel), user: share(rounded(cpu - kernel, 3)), system: { pct: cores } },
    ],
    [
      'memory',
      {
        ...{ limit, fail: { count: 0 }, rss: { total: rss, pct: rounded(rss / limit, 3) } },
        usage: { total: memory, max: memory, pct: rounded(memory / limit, 3) },
      },
    ],
    [
      'network',
      {
        // Deprecated, and 0 in what Metricbeat 7.13 was seen to send.
        ...{ interface: 'eth0', in: perSecond, out: perSecond },
        ...{ inbound: moved(bytes.received), outbound: moved(bytes.sent) },
      },
    ],
    ['diskio', { read: done(bytes.read), write: done(bytes.written), summary: done(bytes.read + bytes.written) }],
  ]
  return measured.map(([name, fields]) => docker(name, { [name]: fields }, ofContainer(container)))
}

/** Sent only for those that have a check. */
function healthcheck(container: Container, time: number): Metricset[] {
  const health = healthAt(container, time)
  if (health === undefined) return []
  const { status, failures } = health
  const ran = time - (time % check.every)
  const event = {
    start_date: iso(ran - 1300),
    end_date: iso(ran),
    exit_code: failures > 0 ? 1 : 0,
    output: failures > 0 ? 'condor_ping: failed to connect' : 'ok',
  }
  return [docker('healthcheck', { healthcheck: { status, failingstreak: failures, event } }, ofContainer(container))]
}
