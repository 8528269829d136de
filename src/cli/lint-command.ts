import type { Command } from 'commander'
import type { Profile } from '../profiles/profile.js'
import { formats } from '../report/formats/names.js'
import type { ProfileOptions } from '../settings/find-profile.js'
import { whatToDo } from './options/common.js'
import { outputOptions } from './options/output.js'
import type { Execute } from './user-commands.js'

export function lintCommand(elkctl: Command, profile: Profile, execute: Execute): void {
  const command = elkctl
    .command('lint')
    .description(
      'check the data files of an application: templates, roles, policies, dashboards, alerts; asks nothing of a stack',
    )
    .optionsGroup(whatToDo)
    .option('--profile <name>', 'the application, or the one in the --data folder')
    .option('--data <folder>', 'the folder with the data files (default: elkctl’s own)')
  command.setOptionValueWithSource('profile', profile.name, 'implied')
  outputOptions(command, formats)
    .exitOverride()
    .action((options: ProfileOptions) => execute('lint', options, ({ lint }) => lint))
}
