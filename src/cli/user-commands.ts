import { Option, type Command } from 'commander'
import type { CreateUserOptions } from '../commands/create-user.js'
import type { DeleteUserOptions } from '../commands/delete-user.js'
import type * as commands from '../commands/index.js'
import type { RotateOptions } from '../commands/rotate-password/target.js'
import type { Profile } from '../profiles/profile.js'
import type { Command as ElkctlCommand } from '../steps/run.js'
import { backupOption, commonOptions, whatToDo } from './options/common.js'

/** What the program does with the options of a command: loads the commands, runs this one, reports on it. */
export type Execute = <Options extends object>(
  name: string,
  options: Options,
  choose: (commands: Commands) => ElkctlCommand<Options>,
) => Promise<void>

export type Commands = typeof commands

/** The commands for users: create-user, rotate-password, delete-user. */
export function userCommands(elkctl: Command, profile: Profile, execute: Execute): void {
  createUserCommand(elkctl, profile, execute)
  const rotate = elkctl
    .command('rotate-password [name]')
    .description('change a password on the stack and in the configuration file together; default: the user named there')
    .optionsGroup(whatToDo)
    .option('--password-stdin', 'read the new password from standard input instead of making one')
    .option('--credentials-file <file>', 'put it into a new file of mode 600 instead of the configuration file')
    .option('--dry-run', 'show what would be done, and do nothing')
    .option('-y, --yes', 'do not ask')
  commonOptions(rotate, profile).action((name: string | undefined, options: RotateOptions) =>
    execute('rotate-password', named(name, options), ({ rotatePassword }) => rotatePassword),
  )
  const remove = elkctl
    .command('delete-user [name]')
    .description('remove a user, and its role unless others have it; undoes create-user; default: the service account')
    .optionsGroup(whatToDo)
    .option('--role <name>', 'remove this role too, even if no user has it')
    .option('--adopt', 'also remove objects not created by elkctl')
    .option('--dry-run', 'show what would be removed, and do nothing')
    .option('-y, --yes', 'do not ask, even if the configuration file names this user')
  commonOptions(backupOption(remove), profile).action((name: string | undefined, options: DeleteUserOptions) =>
    execute('delete-user', named(name, options), ({ deleteUser }) => deleteUser),
  )
}

function createUserCommand(elkctl: Command, profile: Profile, execute: Execute): void {
  const { service, viewer, checker } = profile.roles
  const command = elkctl
    .command('create-user [name]')
    .description('create a user with its own role; existing users are not changed')
    .optionsGroup(whatToDo)
    .option(
      '--role <name>',
      `its role (default: ${service}${viewer === undefined ? '' : `, with --read-only ${viewer}`})${checker === undefined ? '' : `; ${checker} only verifies`}`,
    )
    .option('--read-only', 'for a person who looks at dashboards, instead of the service account')
    .option('--spaces <names>', 'the spaces of Kibana that the role is for: a,b or *', commaSeparated)
    .addOption(new Option('--password-stdin', 'read the password from standard input').conflicts('generatePassword'))
    .option('--generate-password', 'generate a random password (default)')
    .option('--reset-password', 'reset the password of an existing user')
    .option('--write-env', 'put user and password into the configuration file (a backup is kept)')
    .option('--credentials-file <file>', 'put them into a new file of mode 600')
    .option('--force', 'continue despite an incompatible version')
    .option('--adopt', 'change an existing user, or take over objects created by others')
    .option('--dry-run', 'show what would be done, and do nothing')
    .option('-y, --yes', 'do not ask')
  commonOptions(backupOption(command), profile).action((name: string | undefined, options: CreateUserOptions) =>
    execute('create-user', named(name, options), ({ createUser }) => createUser),
  )
}

const commaSeparated = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

const named = <Options extends object>(username: string | undefined, options: Options): Options =>
  username === undefined ? options : { ...options, username }
