import {
  hostAt,
  nodeAt,
  type HostMeasure,
  type NodeMeasure,
} from '../../../../../src/profiles/isp/sample-data/model/measures.js'
import {
  fiveMinutes,
  minutes,
  type Host,
  type Node,
  type Platform,
} from '../../../../../src/profiles/isp/sample-data/model/platform.js'
import {
  asksNothing,
  bars,
  countBy,
  growth,
  lastOver,
  line,
  mean,
  most,
  sum,
  type Look,
  type PanelProofs,
  type Show,
  type Value,
} from '../look.js'
import { at, by, inPart, looked, navigation, type At } from './measures.js'
import { sentTo } from './sent.js'

type Shows = Show<Platform>
type Of = (measure: HostMeasure) => number

const measuresOf = (platform: Platform, host: Host): At<HostMeasure>[] =>
  at(minutes(platform), (time) => hostAt(platform, host, time))

const meanOf = (platform: Platform, host: Host, of: Of): Value => {
  const all = measuresOf(platform, host)
  return (from, before) => mean(all.filter(inPart(from, before)).map((one) => of(one.of)))
}

const byHost =
  (of: Of, which: (host: Host) => boolean): Shows =>
  (platform, look) =>
    by(
      platform.hosts.filter(which),
      ({ name }) => name,
      (host) => line(look, meanOf(platform, host, of)),
    )

const everyHost = () => true
const ofModule = ({ by: who }: Host): boolean => who === 'sync'

/** Of all servers that tell it. */
const traffic = (platform: Platform, look: Look, of: Of): Value => {
  const grown = platform.hosts.filter(ofModule).map((host) =>
    growth(
      look,
      measuresOf(platform, host).map(({ time, of: measure }) => ({ time, value: of(measure) })),
    ),
  )
  return (from, before) => sum(grown.map((value) => value(from, before) ?? 0))
}

const nodeMeasures = (platform: Platform, node: Node): At<NodeMeasure | undefined>[] =>
  at(fiveMinutes(platform), (time) => nodeAt(platform, node, time))

/** @param failed what is shown where the node did not answer; undefined: nothing */
const nodeValue = (platform: Platform, node: Node, of: (measure: NodeMeasure) => number, failed?: number): Value => {
  const all = nodeMeasures(platform, node)
  return (from, before) =>
    mean(
      all.filter(inPart(from, before)).flatMap(({ of: measure }) => {
        const value = measure === undefined ? failed : of(measure)
        return value === undefined ? [] : [value]
      }),
    )
}

const byNode =
  (of: (measure: NodeMeasure) => number, failed?: number): Shows =>
  (platform, look) =>
    by(
      platform.nodes,
      ({ id }) => id,
      (node) => line(look, nodeValue(platform, node, of, failed)),
    )

const counts = (platform: Platform, field: string) =>
  countBy(
    sentTo(platform, 'isp-metrics').filter(({ document }) => document[field] !== undefined),
    ({ document }) => String(document[field]),
  )

export const systemMetricsPanels: PanelProofs<Platform> = {
  dashboard: 'isp-system-metrics',
  time: ['now-15m', 'now'],
  intervals: { tsvb: 10, chart: 30 },
  shows: {
    ...navigation,
    'Host and Node Selector': (platform) => ({
      Host: counts(platform, 'host_name'),
      Node: counts(platform, 'node_id'),
    }),
    Hosts: asksNothing,
    'CPU Usage': byHost(({ cpu }) => cpu, everyHost),
    'Memory Usage': byHost(({ memory }) => memory, everyHost),
    'CPU Usage by core': (platform, look) =>
      by(
        platform.hosts
          .filter(ofModule)
          .flatMap((host) => Array.from({ length: host.cores }, (_, core) => ({ host, core }))),
        ({ host, core }) => `${host.name} core ${core}`,
        ({ host, core }) =>
          bars(
            look,
            meanOf(platform, host, ({ cores }) => cores[core] ?? NaN),
          ),
      ),
    Load: byHost(({ load }) => load[1], ofModule),
    'Disk Usage': (platform, look) => {
      const hosts = platform.hosts.filter(ofModule)
      const mountPoints = new Set(hosts.flatMap(({ disks }) => disks.map(({ mountPoint }) => mountPoint)))
      const used =
        (mountPoint: string): Value =>
        (from, before) =>
          most(
            hosts.flatMap((host) =>
              measuresOf(platform, host)
                .filter(inPart(from, before))
                .flatMap(({ of }) =>
                  of.disks.filter((disk) => disk.mountPoint === mountPoint).map((disk) => disk.used),
                ),
            ),
          )
      return Object.fromEntries([...mountPoints].map((one) => [one, lastOver(look, used(one))]))
    },
    'Network Traffic': (platform, look) => {
      const sent = traffic(platform, look, ({ network }) => network.sent)
      return {
        Received: line(
          look,
          traffic(platform, look, ({ network }) => network.received),
        ),
        Sent: line(look, (from, before) => -Number(sent(from, before))),
      }
    },
    'Nodes of the network': asksNothing,
    'Network Latency': byNode(({ latency }) => latency),
    'Packet Loss': byNode(({ loss }) => loss, 100),
    'Bandwidth Utilization': (platform, look) =>
      by(
        platform.nodes,
        ({ id }) => id,
        (node) =>
          lastOver(
            look,
            nodeValue(platform, node, ({ bandwidth }) => bandwidth),
          ),
      ),
    Connections: byNode(({ connections }) => connections),
    'Failed measurements': (platform, look) => {
      const failed = sentTo(platform, 'isp-metrics').filter(
        (one) => looked(look)(one) && one.document['error'] !== undefined,
      )
      const types = countBy(failed, ({ document }) => String(document['metric_type']).toLowerCase())
      return Object.fromEntries(Object.entries(types).map(([type, times]) => [type, { timeout: times }]))
    },
    'Metrics by Service': (platform, look) => {
      const all = sentTo(platform, 'isp-metrics').filter(looked(look))
      const names = countBy(
        all.filter(({ document }) => document['service_name'] !== undefined),
        ({ document }) => String(document['service_name']),
      )
      const last = (name: string) =>
        Math.max(...all.filter(({ document }) => document['service_name'] === name).map(({ time }) => time))
      return Object.fromEntries(
        Object.entries(names).map(([name, count]) => [name, { Metrics: count, 'Last one': last(name) }]),
      )
    },
  },
}
