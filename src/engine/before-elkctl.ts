import type { Backup } from '../data-files/schemas/backup.js'
import type { JsonObject } from '../json.js'
import { kinds } from '../kinds/index.js'
import type { Stack } from '../stack/stack.js'
import { globalTenant } from '../stack/tenant.js'

/** "index-template/NAME" → an object as it was before elkctl took it over. */
export type BeforeElkctl = Map<string, JsonObject>

/**
 * What elkctl has taken over from others: without its mark. A person may have replaced an object again and again, and what stood there first counts; since
 * the last `destroy`, which has put that back.
 *
 * @param backups the oldest first
 */
export function beforeElkctl(backups: Backup[], stack: Stack): BeforeElkctl {
  const before: BeforeElkctl = new Map()
  const putBack = new Set<string>()
  for (const backup of backups.filter((one) => isOfCluster(one, stack)))
    for (const { kind, name, body } of objectsHere(backup, stack)) {
      const address = `${kind.replaceAll(' ', '-')}/${name}`
      if (backup.by === 'destroy') putBack.add(address)
      // A `destroy` that was cut off may not have put it back: what it was stays until another is found.
      else if (isUnmarked(kind, { name, body }, stack) && (!before.has(address) || putBack.delete(address)))
        before.set(address, body)
    }
  return before
}

/** A proxy may leave the id of the cluster out: then the address tells. */
const isOfCluster = ({ cluster: { uuid, url } }: Backup, { clusterUuid, search }: Stack): boolean =>
  uuid === clusterUuid && (uuid !== undefined || url === search.url)

/** Saved objects of another space or tenant are others, whatever their names are. */
function objectsHere({ objects, space, tenant }: Backup, { dashboards }: Stack): Backup['objects'] {
  const isHere =
    space === dashboards?.space && (tenant ?? globalTenant.name) === (dashboards?.tenant ?? globalTenant).name
  return isHere ? objects : objects.filter(({ kind }) => kindNamed(kind)?.needs !== 'dashboards')
}

function isUnmarked(kind: string, { name, body }: { name: string; body: JsonObject }, stack: Stack): boolean {
  const mark = kindNamed(kind)?.api[stack.flavor.dialect]?.mark(stack, name)
  return mark !== undefined && mark.read(body) === undefined
}

const kindNamed = (name: string) => kinds.find((kind) => kind.name === name)
