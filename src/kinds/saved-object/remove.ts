import { ElkctlError } from '../../errors.js'
import { expectGone } from '../../http/answer.js'
import { expectShape } from '../../http/shape.js'
import type { Reader, Stack, Writers } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'
import { migrationVersions } from './import.js'
import { typeAndId } from './parts.js'
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
