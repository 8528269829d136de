import { counted } from '../counted.js'
import type { Backup } from '../data-files/schemas/backup.js'
import { isOtherWork, type Change } from '../engine/change.js'
import { pending, type Plan } from '../engine/plan.js'
import { backupFolder, readBackupText, writeObjectsBackup } from '../files/objects-backup.js'
import type { Settings } from '../settings/settings.js'
import { isPutBack } from '../report/text/not-restored.js'
import { globalTenant } from '../stack/tenant.js'
import { version } from '../version.js'
import type { Run } from './run.js'

export interface BackupOptions {
  /** the folder; default: that of the configuration file */
  backupDir?: string
}

export interface Written extends BackupOptions {
  by?: Backup['by']
}

/** Keeps what the plan is about to change or remove, as it is. Where there is nothing of it, no file is written. @throws ElkctlError */
export function backUp(plan: Plan, settings: Settings, { backupDir, by }: Written, run: Run): void {
  const changes = pending(plan)
  const objects = changes.flatMap(objectIn)
  if (objects.length === 0) return
  const file = writeObjectsBackup(backupFolder(backupDir, settings.envFile), {
    ...backupOf(objects, plan, settings),
    ...(by !== undefined && { by }),
  })
  run.journal.add({ backup: file })
  run.screen.print(`Backup of ${counted(objects.length, 'object')}: ${file}${putBack(changes)}`)
}

/** How much of it. */
function putBack(changes: Change[]): string {
  const kept = changes.filter((change) => objectIn(change).length > 0)
  const { length } = kept.filter(isPutBack)
  if (length === kept.length) return ' (elkctl restore puts them back)'
  return length === 0 ? '' : ` (elkctl restore puts back ${length} of them)`
}

/** What a file of `backUp` holds. With its form comes zod, which is a tenth of all that a command would load. @throws ElkctlError (usage) */
export async function readBackup(file: string): Promise<Backup> {
  const { backupIn } = await import('../data-files/read-backup.js')
  return backupIn(file, readBackupText(file))
}

type Kept = Backup['objects'][number]

function objectIn(change: Change): Kept[] {
  const { kind, name } = change
  if (isOtherWork(kind) || (change.action !== 'update' && change.action !== 'remove')) return []
  // No server shows a password.
  if (change.action === 'update' && change.differences.every(({ path }) => path === 'password') && kind.name === 'user')
    return []
  return [{ kind: kind.name, name, body: change.existing.body }]
}

function backupOf(objects: Kept[], { stack }: Plan, { profile, searchUrl }: Settings): Backup {
  const { flavor, clusterUuid, dashboards } = stack
  return {
    format: 1,
    elkctl: version,
    profile: profile.name,
    written: new Date().toISOString(),
    cluster: {
      url: searchUrl,
      ...(clusterUuid !== undefined && { uuid: clusterUuid }),
      ...{ product: flavor.name, version: stack.version },
    },
    ...(dashboards?.space !== undefined && { space: dashboards.space }),
    ...(dashboards?.tenant !== undefined &&
      dashboards.tenant.name !== globalTenant.name && { tenant: dashboards.tenant.name }),
    objects,
  }
}
