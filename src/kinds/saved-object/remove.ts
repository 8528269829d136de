import { ElkctlError } from '../../errors.js'
import { expectGone } from '../../http/answer.js'
import { expectShape } from '../../http/shape.js'
import { objectsIn } from '../../json.js'
import type { Reader, Stack, Writers } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'
import type { Dependant, DependantsOf } from '../kind.js'
import { migrationVersions } from './import.js'
import { typeAndId } from './parts.js'
import { marksIn } from './record.js'
import { objectPath, spacePath } from './space.js'

/** Removes an object that nothing refers to any more; servers do not look at that themselves. @throws ElkctlError, ApiError */
export async function removeObject({ dashboards }: Writers, stack: Stack, name: string): Promise<void> {
  if (dashboards === undefined) return
  const users = await referringTo(name, dashboards, stack)
  if (users.length > 0)
    throw new ElkctlError(`The saved object ${name} is still used by ${users.join(', ')}.`, {
      exit: 'conflict',
      hint: 'Remove that first, or let it show something else.',
    })
  // Without `force`: an object that is shared with other spaces stays there.
  expectGone(await dashboards.delete(objectPath(stack, name)), `Removing the saved object ${name}`)
}

/** What may refer to objects of ours; lens and map exist in Kibana alone. */
function referringTypes({ flavor, dashboards }: Stack): string[] {
  const isKibana = flavor.name === 'elasticsearch' && compareVersions(dashboards?.version ?? '0', '7.6') >= 0
  return [...Object.keys(migrationVersions), ...(isKibana ? ['lens', 'map'] : [])]
}

/** Objects that refer to one of these; of a record, those whose marks it holds. Pages of titles and references, however many objects there are. */
export const referrersOf: DependantsOf = async (stack, objects) => {
  const found = new Map(objects.map(({ name }): [string, Dependant[]] => [name, []]))
  const marked = objects.map(({ name, body }) => ({ name, marks: Object.keys(marksIn(body)) }))
  for (let page = 1; stack.dashboards !== undefined; page++) {
    const types = referringTypes(stack).map((one) => `type=${one}`)
    const path = `${spacePath(stack)}/api/saved_objects/_find?${types.join('&')}&fields=title&per_page=${pageSize}&page=${page}`
    const reply = await stack.dashboards.reader.get(path)
    const { saved_objects } = expectShape(reply, 'Reading what uses the saved objects', { saved_objects: 'objects' })
    for (const { type, id, references } of saved_objects) {
      const referrer = { kind: 'saved object', name: `${String(type)}/${String(id)}` }
      const needed = objectsIn(references).map((one) => `${String(one['type'])}/${String(one['id'])}`)
      const records = marked.filter(({ name, marks }) => name !== referrer.name && marks.includes(referrer.name))
      for (const name of new Set([...needed, ...records.map(({ name }) => name)])) found.get(name)?.push(referrer)
    }
    if (saved_objects.length < pageSize) break
  }
  return found
}

const pageSize = 1000

async function referringTo(name: string, dashboards: Reader, stack: Stack): Promise<string[]> {
  const { type, id } = typeAndId(name)
  const types = referringTypes(stack).map((one) => `type=${one}`)
  const reference = encodeURIComponent(JSON.stringify({ type, id }))
  const reply = await dashboards.get(
    `${spacePath(stack)}/api/saved_objects/_find?${types.join('&')}&has_reference=${reference}&per_page=20&fields=title`,
  )
  const { saved_objects } = expectShape(reply, `Reading what uses the saved object ${name}`, {
    saved_objects: 'objects',
  })
  return saved_objects.map((object) => `${String(object['type'])}/${String(object['id'])}`)
}
