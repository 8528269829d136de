import { compareVersions } from '../../stack/versions.js'
import { passed, problem, unchecked } from '../finding.js'
import { ask, healthPath, settingsPath, type Look } from './ask.js'
import { clusterSetting } from './cluster-settings.js'

/** Below this share of the limit there is time. */
const near = 0.9

/** Open shards beside cluster.max_shards_per_node. */
export const lookAtShardLimit: Look = async ({ stack: { search, equivalentVersion } }) => {
  // Before 7.0 the limit is a warning in the log: https://www.elastic.co/guide/en/elasticsearch/reference/6.8/misc-cluster.html
  if (compareVersions(equivalentVersion, '7.0.0') < 0) return []
  const [health, settings] = await Promise.all([ask(search, healthPath), ask(search, settingsPath)])
  if ('refused' in health) return [unchecked('stack.shard-limit', health.refused)]
  if ('refused' in settings) return [unchecked('stack.shard-limit', settings.refused)]
  const { active_shards, initializing_shards, unassigned_shards, number_of_data_nodes: nodes } = health.body
  const open = [active_shards, initializing_shards, unassigned_shards].reduce<number>((sum, n) => sum + Number(n), 0)
  const limit = Number(clusterSetting(settings.body, 'cluster', 'max_shards_per_node')) * Number(nodes)
  if (Number.isNaN(open + limit) || limit <= 0)
    return [unchecked('stack.shard-limit', 'the server tells no limit of shards')]
  const words = `${open} open shards of ${limit} that the cluster takes`
  if (open < limit * near) return [passed('stack.shard-limit', words)]
  return [
    problem('stack.shard-limit', open < limit ? `${words}: it is nearly full` : `${words}: no index can be created`, {
      status: open < limit ? 'warn' : 'fail',
      hint: 'Delete old indices or shorten the retention; or add a data node, or raise cluster.max_shards_per_node.',
    }),
  ]
}
