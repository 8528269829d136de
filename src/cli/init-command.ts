import { Option, type Command } from 'commander'
import type { InitOptions } from '../commands/init.js'
import { profiles } from '../profiles/index.js'
import type { Profile } from '../profiles/profile.js'
import { fileFlag } from '../settings/flags.js'
import { backupOption, correctionOption, installationOptions, whatToDo } from './options/common.js'
import { grafanaOptions } from './options/grafana.js'
import { spelling } from './options/spelling.js'
import type { Execute } from './user-commands.js'

function examples(profile: Profile): string {
  const which = profile === profiles[0] ? '' : ` --profile ${profile.name}`
  const command = `elkctl init${which}${profile.envFile === undefined ? ` ${fileFlag(profile)} FILE` : ''}`
  return `
Examples:
  ${command}
      asks before it writes, and where the new password goes
  ${command} --dry-run
      shows what it would do
  ${command} --yes --write-env --admin-username elastic --admin-password-file secret
      asks nothing; ${profile.keys.username === undefined ? 'the new password goes' : 'user and password go'} into the configuration file`
}

export function initCommand(elkctl: Command, profile: Profile, execute: Execute): void {
  const command = elkctl
    .command('init')
    .description(
      'make the stack ready: policies, pipelines, templates, role, user, dashboards; a second run changes nothing',
    )
    .optionsGroup(whatToDo)
    .option('--dry-run', 'show what would be done, and do nothing')
    .option('-y, --yes', 'do not ask')
    .option('--write-env', 'put the new user and its password into the configuration file (a backup is kept)')
    .option('--credentials-file <file>', 'put them into a new file of mode 600 instead')
    .option('--password-stdin', 'read the new user’s password from standard input instead of making one')
    .option('--reset-password', 'reset the password of an existing user')
  backupOption(command)
  grafanaOptions(command)
  correctionOption(command, profile, 'correct settings in the configuration file that cannot work (a backup is kept)')
  if (profile.reindex) spelling(command, 'reindex', new Option(profile.reindex.flags, profile.reindex.help))
  installationOptions(command, profile)
    .addHelpText('after', examples(profile))
    .action((options: InitOptions) => execute('init', options, ({ init }) => init))
}
