import type { SampleCluster } from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import { nodeMeasures, type NodeMeasure } from '../../../../../src/profiles/openvidu/sample-data/model/measures.js'
import type { SampleNode } from '../../../../../src/profiles/openvidu/sample-data/model/nodes.js'
import { growth, mean, sum, type Look, type Value } from '../look.js'

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
const growthOf = (cluster: SampleCluster, look: Look, node: SampleNode, of: (measure: NodeMeasure) => number): Value =>
  growth(
    look,
    measures(cluster, node).map((measure) => ({ time: measure.time, value: of(measure) })),
  )

/** Of all nodes together, or of one of them on average; in the first interval nothing has grown yet. */
export const rate =
  (cluster: SampleCluster, look: Look, how: 'sum' | 'mean', of: (measure: NodeMeasure) => number): Value =>
  (from, before) => {
    const nodes = nodesOf(cluster)
    const all = sum(nodes.map((node) => growthOf(cluster, look, node, of)(from, before) ?? 0))
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
