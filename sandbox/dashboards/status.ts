import { loadavg, totalmem } from 'node:os'
import type { Json } from './json.js'

export interface StatusOf {
  /** server.name */
  name: string
  /** `7.12.1` or `7.12.1-SNAPSHOT` */
  version: string
  /** as it is called in the ids: `core:elasticsearch@7.12.1` */
  engine: 'elasticsearch' | 'opensearch'
  /** false: it answers, and says red */
  isGreen: boolean
}

const green = { state: 'green', icon: 'success', uiColor: 'secondary' }
const red = { state: 'red', icon: 'danger', uiColor: 'danger' }

const uuid = '5b2de169-2785-441b-ae8c-186a1936b17d'

/** The body of `GET /api/status` in the form of 7.x, which OpenSearch Dashboards keeps. Plugins and most metrics are left out. */
export function statusBody({ name, version, engine, isGreen }: StatusOf): Json {
  const since = new Date().toISOString()
  const number = version.replace('-SNAPSHOT', '')
  const state = isGreen ? green : red
  if (engine === 'elasticsearch' && Number(number.split('.')[0]) >= 8) return newerStatusBody(name, number, isGreen)
  const nickname = isGreen ? 'Looking good' : 'Danger Will Robinson! Danger!'
  return {
    name,
    uuid,
    version: { number, build_hash: '0'.repeat(40), build_number: 1, build_snapshot: version !== number },
    status: {
      overall: { since, ...state, title: isGreen ? 'Green' : 'Red', nickname },
      statuses: [
        { id: `core:${engine}@${number}`, message: isGreen ? 'available' : 'not available', since, ...state },
        { id: `core:savedObjects@${number}`, message: isGreen ? 'available' : 'not available', since, ...state },
      ],
    },
    metrics: {
      last_updated: since,
      collection_interval_in_millis: 5000,
      os: { load: { '1m': loadavg()[0] ?? 0 }, memory: { total_in_bytes: totalmem() } },
    },
  }
}

/** From 8.0 on levels instead of states. Derived from https://www.elastic.co/guide/en/kibana/8.0/breaking-changes-summary.html, not recorded. */
function newerStatusBody(name: string, number: string, isGreen: boolean): Json {
  const service = isGreen
    ? { level: 'available', summary: 'Service is available' }
    : { level: 'critical', summary: 'Service is not available' }
  return {
    name,
    uuid,
    version: {
      number,
      build_hash: '0'.repeat(40),
      build_number: 1,
      build_snapshot: false,
      build_flavor: 'traditional',
    },
    status: { overall: service, core: { elasticsearch: service, savedObjects: service }, plugins: {} },
    metrics: { last_updated: new Date().toISOString(), collection_interval_in_millis: 5000 },
  }
}
