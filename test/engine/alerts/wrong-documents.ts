import type { JsonObject } from '../../../src/json.js'
import { iso, type Sent } from '../../../src/sample-data/document.js'

const [second, minute] = [1000, 60_000]
const hour = 60 * minute

/** How data is made wrong in just one way, and right again. */
export interface Wrong {
  /** what is there when it is asked for at `end` */
  wrong: (healthy: Healthy, end: number) => Sent[]
  /** how each value beyond a threshold is called then; undefined: it is of all documents */
  fires: { group?: string; state: 'warning' | 'critical' }[]
  /** milliseconds after that it is asked for again */
  later: number
  /** what has arrived until then */
  right: (healthy: Healthy, end: number) => Sent[]
}

/** A document of the sample data that has these words at these places (`a.b`), the newest one. */
export type Healthy = (has: Record<string, string>) => Sent

/** The same at another time, with other values at some places. */
export function changed({ index, pipeline, document }: Sent, time: number, values: JsonObject = {}): Sent {
  const copy = structuredClone(document)
  if ('@timestamp' in copy) copy['@timestamp'] = iso(time)
  // OpenVidu's events have milliseconds, the ISP platform's documents Python's form.
  if ('timestamp' in copy) copy['timestamp'] = typeof copy['timestamp'] === 'number' ? time : iso(time).slice(0, 23)
  for (const [path, value] of Object.entries(values)) {
    const parts = path.split('.')
    const last = parts.pop() ?? ''
    const at = parts.reduce((inner, part) => (inner[part] ??= {}) as JsonObject, copy)
    at[last] = value
  }
  return { time, index, ...(pipeline !== undefined && { pipeline }), document: copy }
}

const nothing = () => []
const times = <T>(number: number, make: (index: number) => T): T[] =>
  Array.from({ length: number }, (_, index) => make(index))

/** Of a document with these words: too high a number shortly before, and a good one after a while. */
const tooHigh = (has: Record<string, string>, place: string, [bad, good]: [number, number], group: string): Wrong => ({
  wrong: (healthy, end) => [changed(healthy(has), end - minute, { [place]: bad })],
  fires: [{ group, state: 'critical' }],
  later: hour,
  right: (healthy, end) => [changed(healthy(has), end + hour - minute, { [place]: good })],
})

/** Nothing arrives; then a document does. */
const absent = (has: Record<string, string>, state: 'warning' | 'critical'): Wrong => ({
  wrong: nothing,
  fires: [{ state }],
  later: hour,
  right: (healthy, end) => [changed(healthy(has), end + hour - minute)],
})

const serverError = { level: 'ERROR', node_role: 'masternode' }

const openvidu: Record<string, Wrong> = {
  'no-metrics': absent({ name: 'jvm_threads_live' }, 'critical'),
  'no-events': absent({ elastic_type: 'cdr' }, 'warning'),
  'node-cpu': tooHigh(
    { 'metricset.name': 'cpu', 'fields.node_role': 'masternode' },
    'system.cpu.total.norm.pct',
    [0.97, 0.2],
    'master',
  ),
  'node-disk': tooHigh(
    { 'metricset.name': 'filesystem', 'fields.node_role': 'masternode' },
    'system.filesystem.used.pct',
    [0.93, 0.4],
    'master',
  ),
  'ice-failed': {
    wrong: (healthy, end) =>
      times(20, (index) =>
        changed(healthy({ type: 'IceComponentStateChange' }), end - minute - index, {
          state: index < 9 ? 'FAILED' : 'READY',
        }),
      ),
    fires: [{ state: 'critical' }],
    later: hour,
    right: (healthy, end) =>
      times(20, (index) =>
        changed(healthy({ type: 'IceComponentStateChange' }), end + hour - minute - index, {
          state: index < 1 ? 'FAILED' : 'READY',
        }),
      ),
  },
  'recording-failed': {
    wrong: (healthy, end) => [
      changed(healthy({ event: 'recordingStatusChanged' }), end - minute, { status: 'failed' }),
    ],
    fires: [{ state: 'warning' }],
    later: hour,
    right: (healthy, end) => [
      changed(healthy({ event: 'recordingStatusChanged' }), end + hour - minute, { status: 'ready' }),
    ],
  },
  'error-logs': {
    wrong: (healthy, end) => times(21, (index) => changed(healthy(serverError), end - minute - index)),
    fires: [{ state: 'warning' }],
    later: hour,
    right: (healthy, end) =>
      times(21, (index) => changed(healthy(serverError), end + hour - minute - index, { level: 'INFO' })),
  },
  'media-node-silent': {
    wrong: (healthy, end) => [
      changed(healthy({ 'metricset.name': 'cpu', 'fields.node_role': 'medianode' }), end - 601 * second),
    ],
    fires: [{ group: 'media', state: 'critical' }],
    later: 10 * minute,
    right: (healthy, end) => [
      changed(healthy({ 'metricset.name': 'cpu', 'fields.node_role': 'medianode' }), end + 9 * minute),
    ],
  },
}

const host = 'slave-1.example.com'

const dodas: Record<string, Wrong> = {
  'host-silent': {
    wrong: (healthy, end) => [
      changed(healthy({ 'event.dataset': 'system.cpu', 'agent.hostname': host }), end - 901 * second),
    ],
    fires: [{ group: host, state: 'critical' }],
    later: 10 * minute,
    right: (healthy, end) => [
      changed(healthy({ 'event.dataset': 'system.cpu', 'agent.hostname': host }), end + 9 * minute),
    ],
  },
  'host-cpu': tooHigh(
    { 'event.dataset': 'system.cpu', 'agent.hostname': host },
    'system.cpu.total.norm.pct',
    [0.995, 0.5],
    host,
  ),
  'host-memory': tooHigh(
    { 'event.dataset': 'system.memory', 'agent.hostname': host },
    'system.memory.actual.used.pct',
    [0.98, 0.5],
    host,
  ),
  'file-system': tooHigh(
    { 'event.dataset': 'system.filesystem', 'agent.hostname': host },
    'system.filesystem.used.pct',
    [0.96, 0.5],
    host,
  ),
  'container-unhealthy': {
    wrong: (healthy, end) => [
      changed(healthy({ 'event.dataset': 'docker.healthcheck', 'container.name': 'squid-1' }), end - minute, {
        'docker.healthcheck.status': 'unhealthy',
      }),
    ],
    fires: [{ group: 'squid-1', state: 'warning' }],
    later: hour,
    right: (healthy, end) => [
      changed(healthy({ 'event.dataset': 'docker.healthcheck', 'container.name': 'squid-1' }), end + hour - minute),
    ],
  },
  'container-restarting': {
    wrong: (healthy, end) =>
      times(6, (index) => changed(healthy({ 'docker.event.action': 'start' }), end - (index + 1) * minute)),
    fires: [{ group: 'cvmfs-2', state: 'critical' }],
    later: hour,
    right: (healthy, end) => [changed(healthy({ 'docker.event.action': 'start' }), end + hour - minute)],
  },
}

const radiusLog = { service_name: 'radius', log_level: 'info' }

const isp: Record<string, Wrong> = {
  'service-errors': {
    wrong: (healthy, end) =>
      times(20, (index) =>
        changed(healthy(radiusLog), end - minute - index, { log_level: index < 7 ? 'ERROR' : 'info' }),
      ),
    fires: [{ group: 'radius', state: 'critical' }],
    later: hour,
    right: (healthy, end) => times(20, (index) => changed(healthy(radiusLog), end + hour - minute - index)),
  },
  'host-cpu': tooHigh(
    { metric_type: 'cpu_usage', host_name: 'server1', 'tags.type': 'overall' },
    'value',
    [96, 20],
    'server1',
  ),
  'service-down': {
    wrong: (healthy, end) => [
      changed(healthy({ metric_type: 'SERVICE_UPTIME', service_name: 'radius' }), end - minute, {
        value: 0,
        status: 'DOWN',
      }),
    ],
    fires: [{ group: 'radius', state: 'critical' }],
    later: hour,
    right: (healthy, end) => [
      changed(healthy({ metric_type: 'SERVICE_UPTIME', service_name: 'radius' }), end + hour - minute),
    ],
  },
  'customer-quota': tooHigh(
    { metric_type: 'CUSTOMER_DATA_USAGE', customer_id: 'customer-1' },
    'metadata.quota_percentage',
    [100, 10],
    'customer-1',
  ),
  'no-logs': absent(radiusLog, 'critical'),
  'stuck-sync': {
    wrong: (healthy, end) => times(20, () => changed(healthy(radiusLog), end - minute, { id: 4711 })),
    fires: [{ group: '4711', state: 'critical' }],
    later: 25 * hour,
    right: (healthy, end) => [changed(healthy(radiusLog), end + 25 * hour - minute, { id: 4712 })],
  },
}

/** By application, then by alert. */
export const wrongDocuments: Record<string, Record<string, Wrong>> = { openvidu, dodas, isp }
