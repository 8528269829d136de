import type { Command } from 'commander'
import type { ExportGrafanaOptions } from '../commands/export-grafana.js'
import type { ExportOptions } from '../commands/export.js'
import type { Profile } from '../profiles/profile.js'
import { accountOptions } from './options/application.js'
import { commonOptions, whatToDo } from './options/common.js'
import type { Execute } from './user-commands.js'

const grafana = 'grafana'
const grafanaHelp =
  'provisioning/: data sources and dashboards for Grafana; asks the stack what it is, unless --flavor says it'

/** `elkctl export`: files for other programs of the application, and for Grafana. */
export function exportCommand(elkctl: Command, profile: Profile, execute: Execute): void {
  const { exports = {} } = profile
  const command = elkctl
    .command('export <program>')
    .description('write a configuration file for another program of the application, or its dashboards for Grafana')
    .optionsGroup(whatToDo)
  if (Object.keys(exports).length > 0)
    command
      .option('--out <file>', 'a new file, mode 600 (default: its usual name, in this folder)')
      .option('--with-password', 'write the password itself, not a variable for it')
  command
    .option('--to <folder>', 'grafana: the folder in which provisioning/ is made (default: this one)')
    .option('--flavor <name>', 'grafana: elasticsearch or opensearch, without asking the stack')
    .option('--force', 'grafana: replace files that are there')
  commonOptions(accountOptions(command, profile), profile)
    .addHelpText(
      'after',
      `\nPrograms:\n${[
        ...Object.entries(exports).map(([program, { file, help }]) => `  ${program}  ${file}: ${help}`),
        `  ${grafana}  ${grafanaHelp}`,
      ].join('\n')}`,
    )
    .action((program: string, options: Omit<ExportOptions, 'program'> & ExportGrafanaOptions) =>
      program === grafana
        ? execute('export', options, ({ exportGrafana }) => exportGrafana)
        : execute('export', { ...options, program }, ({ exportFile }) => exportFile),
    )
}
