import type { JsonObject } from '../../../../json.js'
import { day, iso, type Sent } from '../../../../sample-data/document.js'
import type { Host } from '../model/deployment.js'

/** One metricset of one moment: everything that is not about the Beat or the host. */
export interface Metricset {
  module: 'system' | 'docker'
  name: string
  /** seconds */
  every: 10 | 60
  /** what it measured */
  fields: JsonObject
}

/** The one for which `elkctl export metricbeat` writes. */
const version = '7.12.1'

/** As Metricbeat sends it with the configuration that `elkctl export metricbeat` makes. */
export const asSent = (host: Host, time: number, { module, name, every, fields }: Metricset): Sent => ({
  time,
  index: `metricbeat-${version}-${day(time)}`,
  document: {
    '@timestamp': iso(time),
    agent: {
      ephemeral_id: host.agent.ephemeralId,
      hostname: host.hostname,
      id: host.agent.id,
      name: host.hostname,
      type: 'metricbeat',
      version,
    },
    ecs: { version: '1.8.0' },
    event: { dataset: `${module}.${name}`, duration: 115_000, module },
    fields: { site: host.site },
    host: { name: host.hostname },
    metricset: { name, period: every * 1000 },
    service: { type: module, ...(module === 'docker' && { address: '/var/run/docker.sock' }) },
    ...fields,
  },
})
