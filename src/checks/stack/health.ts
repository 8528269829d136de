import { counted } from '../../counted.js'
import { objectsIn, type JsonObject } from '../../json.js'
import type { Reader } from '../../stack/stack.js'
import { passed, problem, unchecked, type Finding } from '../finding.js'
import { ask, healthPath, type Look } from './ask.js'

/** Red and yellow, and why. */
export const lookAtHealth: Look = async ({ stack: { search } }) => {
  const health = await ask(search, healthPath)
  if ('refused' in health) return [unchecked('stack.red', health.refused), unchecked('stack.yellow', health.refused)]
  const { status, unassigned_shards: unassigned, number_of_data_nodes: nodes } = health.body
  if (status === 'green')
    return [passed('stack.red', 'the cluster is green'), passed('stack.yellow', 'the cluster is green')]
  const shards = counted(Number(unassigned), status === 'red' ? 'shard' : 'replica')
  const words = `the cluster is ${String(status)}: ${shards} on no node. ${await whyUnassigned(search)}`
  if (status === 'red') return [problem('stack.red', words)]
  return [passed('stack.red', 'all data is there'), yellow(words, nodes === 1)]
}

const yellow = (words: string, isAlone: boolean): Finding =>
  problem('stack.yellow', words, {
    hint: isAlone
      ? 'A cluster of one data node has no place for replicas: add a node, or PUT /INDEX/_settings {"index.number_of_replicas": 0}.'
      : 'Bring the node back, or mend what the server names.',
  })

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
  return [summary, first].filter((part) => typeof part === 'string').join('; ') || 'the server does not say why'
}
