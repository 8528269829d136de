import type { Command } from 'commander'
import type { Profile } from '../../profiles/profile.js'
import type { Format } from '../../report/formats/names.js'
import { Listed } from '../command-list.js'
import { alertOptions } from './alerts.js'
import { accountOptions, applicationOptions } from './application.js'
import { awsOptions } from './aws.js'
import { connectionOptions } from './connection.js'
import { outputOptions } from './output.js'
import { signInOptions } from './sign-in.js'
import { tlsOptions } from './tls.js'

/** The heading above what a command has of its own. */
export const whatToDo = 'What to do:'

/** Options that every command has, after its own. */
export function commonOptions(command: Command, profile: Profile, formats?: readonly Format[]): Command {
  if (command instanceof Listed) return command.option('--profile <name>')
  applicationOptions(command, profile)
  connectionOptions(command, profile)
  return outputOptions(awsOptions(tlsOptions(signInOptions(command))), formats).exitOverride()
}

/** Where what is changed or removed is kept, as it was. */
export const backupOption = (command: Command): Command =>
  command.option(
    '--backup-dir <folder>',
    'keep what is changed or removed in a file there (default: beside the configuration file)',
  )

/** Only an application with a format of dates has a setting that elkctl can correct. */
export function correctionOption(command: Command, { settings }: Profile, help: string): Command {
  const isThere = Object.values(settings).some(({ type }) => type === 'strftime')
  return isThere ? command.option('--fix-settings', help) : command
}

/** Options of the commands that know everything that is installed. */
export function installationOptions(command: Command, profile: Profile, formats?: readonly Format[]): Command {
  command
    .optionsGroup(whatToDo)
    .option('--space <id>', 'put the dashboards into this space of Kibana (default: default)')
    .option('--tenant <name>', 'put the dashboards into this tenant of OpenSearch Dashboards (default: global)')
    .option('--force', 'continue despite an incompatible version')
    .option('--adopt', 'take over objects created by others')
    .option('--overwrite', 'replace what was edited by hand since elkctl wrote it (a backup is kept)')
  return commonOptions(alertOptions(accountOptions(command, profile)), profile, formats)
}
