import { counted } from '../../counted.js'
import { objectsIn, type JsonObject } from '../../json.js'
import type { Reader } from '../../stack/stack.js'
import { passed, problem, unchecked } from '../finding.js'
import { ask, healthPath, type Look } from './ask.js'

/** Red and yellow, and why. */
export const lookAtHealth: Look = async ({ stack: { search } }) => {
  const health = await ask(search, healthPath)
  if ('refused' in health) return [unchecked('stack.red', health.refused), unchecked('stack.yellow', health.refused)]
  const {
    status,
    unassigned_shards: unassigned,
    initializing_shards: copied,
    number_of_data_nodes: nodes,
  } = health.body
  if (status === 'green')
    return [passed('stack.red', 'the cluster is green'), passed('stack.yellow', 'the cluster is green')]
  const what = status === 'red' ? 'shard' : 'replica'
  // After a restart, or with more replicas than before: there is nothing that the server could explain.
  const isOnItsWay = Number(unassigned) === 0 && Number(copied) > 0
  const why = isOnItsWay
    ? `${counted(Number(copied), what)} on the way to a node`
    : `${counted(Number(unassigned), what)} on no node. ${await whyUnassigned(search)}`
  const words = `the cluster is ${String(status)}: ${why}`
  if (status === 'red') return [problem('stack.red', words)]
  const hint = isOnItsWay
    ? 'Wait: it ends by itself.'
    : nodes === 1
      ? oneNode
      : 'Bring the node back, or mend what the server names.'
  return [passed('stack.red', 'all data is there'), problem('stack.yellow', words, { hint })]
}

const oneNode =
  'A cluster of one data node has no place for replicas: add a node, or PUT /INDEX/_settings {"index.number_of_replicas": 0}.'

/** In the server's own words: of one shard, which stands for the others. */
async function whyUnassigned(search: Reader): Promise<string> {
  const explained = await ask(search, '/_cluster/allocation/explain')
  if ('refused' in explained) return `Why could not be checked: ${explained.refused}`
  const { index, shard, primary } = explained.body
  return `Shard ${String(shard)} of ${String(index)} (${primary === true ? 'primary' : 'replica'}): ${explanationIn(explained.body)}`
}

function explanationIn({ allocate_explanation: summary, node_allocation_decisions: nodes }: JsonObject): string {
  const refusals = objectsIn(nodes).flatMap(({ deciders }) =>
    objectsIn(deciders).filter(({ decision }) => decision === 'NO'),
  )
  const [first] = refusals.map(({ explanation }) => explanation)
  const parts = [summary, first].filter((part) => typeof part === 'string')
  return parts.map((part) => part.replace(/\.$/, '')).join('; ') || 'the server does not say why'
}
