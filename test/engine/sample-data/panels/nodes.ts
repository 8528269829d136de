import type { SampleCluster } from '../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import { nodeMeasures, type NodeMeasure } from '../../../../src/profiles/openvidu/sample-data/model/measures.js'
import type { SampleNode } from '../../../../src/profiles/openvidu/sample-data/model/nodes.js'
import { mean, sum, type Look, type Value } from './look.js'

export const nodesOf = ({ master, mediaNodes }: SampleCluster): SampleNode[] => [master, ...mediaNodes]

/** What was measured of a node in a part of the time. */
export const measures = (cluster: SampleCluster, node: SampleNode): NodeMeasure[] => {
  const known = measured.get(cluster) ?? new Map<SampleNode, NodeMeasure[]>()
  measured.set(cluster, known)
  const all = known.get(node) ?? [...nodeMeasures(cluster, node)]
  known.set(node, all)
  return all
}
const measured = new WeakMap<SampleCluster, Map<SampleNode, NodeMeasure[]>>()

const inPart = (all: NodeMeasure[], from: number, before: number) =>
  all.filter(({ time }) => time >= from && time < before)

/** The mean of something over all measures of some nodes. */
export const meanOf =
  (cluster: SampleCluster, nodes: SampleNode[], of: (measure: NodeMeasure, node: SampleNode) => number): Value =>
  (from, before) =>
    mean(nodes.flatMap((node) => inPart(measures(cluster, node), from, before).map((measure) => of(measure, node))))

/** How much a counter of a node grew a second since the interval before; undefined in the first one. Measures come once an interval. */
const growth = (cluster: SampleCluster, look: Look, node: SampleNode, of: (measure: NodeMeasure) => number): Value => {
  const seen = inPart(measures(cluster, node), look.from, look.to + 1)
  return (from, before) => {
    const index = seen.findIndex(({ time }) => time >= from && time < before)
    const [now, earlier] = [seen[index], seen[index - 1]]
    return now === undefined || earlier === undefined ? undefined : (of(now) - of(earlier)) / look.intervals.tsvb
  }
}

/** Of all nodes together, or of one of them on average; in the first interval nothing has grown yet. */
export const rate =
  (cluster: SampleCluster, look: Look, how: 'sum' | 'mean', of: (measure: NodeMeasure) => number): Value =>
  (from, before) => {
    const nodes = nodesOf(cluster)
    const all = sum(nodes.map((node) => growth(cluster, look, node, of)(from, before) ?? 0))
    return how === 'sum' ? all : all / nodes.length
  }

/** How much a counter grew in what the dashboard looks at: of all nodes together, or of one of them on average. */
export function grown(
  cluster: SampleCluster,
  look: Look,
  how: 'sum' | 'mean',
  of: (measure: NodeMeasure) => number,
): number {
  const each = nodesOf(cluster).map((node) => {
    const seen = inPart(measures(cluster, node), look.from, look.to + 1)
    const [first, last] = [seen[0], seen.at(-1)]
    return first === undefined || last === undefined ? NaN : of(last) - of(first)
  })
  return how === 'sum' ? sum(each) : sum(each) / each.length
}

/** A share as Metricbeat rounds it. */
export const share = (part: number, whole: number): number => Math.round((part / whole) * 1000) / 1000
