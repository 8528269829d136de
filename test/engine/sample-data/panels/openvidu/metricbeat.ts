import type { Shown } from '../../../content/panel-request.js'
import type { SampleCluster } from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import type { NodeMeasure } from '../../../../../src/profiles/openvidu/sample-data/model/measures.js'
import { nginxStatuses, type NginxStatus } from '../../../../../src/profiles/openvidu/sample-data/model/nginx.js'
import type { SampleNode } from '../../../../../src/profiles/openvidu/sample-data/model/nodes.js'
import { sampleClusterId } from '../../../../../src/profiles/openvidu/sample-data/model/options.js'
import {
  asksNothing,
  bars,
  lastOver,
  line,
  mean,
  most,
  share,
  type Look,
  type PanelProofs,
  type Value,
} from '../look.js'
import { grown, meanOf, measures, nodesOf, rate } from './nodes.js'

type Show = (cluster: SampleCluster, look: Look) => Shown
type Of = (measure: NodeMeasure, node: SampleNode) => number

/** The present mean of all nodes. */
const present = (cluster: SampleCluster, look: Look, of: Of): number | null =>
  lastOver(look, meanOf(cluster, nodesOf(cluster), of))
const gauge =
  (label: string, of: Of): Show =>
  (cluster, look) => ({ [label]: present(cluster, look, of) })

const memoryShare: Of = (measure, node) => share(measure.memory, node.memory)

const gauges = {
  'CPU Usage Gauge': gauge('CPU Usage', ({ cpu }) => cpu.total),
  'Memory Usage Gauge': gauge('Memory Usage', memoryShare),
  'Disk used': (cluster: SampleCluster, look: Look): Shown => ({
    'Disk used':
      Number(present(cluster, look, ({ disk }) => disk)) / Number(present(cluster, look, (_measure, { disk }) => disk)),
  }),
}

/** What passed the network card; what services of one machine say to one another does not count. */
const traffic =
  (title: string, how: 'sum' | 'mean', of: (measure: NodeMeasure) => number): Show =>
  (cluster, look) => ({
    [title]: lastOver(look, rate(cluster, look, how, of)),
    'Total Transferred': grown(cluster, look, how, of),
  })

const byNode =
  (of: Of): Show =>
  (cluster, look) =>
    Object.fromEntries(nodesOf(cluster).map((node) => [node.id, lastOver(look, meanOf(cluster, [node], of))]))

export const clusterMonitoringPanels: PanelProofs<SampleCluster> = {
  dashboard: 'openvidu-cluster-monitoring',
  time: ['now-15m', 'now'],
  intervals: { tsvb: 10, chart: 30 },
  shows: {
    'System Navigation': asksNothing,
    'Number of hosts': (cluster) => nodesOf(cluster).length,
    ...gauges,
    'Inbound Traffic': traffic('Inbound Traffic', 'sum', ({ network }) => network.inBytes),
    'Outbound Traffic': traffic('Outbound Traffic', 'sum', ({ network }) => network.outBytes),
    'Top Hosts By CPU (Realtime)': byNode(({ cpu }) => cpu.total),
    'Top Hosts By Memory (Realtime)': byNode(memoryShare),
    'Hosts histogram by CPU usage': (cluster, look) =>
      Object.fromEntries(
        nodesOf(cluster).map((node) => [
          node.id,
          bars(
            look,
            meanOf(cluster, [node], ({ cpu }) => cpu.total),
          ),
        ]),
      ),
  },
}

const lines =
  (series: Record<string, Of>): Show =>
  (cluster, look) =>
    Object.fromEntries(
      Object.entries(series).map(([label, of]) => [label, line(look, meanOf(cluster, nodesOf(cluster), of))]),
    )

/** In upwards, out downwards. */
const upAndDown =
  (
    [up, upOf]: [string, (measure: NodeMeasure) => number],
    [down, downOf]: [string, (measure: NodeMeasure) => number],
  ): Show =>
  (cluster, look) => {
    const falling: Value = (from, before) => -Number(rate(cluster, look, 'mean', downOf)(from, before))
    return { [up]: line(look, rate(cluster, look, 'mean', upOf)), [down]: line(look, falling) }
  }

/** How much the highest counter of the network cards grew: all of them are called eth0. It counts from the first interval in which every node sent. */
const grownOfHighest =
  (of: (measure: NodeMeasure) => number): Show =>
  (cluster, look) => {
    const sent = (node: SampleNode, from: number, before: number) =>
      measures(cluster, node).filter(({ time }) => time >= from && time < before)
    const highest = Object.values(
      line(look, (from, before) => {
        const all = nodesOf(cluster).map((node) => sent(node, from, before).map(of))
        return all.some((values) => values.length === 0) ? undefined : most(all.flat())
      }),
    )
    return { eth0: Number(highest.at(-1)) - Number(highest[0]) }
  }

export const nodeMonitoringPanels: PanelProofs<SampleCluster> = {
  dashboard: 'openvidu-node-monitoring',
  time: ['now-15m', 'now'],
  intervals: { tsvb: 10, chart: 30 },
  shows: {
    'System Navigation': asksNothing,
    Tip: asksNothing,
    ...gauges,
    'Swap usage': gauge('Swap usage', (measure, node) => share(measure.swap, node.swap)),
    'Memory usage vs total': (cluster, look) => ({
      'Memory usage': present(cluster, look, ({ memory }) => memory),
      'Total Memory': present(cluster, look, (_measure, { memory }) => memory),
    }),
    'Inbound Traffic (node)': traffic('Inbound Traffic', 'mean', ({ network }) => network.inBytes),
    'Outbound Traffic (node)': traffic('Outbound Traffic', 'mean', ({ network }) => network.outBytes),
    Packetloss: (cluster, look) => ({
      'In Packetloss': grown(cluster, look, 'mean', ({ network }) => network.inDropped),
      'Out Packetloss': grown(cluster, look, 'mean', ({ network }) => network.outDropped),
    }),
    'CPU Usage (node)': lines({
      user: ({ cpu }) => cpu.user,
      system: ({ cpu }) => cpu.system,
      nice: () => 0.001,
      irq: () => 0.001,
      softirq: ({ cpu }) => cpu.softirq,
      iowait: ({ cpu }) => cpu.iowait,
    }),
    'Memory Usage': lines({
      Used: ({ memory }) => memory,
      Cache: ({ cached }) => cached,
      Free: ({ memory, cached }, node) => node.memory - memory - cached,
    }),
    'Network Traffic (Packets)': upAndDown(
      ['Inbound', ({ network }) => network.inPackets],
      ['Outbound', ({ network }) => network.outPackets],
    ),
    'Network Traffic (Bytes)': upAndDown(
      ['Inbound', ({ network }) => network.inBytes],
      ['Outbound', ({ network }) => network.outBytes],
    ),
    'Disk IO (Bytes)': upAndDown(['reads', ({ io }) => io.readBytes], ['writes', ({ io }) => io.writeBytes]),
    'Disk Usage': gauge('/', ({ disk }, node) => share(disk, node.disk)),
    'Interfaces by Incoming traffic': grownOfHighest(({ network }) => network.inBytes),
    'Interfaces by Outgoing traffic': grownOfHighest(({ network }) => network.outBytes),
  },
}

const statuses = (cluster: SampleCluster, { from, to }: Look): NginxStatus[] =>
  nginxStatuses(cluster).filter(({ time }) => time >= from && time <= to)

const nginx = (cluster: SampleCluster, look: Look, of: (status: NginxStatus) => number): Shown =>
  line(look, (from, before) =>
    mean(
      statuses(cluster, look)
        .filter(({ time }) => time >= from && time < before)
        .map(of),
    ),
  )

/** How much a counter of the one NGINX grew a second. */
const nginxRate = (cluster: SampleCluster, look: Look, of: (status: NginxStatus) => number): Shown => {
  const all = statuses(cluster, look)
  return line(look, (from, before) => {
    const index = all.findIndex(({ time }) => time >= from && time < before)
    const [now, earlier] = [all[index], all[index - 1]]
    return now === undefined || earlier === undefined ? 0 : (of(now) - of(earlier)) / look.intervals.tsvb
  })
}

export const nginxPanels: PanelProofs<SampleCluster> = {
  dashboard: 'openvidu-nginx',
  time: ['now-15m', 'now'],
  intervals: { tsvb: 10, chart: 30 },
  shows: {
    'NGINX Master Selector': (cluster, look) => {
      const { master } = cluster
      return { [sampleClusterId]: { [master.id]: mean(statuses(cluster, look).map(({ active }) => active)) ?? NaN } }
    },
    'Active connections': (cluster, look) => ({
      'Active connections': nginx(cluster, look, ({ active }) => active),
    }),
    'Request Rate': (cluster, look) => ({
      'Request rate': nginxRate(cluster, look, ({ requests }) => requests),
    }),
    'Drops Rate': (cluster, look) => ({ 'Drops rate': nginxRate(cluster, look, ({ dropped }) => dropped) }),
    'Accepts and Handled Rate': (cluster, look) => ({
      'Accepts rate': nginxRate(cluster, look, ({ accepts }) => accepts),
      'Handled rate': nginxRate(cluster, look, ({ handled }) => handled),
    }),
    'Reading / Writing / Waiting Rates': (cluster, look) => ({
      Reading: nginx(cluster, look, ({ reading }) => reading),
      Writing: nginx(cluster, look, ({ writing }) => writing),
      Waiting: nginx(cluster, look, ({ waiting }) => waiting),
    }),
  },
}
