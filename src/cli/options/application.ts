import { Option, type Command } from 'commander'
import { profiles } from '../../profiles/index.js'
import type { Profile } from '../../profiles/profile.js'
import { alsoSpelled, spelling } from './spelling.js'

/** Which application it is, and where its settings are. */
export function applicationOptions(command: Command, { name, envFile, fileOption, release }: Profile): Command {
  const file = new Option(
    '--env-file <file>',
    `its configuration file${envFile === undefined ? '' : ` (default: ${envFile})`}`,
  )
  command
    .optionsGroup('Application:')
    .option(
      '--profile <name>',
      `the application: ${profiles.map(({ name }) => name).join(', ')}, or the one in the --data folder (default: ${profiles.map(({ name }) => name)[0] ?? ''})`,
    )
    .addOption(fileOption ? file.hideHelp() : file)
    .option(
      '--data <folder>',
      'take templates, roles and dashboards from this folder instead of elkctl’s own, and the application from its profile.json if it has one',
    )
  command.setOptionValueWithSource('profile', name, 'implied')
  if (fileOption) spelling(command, 'envFile', new Option(fileOption.flags, fileOption.help))
  if (release) spelling(command, 'release', new Option(release.option.flags, release.option.help))
  return command
}

/** What its data files depend on. */
export function accountOptions(command: Command, { keys, roles, users }: Profile): Command {
  const instead = keys.retentionDays === undefined ? 'days until deletion' : `instead of ${keys.retentionDays}`
  command
    .optionsGroup('Application:')
    .option('--username <name>', `its service account (default: ${users.service})`)
    .option('--role <name>', `the role of that account (default: ${roles.service})`)
    .option('--retention-days <days>', `${instead}; 0 keeps everything`)
  return alsoSpelled(command, 'retentionDays', '--max-days-delete <days>')
}
