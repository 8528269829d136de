import type { JsonObject } from '../../../../json.js'
import type { Sent } from '../../../../sample-data/document.js'
import { rounded } from '../../../../sample-data/random.js'
import { hostAt, type HostMeasure } from '../model/measures.js'
import { minutes, type Host, type Platform } from '../model/platform.js'
import { isoformat } from '../isoformat.js'
import { marked, type Names } from './names.js'

/** One number of a server: what it is of, how much, in what. */
type Metric = [type: string, value: number, unit: string, tags: JsonObject]

/** What servers measure every minute. */
export function* hostMetrics(platform: Platform, names: Names): Generator<Sent> {
  let id = 1
  for (const host of platform.hosts)
    for (const time of minutes(platform)) {
      const measure = hostAt(platform, host, time)
      const metrics = host.by === 'task' ? ofTask(measure) : ofModule(host, measure)
      for (const [metric_type, value, unit, tags] of metrics) {
        const common = {
          timestamp: isoformat(time),
          service_name: 'system',
          host_name: host.name,
          metric_type,
          value,
          unit,
        }
        const form = host.by === 'task' ? { document_type: 'metric' } : { id: id++, sampling_rate: 1 }
        const index = host.by === 'task' ? names.tasks : names.metric(time)
        yield { time, index, document: { ...common, ...form, tags: { ...tags, ...marked } } }
      }
    }
}

/** The task measures two things. */
const ofTask = ({ cpu, memory }: HostMeasure): Metric[] => [
  ['cpu_usage', cpu, 'percent', { source: 'system' }],
  ['memory_usage', memory, 'percent', { source: 'system' }],
]

/** The module measures everything, and calls much of it the same: its tags tell it apart. */
const ofModule = (host: Host, measure: HostMeasure): Metric[] => [
  ['cpu_usage', measure.cpu, '%', { type: 'overall' }],
  ...measure.cores.map((value, core): Metric => ['cpu_usage', value, '%', { type: 'per_core', core: String(core) }]),
  ...([1, 5, 15] as const).map((length): Metric => [
    'cpu_usage',
    measure.load[length],
    'load',
    { type: 'load_average', interval: `${length}min` },
  ]),
  ['memory_usage', measure.memory, '%', { type: 'virtual', subtype: 'percent' }],
  ['memory_usage', rounded((host.memory * measure.memory) / 100, 1), 'MB', { type: 'virtual', subtype: 'used' }],
  ['memory_usage', measure.swap, '%', { type: 'swap', subtype: 'percent' }],
  ...measure.disks.flatMap(({ mountPoint, size, used }): Metric[] => {
    const where = { mountpoint: mountPoint, device: '/dev/vda1', fstype: 'ext4' }
    return [
      ['disk_usage', used, '%', { ...where, subtype: 'percent' }],
      ['disk_usage', rounded((size * used) / 100, 1), 'GB', { ...where, subtype: 'used' }],
    ]
  }),
  ...traffic(measure),
]

const mebibyte = 1024 ** 2

/** By interface, and all interfaces together. */
function traffic({ network: { received, sent, loopback } }: HostMeasure): Metric[] {
  const counted = (bytes: number, subtype: string, tags: JsonObject = {}): Metric => [
    ...(['network_bandwidth', bytes / mebibyte, 'MB'] as const),
    { type: 'io', subtype, ...tags },
  ]
  return [
    counted(received, 'bytes_recv', { interface: 'eth0' }),
    counted(sent, 'bytes_sent', { interface: 'eth0' }),
    counted(loopback, 'bytes_recv', { interface: 'lo' }),
    counted(received + loopback, 'bytes_recv'),
  ]
}
