import { at, fourIntervals, over, type Proof } from './proof.js'

/** Every five seconds, as a Metricbeat asks its machine: two times an interval. */
const seconds = [0, 5, 10, 15, 20, 25, 30, 35]

type Counter = (second: number) => number
const grows =
  (perSecond: number, from = 0): Counter =>
  (second) =>
    from + perSecond * second
/** Its process starts anew after 20 seconds. */
const startsAnew: Counter = (second) => (second < 20 ? 1_000_000 + 500 * second : 500 * (second - 20))

const every = (node_id: string, document: (second: number) => object) =>
  seconds.map((second) => ({ '@timestamp': at(second), fields: { node_id, cluster_id: 'north' }, ...document(second) }))

const counters = (bytes: Counter, packets: Counter, dropped: Counter) => (second: number) => ({
  bytes: bytes(second),
  packets: packets(second),
  dropped: dropped(second),
})
type Direction = ReturnType<typeof counters>
const none = grows(0)
const network = (node: string, name: string, received: Direction, sent: Direction) =>
  every(node, (second) => ({ system: { network: { name, in: received(second), out: sent(second) } } }))
const loud = counters(grows(1e6), grows(1e4), grows(100))

const disk = (node: string, name: string, read: number, written: number) =>
  every(node, (second) => ({
    system: { diskio: { name, read: { bytes: read * second }, write: { bytes: written * second } } },
  }))
const system = (node: string, part: object) => every(node, () => ({ system: part }))
const pct = (value: number) => ({ norm: { pct: value } })
const cpu = (node: string, total: number, user: number) =>
  system(node, {
    cpu: {
      total: pct(total),
      user: pct(user),
      system: pct(0.1),
      nice: pct(0),
      irq: pct(0),
      softirq: pct(0.02),
      iowait: pct(0.04),
    },
  })
const GB = 1e9
const memory = (node: string, actual: number, used: number, total: number, share: number, swap: number) =>
  system(node, {
    memory: {
      actual: { used: { bytes: actual * GB, pct: share } },
      used: { bytes: used * GB },
      free: (total - used) * GB,
      total: total * GB,
      swap: { used: { pct: swap } },
    },
  })
const filesystem = (node: string, mount_point: string, share: number) =>
  system(node, { filesystem: { mount_point, used: { pct: share } } })

/** All its counters grow with the seconds that it has been running. */
const nginx = (node: string, running: Counter, requests: number, active: number) =>
  every(node, (second) => ({
    nginx: {
      stubstatus: {
        active,
        requests: requests * running(second),
        accepts: 2 * running(second),
        handled: running(second),
        dropped: running(second) / 5,
        reading: 1,
        writing: 2,
        waiting: active - 3,
      },
    },
  }))

const documents = {
  'metricbeat-7.12.1-2026.11.21': [
    ...network(
      'master_1',
      'ens5',
      counters(grows(1000), grows(10), grows(0.2)),
      counters(grows(200, 77), grows(4), none),
    ),
    ...network('master_1', 'ens6', counters(grows(100, 5000), grows(2), none), counters(none, none, none)),
    ...['lo', 'docker0', 'br-1234', 'veth0'].flatMap((name) => network('master_1', name, loud, loud)),
    ...network('media_1', 'eth0', counters(startsAnew, grows(6), none), counters(grows(300), grows(2), grows(0.4))),
    ...cpu('master_1', 0.4, 0.3),
    ...cpu('media_1', 0.2, 0.1),
    ...memory('master_1', 4, 5, 8, 0.5, 0),
    ...memory('media_1', 2, 3, 16, 0.1, 0.2),
    ...system('master_1', { fsstat: { total_size: { used: 10, total: 100 } } }),
    ...system('media_1', { fsstat: { total_size: { used: 80, total: 300 } } }),
    ...filesystem('master_1', '/', 0.1),
    ...filesystem('media_1', '/', 0.3),
    ...filesystem('master_1', '/mnt', 0.8),
    ...disk('master_1', 'vda', 100, 10),
    ...disk('master_1', 'vdb', 50, 10),
    ...disk('media_1', 'vda', 30, 20),
    ...nginx('master_1', grows(1), 6, 5),
    // Where a metricset could not measure, Metricbeat sends why.
    ...every('media_1', () => ({ metricset: { name: 'diskio' }, error: { message: 'permission denied' } })),
    ...nginx('master_2', (second) => (second < 20 ? 1000 + second : second - 20), 4, 7),
  ],
}

/** The last interval that is over begins at 20 s; media_1 received nothing in it, because its counter started anew. */
export const clusterMonitoringProof: Proof = {
  dashboard: 'openvidu-cluster-monitoring',
  time: fourIntervals,
  documents,
  expected: {
    'Number of hosts': 3,
    'CPU Usage Gauge': { 'CPU Usage': 0.3 },
    'Memory Usage Gauge': { 'Memory Usage': 0.3 },
    'Disk used': { 'Disk used': 90 / 400 },
    'Inbound Traffic': { 'Inbound Traffic': 1100, 'Total Transferred': 3 * 11_000 + 2 * 5000 },
    'Outbound Traffic': { 'Outbound Traffic': 500, 'Total Transferred': 3 * 5000 },
    'Top Hosts By CPU (Realtime)': { master_1: 0.4, media_1: 0.2 },
    'Top Hosts By Memory (Realtime)': { master_1: 0.5, media_1: 0.1 },
    'Hosts histogram by CPU usage': { master_1: over(0.4, 0.4, 0.4, 0.4), media_1: over(0.2, 0.2, 0.2, 0.2) },
  },
}

export const nodeMonitoringProof: Proof = {
  dashboard: 'openvidu-node-monitoring',
  time: fourIntervals,
  documents,
  expected: {
    'CPU Usage Gauge': { 'CPU Usage': 0.3 },
    'Memory Usage Gauge': { 'Memory Usage': 0.3 },
    'Disk used': { 'Disk used': 90 / 400 },
    'Swap usage': { 'Swap usage': 0.1 },
    'Memory usage vs total': { 'Memory usage': 3 * GB, 'Total Memory': 12 * GB },
    'Inbound Traffic (node)': { 'Inbound Traffic': 550, 'Total Transferred': 21_500 },
    'Outbound Traffic (node)': { 'Outbound Traffic': 250, 'Total Transferred': 7500 },
    Packetloss: { 'In Packetloss': 3, 'Out Packetloss': 6 },
    'CPU Usage (node)': {
      user: over(0.2, 0.2, 0.2),
      system: over(0.1, 0.1, 0.1),
      nice: over(0, 0, 0),
      irq: over(0, 0, 0),
      softirq: over(0.02, 0.02, 0.02),
      iowait: over(0.04, 0.04, 0.04),
    },
    'Memory Usage': {
      Used: over(3 * GB, 3 * GB, 3 * GB),
      Cache: over(GB, GB, GB),
      Free: over(8 * GB, 8 * GB, 8 * GB),
    },
    'Network Traffic (Packets)': { Inbound: over(0, 9, 9), Outbound: over(0, -3, -3) },
    'Network Traffic (Bytes)': { Inbound: over(0, 800, 550), Outbound: over(0, -250, -250) },
    'Disk IO (Bytes)': { reads: over(0, 90, 90), writes: over(0, -20, -20) },
    'Disk Usage': { '/mnt': 0.8, '/': 0.2 },
    'Interfaces by Incoming traffic': { eth0: 5000, ens5: 20_000, ens6: 2000 },
    'Interfaces by Outgoing traffic': { ens5: 4000, eth0: 6000, ens6: 0 },
  },
}

/** The nginx of master_2 starts anew at 20 s. */
export const nginxProof: Proof = {
  dashboard: 'openvidu-nginx',
  time: fourIntervals,
  documents,
  expected: {
    'NGINX Master Selector': { north: { master_1: 5, master_2: 7 } },
    'Active connections': { 'Active connections': over(6, 6, 6) },
    'Request Rate': { 'Request rate': over(0, 10, 6) },
    'Drops Rate': { 'Drops rate': over(0, 0.4, 0.2) },
    'Accepts and Handled Rate': { 'Accepts rate': over(0, 4, 2), 'Handled rate': over(0, 2, 1) },
    'Reading / Writing / Waiting Rates': {
      Reading: over(1, 1, 1),
      Writing: over(2, 2, 2),
      Waiting: over(3, 3, 3),
    },
  },
}
