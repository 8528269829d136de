import { isObject, objectIn } from '../../json.js'
import type { Reader } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'
import { passed, problem, unchecked } from '../finding.js'
import { ask, healthPath, nodesPath, settingsPath, type Asked, type Look } from './ask.js'
import { clusterSetting } from './cluster-settings.js'
import { isFrozenOnly } from './node-roles.js'

/** Below this share of the limit there is time. */
const near = 0.9

/**
 * Open shards beside cluster.max_shards_per_node times the nodes that hold data. Closed indices do not count, and the frozen tier has a limit of its own:
 * https://www.elastic.co/guide/en/elasticsearch/reference/8.7/misc-cluster-settings.html
 */
export const lookAtShardLimit: Look = async ({ stack: { search, equivalentVersion } }) => {
  // Before 7.0 the limit is a warning in the log: https://www.elastic.co/guide/en/elasticsearch/reference/6.8/misc-cluster.html
  if (compareVersions(equivalentVersion, '7.0.0') < 0) return []
  const [health, settings, nodes] = await Promise.all([
    ask(search, healthPath),
    ask(search, settingsPath),
    ask(search, nodesPath),
  ])
  if ('refused' in health) return [unchecked('stack.shard-limit', health.refused)]
  if ('refused' in settings) return [unchecked('stack.shard-limit', settings.refused)]
  const { active_shards, initializing_shards, unassigned_shards, number_of_data_nodes } = health.body
  const allocated = [active_shards, initializing_shards, unassigned_shards].reduce<number>(
    (sum, n) => sum + Number(n),
    0,
  )
  const perNode = Number(clusterSetting(settings.body, 'cluster', 'max_shards_per_node'))
  const limit = perNode * (Number(number_of_data_nodes) - frozenNodes(nodes))
  if (Number.isNaN(allocated + limit) || limit <= 0)
    return [unchecked('stack.shard-limit', 'the server tells no limit of shards')]
  const isNear = (shards: number) => shards >= limit * near
  const open = isNear(allocated) ? await counted(search, allocated) : allocated
  const words = `${open} open shards of ${limit} that the cluster takes`
  if (!isNear(open)) return [passed('stack.shard-limit', words)]
  return [
    problem('stack.shard-limit', open < limit ? `${words}: it is nearly full` : `${words}: no index can be created`, {
      status: open < limit ? 'warn' : 'fail',
      hint: 'Delete old indices or shorten the retention; or add a data node, or raise cluster.max_shards_per_node.',
    }),
  ]
}

const frozenNodes = (nodes: Asked): number =>
  'refused' in nodes
    ? 0
    : Object.values(objectIn(nodes.body, 'nodes')).filter((node) => isObject(node) && isFrozenOnly(node)).length

export const indicesPath =
  '/_cluster/state/metadata?filter_path=metadata.indices.*.state,metadata.indices.*.settings.index.number_of_*,metadata.indices.*.settings.index.shard_limit'

/** As the server counts. The health has shards of closed indices and of the frozen tier too; where more may not be asked, its number stays. */
async function counted(search: Reader, allocated: number): Promise<number> {
  const state = await ask(search, indicesPath)
  if ('refused' in state) return allocated
  return Object.values(objectIn(state.body, 'metadata', 'indices')).reduce<number>((sum, index) => {
    if (!isObject(index) || index['state'] === 'close') return sum
    const {
      number_of_shards: shards,
      number_of_replicas: replicas,
      shard_limit: limit,
    } = objectIn(index, 'settings', 'index')
    const isFrozen = isObject(limit) && limit['group'] === 'frozen'
    return isFrozen ? sum : sum + Number(shards) * (1 + Number(replicas))
  }, 0)
}
