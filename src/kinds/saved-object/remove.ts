import { expectGone } from '../../http/answer.js'
import { expectShape } from '../../http/shape.js'
import { objectsIn } from '../../json.js'
import type { Stack, Writers } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'
import type { Dependant, DependantsOf } from '../kind.js'
import { migrationVersions } from './import.js'
import { marksIn } from './record.js'
import { objectPath, spacePath } from './space.js'

/** Without `force`: an object that is shared with other spaces stays there. @throws ElkctlError, ApiError */
export async function removeObject({ dashboards }: Writers, stack: Stack, name: string): Promise<void> {
  if (dashboards === undefined) return
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
