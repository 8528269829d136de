import { hasShape } from '../../http/shape.js'
import { reasonIn } from '../../http/answer.js'
import { isObject, listIn, objectsIn, type JsonObject } from '../../json.js'
import { objectPath, spacePath } from '../../kinds/saved-object/space.js'
import type { Stack } from '../../stack/stack.js'
import { passed, problem, unchecked, type Finding } from '../finding.js'
import type { Look } from './ask.js'

const types = ['dashboard', 'visualization', 'search', 'index-pattern']

/** Everything that our saved objects refer to is where they are. */
export const lookAtReferences: Look = async ({ plan, stack }) => {
  const ours = plan.changes.flatMap(({ kind, name, action }) =>
    kind.name === 'saved object' && ['unchanged', 'update'].includes(action) ? [name] : [],
  )
  if (stack.dashboards === undefined || ours.length === 0) return []
  const path = `${spacePath(stack)}/api/saved_objects/_find?${types.map((type) => `type=${type}`).join('&')}&per_page=1000&page=1`
  const reply = await stack.dashboards.reader.get(path)
  if (reply.status !== 200 || !isObject(reply.body))
    return [unchecked('dashboard.references', `the dashboards server answered ${reply.status} ${reasonIn(reply)}`)]
  const objects = listIn(reply.body['saved_objects']).filter((one) => hasShape(one, { type: 'text', id: 'text' }))
  const there = new Set(objects.map(({ type, id }) => `${type}/${id}`))
  const findings = await Promise.all(
    objects.filter(({ type, id }) => ours.includes(`${type}/${id}`)).map((object) => findingsOf(object, there, stack)),
  )
  const found = findings.flat()
  return found.length > 0
    ? found
    : [passed('dashboard.references', `nothing that ${ours.length} saved objects refer to is missing`)]
}

type SavedObject = JsonObject & { type: string; id: string }

async function findingsOf(
  { type, id, references, attributes }: SavedObject,
  there: Set<string>,
  stack: Stack,
): Promise<Finding[]> {
  const named = objectsIn(references).map((reference) => `${String(reference['type'])}/${String(reference['id'])}`)
  const unknown = [...new Set(named)].filter((name) => !there.has(name))
  const missing = await Promise.all(unknown.map(async (name) => ((await isThere(name, stack)) ? [] : [name])))
  const title = isObject(attributes) && typeof attributes['title'] === 'string' ? ` "${attributes['title']}"` : ''
  return missing.flat().map((name) =>
    problem('dashboard.references', `refers to ${name}, which is not ${whereIn(stack)}`, {
      subject: `${type} ${id}${title}`,
    }),
  )
}

/** Of another type than those that were listed, or beyond the first thousand. What cannot be looked at is not said to be missing. */
async function isThere(name: string, stack: Stack): Promise<boolean> {
  const reply = await stack.dashboards?.reader.get(objectPath(stack, name))
  return reply?.status !== 404
}

const whereIn = ({ dashboards }: Stack): string =>
  dashboards?.tenant === undefined
    ? `in the space ${dashboards?.space ?? 'default'}`
    : `in the tenant ${dashboards.tenant.name}`
