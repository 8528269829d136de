import type { JsonObject } from '../../json.js'
import { isObject, objectIn } from '../../json.js'
import { passed, problem, unchecked, type Finding } from '../finding.js'
import { ask, nodesPath, settingsPath, type Look } from './ask.js'
import { bytesIn, inGigabytes, leastFree, type Watermark } from './watermark.js'
import { clusterSetting } from './cluster-settings.js'
import { isDataNode, isFrozenOnly } from './node-roles.js'

const levels = [
  { name: 'flood_stage', title: 'flood-stage', means: 'the server makes its indices read-only' },
  { name: 'high', title: 'high', means: 'the server moves its shards away' },
  { name: 'low', title: 'low', means: 'the server puts no new replicas there' },
] as const

/**
 * A node of the frozen tier alone has this one. Nothing is blocked on it: what it holds is read-only anyway.
 * https://www.elastic.co/guide/en/elasticsearch/reference/8.7/modules-cluster.html
 */
const frozen = { name: 'flood_stage.frozen', title: 'flood-stage', means: 'the server warns of it in its log' } as const

/** Free space of each node that holds data beside the watermarks. */
export const lookAtDisks: Look = async ({ stack: { search } }) => {
  const [nodes, settings] = await Promise.all([ask(search, nodesPath), ask(search, settingsPath)])
  if ('refused' in nodes) return [unchecked('stack.disk', nodes.refused)]
  if ('refused' in settings) return [unchecked('stack.disk', settings.refused)]
  const disk = (...path: string[]) => clusterSetting(settings.body, 'cluster', 'routing', 'allocation', 'disk', ...path)
  if (String(disk('threshold_enabled')) === 'false')
    return [passed('stack.disk', 'watermarks are switched off (cluster.routing.allocation.disk.threshold_enabled)')]
  const watermarksOf = (node: JsonObject) =>
    (isFrozenOnly(node) ? [frozen] : levels).map((level) => ({
      ...level,
      watermark: {
        value: String(disk('watermark', level.name)),
        headroom: disk('watermark', `${level.name}.max_headroom`),
      },
    }))
  const disks = Object.values(objectIn(nodes.body, 'nodes')).filter(isObject).filter(isDataNode)
  if (disks.length === 0) return [unchecked('stack.disk', 'the server tells nothing of its disks')]
  return disks.map((node) => findingOf(node, watermarksOf(node)))
}

type Level = ((typeof levels)[number] | typeof frozen) & { watermark: Watermark }

function findingOf(node: JsonObject, watermarks: Level[]): Finding {
  const { total_in_bytes, available_in_bytes } = objectIn(node, 'fs', 'total')
  const [total, free] = [bytesIn(total_in_bytes), bytesIn(available_in_bytes)]
  const about = { subject: `node ${String(node['name'])}` }
  if (total === undefined || free === undefined)
    return unchecked('stack.disk', 'the server tells nothing of its disk', about)
  const share = `${inGigabytes(free)} of ${inGigabytes(total)} free`
  if (watermarks.every(({ watermark }) => leastFree(watermark, total) === undefined))
    return unchecked('stack.disk', `${share}; the server does not tell its watermarks`, about)
  const reached = watermarks.find(({ watermark }) => free < (leastFree(watermark, total) ?? 0))
  if (reached === undefined) return passed('stack.disk', share, about)
  const { name, title, means, watermark } = reached
  return problem('stack.disk', `${share}, beyond the ${title} watermark (${watermark.value}): ${means}`, {
    ...about,
    hint: 'Delete old indices, shorten the retention, or add disk space.',
    ...(name === 'flood_stage' && { status: 'fail' as const }),
  })
}
