import type { JsonObject } from '../../../../json.js'
import { rounded } from '../../../../sample-data/random.js'
import type { SampleCluster } from '../model/cluster.js'
import type { NodeMeasure } from '../model/measures.js'
import type { SampleNode } from '../model/nodes.js'
import type { Metricset } from './metricbeat.js'

/**
 * The metricsets of Metricbeat's module `system`. Shares (`pct`) are never whole: where no template of Beats is installed, the
 * first value decides whether the engine takes a field for an integer, and cuts off every fraction after it.
 */
export function systemMetricsets(
  cluster: SampleCluster,
  node: SampleNode,
  measure: NodeMeasure,
  previous: NodeMeasure | undefined,
): Metricset[] {
  const sumsUp = node.beats.version !== '7.8.0'
  const system = (
    name: string,
    fields: JsonObject,
    more: Pick<Metricset, 'host'> & { dataset?: string } = {},
  ): Metricset => ({
    module: 'system',
    name,
    dataset: more.dataset ?? `system.${name}`,
    fields: { system: fields },
    // Metricbeat 7.8.0 does not sum up the machine in `host`.
    ...(more.host && sumsUp && { host: more.host }),
  })
  const { time, seconds, network, io } = measure
  const read = io.readBytes - (previous?.io.readBytes ?? io.readBytes)
  const written = io.writeBytes - (previous?.io.writeBytes ?? io.writeBytes)
  return [
    system('cpu', { cpu: cpu(node, measure) }, { host: { cpu: { pct: measure.cpu.total } } }),
    system('memory', { memory: memory(node, measure) }),
    system('network', { network: interfaceCounters('eth0', network) }),
    system('network', { network: loopback(measure) }),
    system('diskio', { diskio: diskio(node, measure, previous) }),
    {
      ...system('diskio', {}, { host: { disk: { 'read.bytes': read, 'write.bytes': written } } }),
      // Metricbeat sends the sum of all disks as a document of its own, without `system`.
      fields: {},
    },
    system('filesystem', { filesystem: filesystem(node, measure) }),
    system('fsstat', { fsstat: fsstat(node, measure) }),
    system(
      'process_summary',
      { process: { summary: processes(cluster, node, time) } },
      { dataset: 'system.process.summary' },
    ),
    system('uptime', { uptime: { duration: { ms: Math.floor((time - node.bootedAt) / 1000) * 1000 } } }),
  ]
    .filter(({ name }) => seconds > 0 || name !== 'diskio')
    .filter(({ fields, host }) => host !== undefined || Object.keys(fields).length > 0)
}

function cpu({ cores }: SampleNode, { cpu: parts }: NodeMeasure): JsonObject {
  const norm = (pct: number): JsonObject => ({ norm: { pct } })
  return {
    cores,
    idle: norm(parts.idle),
    iowait: norm(parts.iowait),
    irq: norm(0.001),
    nice: norm(0.001),
    softirq: norm(parts.softirq),
    steal: norm(parts.steal),
    system: norm(parts.system),
    total: norm(parts.total),
    user: norm(parts.user),
  }
}

const share = (part: number, whole: number): number => rounded(part / whole, 3)

function memory({ memory: total, swap: swapTotal }: SampleNode, measure: NodeMeasure): JsonObject {
  const used = measure.memory + measure.cached
  return {
    actual: {
      free: total - measure.memory,
      used: { bytes: measure.memory, pct: share(measure.memory, total) },
    },
    free: total - used,
    swap: {
      free: swapTotal - measure.swap,
      total: swapTotal,
      used: { bytes: measure.swap, pct: share(measure.swap, swapTotal) },
    },
    total,
    used: { bytes: used, pct: share(used, total) },
  }
}

function interfaceCounters(name: string, network: NodeMeasure['network']): JsonObject {
  return {
    in: { bytes: network.inBytes, dropped: network.inDropped, errors: 0, packets: network.inPackets },
    name,
    out: { bytes: network.outBytes, dropped: network.outDropped, errors: 0, packets: network.outPackets },
  }
}

/** What services on one machine say to one another: the same in both directions. */
function loopback({ network }: NodeMeasure): JsonObject {
  const counters = {
    bytes: Math.floor(network.inBytes / 40),
    dropped: 0,
    errors: 0,
    packets: Math.floor(network.inPackets / 30),
  }
  return { in: counters, name: 'lo', out: counters }
}

function diskio({ beats }: SampleNode, { io, seconds }: NodeMeasure, previous: NodeMeasure | undefined): JsonObject {
  const since = (now: number, before: number | undefined): number =>
    seconds === 0 ? 0 : rounded((now - (before ?? now)) / seconds, 4)
  return {
    io: { ...(beats.version !== '7.8.0' && { ops: 0 }), time: Math.floor((io.reads + io.writes) / 4) },
    iostat: {
      read: {
        per_sec: { bytes: since(io.readBytes, previous?.io.readBytes) },
        request: { per_sec: since(io.reads, previous?.io.reads) },
      },
      write: {
        per_sec: { bytes: since(io.writeBytes, previous?.io.writeBytes) },
        request: { per_sec: since(io.writes, previous?.io.writes) },
      },
    },
    name: 'vda',
    read: { bytes: io.readBytes, count: io.reads, time: io.reads * 3 },
    write: { bytes: io.writeBytes, count: io.writes, time: Math.floor(io.writes / 2) },
  }
}

function filesystem({ disk }: SampleNode, { disk: used }: NodeMeasure): JsonObject {
  return {
    available: Math.max(disk - used - Math.floor(disk / 20), 0),
    device_name: '/dev/vda',
    files: 16_777_216,
    free: disk - used,
    free_files: 16_027_640,
    mount_point: '/',
    total: disk,
    type: 'ext4',
    used: { bytes: used, pct: share(used, disk) },
  }
}

const fsstat = ({ disk }: SampleNode, { disk: used }: NodeMeasure): JsonObject => ({
  count: 1,
  total_files: 16_777_216,
  total_size: { free: disk - used, total: disk, used },
})

function processes({ activity }: SampleCluster, node: SampleNode, time: number): JsonObject {
  const busy = Math.min(1 + Math.floor(activity.streams(time, node.id) / 12), 8)
  const sleeping = node.role === 'masternode' ? 92 : 71
  return { dead: 0, idle: 36, running: busy, sleeping, stopped: 0, total: sleeping + busy + 36, unknown: 0, zombie: 0 }
}
