import type { Backup } from '../data-files/schemas/backup.js'
import { everythingApplied } from '../engine/apply.js'
import { pending } from '../engine/plan.js'
import { planRestore } from '../engine/plan-restore.js'
import { ElkctlError, InterruptedError } from '../errors.js'
import { isVerdict, verdictOf, type Verdict } from '../report/verdict/verdict.js'
import { expectSameCluster } from '../stack/same-cluster.js'
import type { Stack } from '../stack/stack.js'
import { orAsAdministrator, withRights } from '../steps/administrator.js'
import { backUp, readBackup, type BackupOptions } from '../steps/back-up.js'
import { confirm } from '../steps/confirm.js'
import { detectStack } from '../steps/detect-stack.js'
import { readSettings, type StackOptions } from '../steps/read-settings.js'
import type { Run } from '../steps/run.js'
import { showPlan } from '../steps/show-plan.js'
import { findSpaceOrTenant } from '../steps/spaces-and-tenants/find-space-or-tenant.js'
import { writePlan } from '../steps/write-plan.js'

export interface RestoreOptions extends StackOptions, BackupOptions {
  /** the backup */
  file: string
  /** also on another cluster than that of the backup */
  otherCluster?: boolean
  dryRun?: boolean
  yes?: boolean
}

/** `elkctl restore FILE`: backup → settings → stack → plan → confirm → write. What is there goes into a backup of its own. */
export const restore = (given: RestoreOptions, run: Run): Promise<Verdict> =>
  orAsAdministrator(given, run, (options) => planAndRestore(options, run))

const scope = { needsRelease: false }

async function planAndRestore(given: RestoreOptions, run: Run): Promise<Verdict> {
  const backup = await readBackup(given.file)
  const { space = backup.space, tenant = backup.tenant } = given
  const options = { ...given, ...(space !== undefined && { space }), ...(tenant !== undefined && { tenant }) }
  const settings = await readSettings(options, run, scope)
  if (isVerdict(settings)) return settings
  const stack = await detectStack(settings, run)
  expectCluster(backup, stack, options)
  const place = await findSpaceOrTenant({ settings, stack, scope }, options, run)
  const plan = await withRights(`restoring ${given.file}`, settings, stack, () =>
    planRestore(backup.objects, given.file, place.stack),
  )
  run.journal.add({ checksSkipped: 'there is nothing to check' })
  showPlan(plan, settings, run)
  if (pending(plan).length === 0) return verdictOf({ end: 'nothing to restore', plan })
  if (options.dryRun) return verdictOf({ end: 'dry run', plan, old: [] })
  await expectSameCluster(stack)
  await confirm({ plan, old: [], lacksDestination: false }, options, settings, run)
  backUp(plan, settings, options, run)
  const outcomes = await writePlan(plan, settings, undefined, run)
  if (run.signal.aborted && !everythingApplied(outcomes)) throw new InterruptedError()
  return verdictOf({ end: 'restored', plan, outcomes })
}

/** @throws ElkctlError (conflict) the backup is of another cluster, or does not say of which */
function expectCluster({ cluster }: Backup, { clusterUuid }: Stack, { file, otherCluster }: RestoreOptions): void {
  if (otherCluster || (cluster.uuid !== undefined && cluster.uuid === clusterUuid)) return
  throw new ElkctlError(
    `${file} is a backup of another cluster: ${cluster.uuid ?? 'of which is not known'}, at ${cluster.url}; this one is ${clusterUuid ?? 'not known by its id'}.`,
    { exit: 'conflict', hint: 'To put these objects on this cluster, add --other-cluster.' },
  )
}
