import type { Command } from 'commander'
import type { ExportOptions } from '../commands/export.js'
import type { Profile } from '../profiles/profile.js'
import { accountOptions } from './options/application.js'
import { commonOptions, whatToDo } from './options/common.js'
import type { Execute } from './user-commands.js'

/** `elkctl export`. An application without such files has it too, but not in its help: it says that there are none. */
export function exportCommand(elkctl: Command, profile: Profile, execute: Execute): void {
  const { exports = {} } = profile
  const command = elkctl
    .command('export <program>', { hidden: Object.keys(exports).length === 0 })
    .description('write a configuration file for another program of the application; asks nothing of the stack')
    .optionsGroup(whatToDo)
    .option('--out <file>', 'a new file, mode 600 (default: its usual name, in this folder)')
    .option('--with-password', 'write the password itself, not a variable for it')
  commonOptions(accountOptions(command, profile), profile)
    .addHelpText(
      'after',
      `\nPrograms:\n${Object.entries(exports)
        .map(([program, { file, help }]) => `  ${program}  ${file}: ${help}`)
        .join('\n')}`,
    )
    .action((program: string, options: Omit<ExportOptions, 'program'>) =>
      execute('export', { ...options, program }, async () => (await import('../commands/export.js')).exportFile),
    )
}
