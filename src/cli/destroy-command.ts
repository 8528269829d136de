import type { Command } from 'commander'
import type { DestroyOptions } from '../commands/destroy.js'
import type { Profile } from '../profiles/profile.js'
import { accountOptions } from './options/application.js'
import { backupOption, commonOptions, whatToDo } from './options/common.js'
import { grafanaOptions } from './options/grafana.js'
import type { Execute } from './user-commands.js'

/** `elkctl destroy`: undoes `init`. */
export function destroyCommand(elkctl: Command, profile: Profile, run: Execute): void {
  const command = elkctl
    .command('destroy')
    .description('take away what elkctl made for this application, and nothing else; data stays')
    .optionsGroup(whatToDo)
    .option('--delete-data', 'also delete the indices of the application, with all documents')
    .option(
      '--also <kind/name>',
      'take this away too, although it was changed, is not elkctl’s, or is needed: index-template/NAME',
      (text: string, before: string[] | undefined) => [...(before ?? []), text],
    )
    .option('--space <id>', 'the space of Kibana with the dashboards (default: the one that the role names)')
    .option('--tenant <name>', 'the tenant of OpenSearch Dashboards with the dashboards (likewise)')
    .option('--dry-run', 'show what would be taken away, and do nothing')
    .option('-y, --yes [profile]', 'do not ask; needs the name of the application: --yes ' + profile.name)
  grafanaOptions(command)
  commonOptions(accountOptions(backupOption(command), profile), profile).action((options: DestroyOptions) =>
    run('destroy', options, ({ destroy }) => destroy),
  )
}
