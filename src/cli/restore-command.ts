import type { Command } from 'commander'
import type { RestoreOptions } from '../commands/restore.js'
import type { Profile } from '../profiles/profile.js'
import { backupOption, commonOptions, whatToDo } from './options/common.js'
import type { Execute } from './user-commands.js'

/** `elkctl restore`: puts objects back as a backup has them. */
export function restoreCommand(elkctl: Command, profile: Profile, run: Execute): void {
  const command = elkctl
    .command('restore <file>')
    .description('put objects back as they were before elkctl changed or removed them')
    .optionsGroup(whatToDo)
    .option('--other-cluster', 'also on another cluster than that of the backup')
    .option('--space <id>', 'the space of Kibana for the dashboards (default: that of the backup)')
    .option('--tenant <name>', 'the tenant of OpenSearch Dashboards for the dashboards (likewise)')
    .option('--dry-run', 'show what would be put back, and do nothing')
    .option('-y, --yes', 'do not ask')
  commonOptions(backupOption(command), profile).action((file: string, options: Omit<RestoreOptions, 'file'>) =>
    run('restore', { ...options, file }, ({ restore }) => restore),
  )
}
