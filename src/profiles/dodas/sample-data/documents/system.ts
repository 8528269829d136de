import type { JsonObject } from '../../../../json.js'
import { rounded } from '../../../../sample-data/random.js'
import type { Deployment, Host } from '../model/deployment.js'
import { fileSystemAt, hostAt, loadPerCore, processAt, type HostMeasure } from '../model/host-measures.js'
import type { Metricset } from './envelope.js'

const system = (name: string, fields: JsonObject, more: JsonObject = {}): Metricset => ({
  module: 'system',
  name,
  every: 10,
  fields: { system: fields, ...more },
})

/** Those that come every ten seconds. */
export function systemMetricsets(deployment: Deployment, host: Host, time: number): Metricset[] {
  const measure = hostAt(deployment, host, time)
  const { disk, network, bridge } = measure
  return [
    system('cpu', { cpu: cpu(host, measure) }),
    system('load', { load: load(host, measure) }),
    system('memory', { memory: memory(host, measure) }),
    system('network', { network: counters('eth0', network) }),
    system('network', { network: counters('docker0', bridge) }),
    system('diskio', {
      diskio: {
        name: 'vda',
        read: { bytes: disk.read, count: Math.round(disk.read / 16_384) },
        write: { bytes: disk.written, count: Math.round(disk.written / 16_384) },
      },
    }),
    ...host.processes.map((process) => {
      const { cpu: share, memory: bytes } = processAt(measure, process)
      const total = { pct: rounded(share * host.cores, 3), norm: { pct: share } }
      const rss = { bytes, pct: rounded(bytes / host.memory, 3) }
      return system(
        'process',
        { process: { state: 'running', cpu: { total }, memory: { rss } } },
        { process: { name: process.name, pid: process.pid } },
      )
    }),
  ]
}

/** Those that come every minute. */
export const slowSystemMetricsets = (deployment: Deployment, host: Host, time: number): Metricset[] =>
  host.fileSystems.map((fileSystem) => {
    const { used, share } = fileSystemAt(deployment, fileSystem, time)
    const { mountPoint, device, size } = fileSystem
    const free = size - used
    const filesystem = {
      ...{ device_name: device, mount_point: mountPoint, type: 'xfs', total: size, free, available: free },
      used: { bytes: used, pct: share },
    }
    return { ...system('filesystem', { filesystem }), every: 60 }
  })

function cpu({ cores }: Host, { cpu: parts }: HostMeasure): JsonObject {
  const shares = Object.entries(parts).map(([part, share]) => [part, { norm: { pct: share } }])
  return { cores, ...(Object.fromEntries(shares) as JsonObject) }
}

function load({ cores }: Host, measure: HostMeasure): JsonObject {
  const { 1: one, 5: five, 15: fifteen } = measure.load
  const perCore = (value: number): number => loadPerCore(value, cores)
  const norm = { 1: perCore(one), 5: perCore(five), 15: perCore(fifteen) }
  return { cores, 1: one, 5: five, 15: fifteen, norm }
}

function memory({ memory: total, swap: swapTotal }: Host, measure: HostMeasure): JsonObject {
  const used = measure.memory + measure.cached
  const share = (part: number, whole: number): number => rounded(part / whole, 3)
  return {
    total,
    free: total - used,
    used: { bytes: used, pct: share(used, total) },
    actual: {
      free: total - measure.memory,
      used: { bytes: measure.memory, pct: share(measure.memory, total) },
    },
    swap: {
      total: swapTotal,
      free: swapTotal - measure.swap,
      used: { bytes: measure.swap, pct: share(measure.swap, swapTotal) },
    },
  }
}

function counters(name: string, { received, sent }: HostMeasure['network']): JsonObject {
  const counted = (bytes: number): JsonObject => ({ bytes, packets: Math.round(bytes / 900), dropped: 0, errors: 0 })
  return { name, in: counted(received), out: counted(sent) }
}
