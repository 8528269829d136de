import { expectShape } from '../http/shape.js'
import { objectPath } from '../kinds/saved-object/space.js'
import { indicesOf } from './indices.js'
import { together, type Finding, type Look, type Situation } from './issue.js'

/** Dashboards stay empty, or do not open, where an index pattern is missing, or no index matches it. */
export const lookAtPatterns: Look = async (situation) => {
  const { stack, settings, indexPatterns } = situation
  if (stack.dashboards === undefined)
    return { status: 'skip', detail: settings.withoutDashboards ?? 'there is no dashboards server' }
  if (indexPatterns.length === 0) return { status: 'skip', detail: 'no index pattern is installed' }
  const findings = await Promise.all(indexPatterns.map((id) => lookAt(id, situation)))
  const said = together(findings)
  return said.status === 'pass' ? { ...said, detail: `${indexPatterns.length} index patterns have indices` } : said
}

async function lookAt(id: string, { stack }: Situation): Promise<Finding> {
  const reply = await stack.dashboards?.reader.get(objectPath(stack, `index-pattern/${id}`))
  if (reply === undefined || reply.status === 404)
    return { status: 'fail', detail: `the index pattern ${id} is not there: elkctl init makes it` }
  if (reply.status === 403) return { status: 'skip', detail: `the signed-in user may not see the index pattern ${id}` }
  const { attributes } = expectShape(reply, `Reading the index pattern ${id}`, { attributes: 'object' })
  const pattern = typeof attributes['title'] === 'string' ? attributes['title'] : id
  const names = await indicesOf(pattern, stack)
  if (names === 'refused') return { status: 'skip', detail: `the signed-in user may not see ${pattern}` }
  return names.length > 0
    ? { status: 'pass', detail: `${pattern} has indices` }
    : { status: 'warn', detail: `no index matches the index pattern ${pattern}` }
}
