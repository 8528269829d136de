import { Command, CommanderError } from 'commander'
import type { PlanOptions } from '../commands/plan.js'
import { ElkctlError, exitCodes } from '../errors.js'
import { profiles } from '../profiles/index.js'
import type { Profile } from '../profiles/profile.js'
import { alertsCommands } from './alerts-commands.js'
import { profileChooser } from './choose-profile.js'
import { CommandList } from './command-list.js'
import type { CommandNode } from './command-tree.js'
import { completionCommand } from './completion/command.js'
import { destroyCommand } from './destroy-command.js'
import { doctorCommand } from './doctor-command.js'
import { explainCommand } from './explain-command.js'
import { exportCommand } from './export-command.js'
import { initCommand } from './init-command.js'
import { correctionOption, installationOptions, whatToDo } from './options/common.js'
import { grafanaOptions } from './options/grafana.js'
import { lintCommand } from './lint-command.js'
import { output } from './output.js'
import { profilesCommand } from './profiles-command.js'
import { profileIn } from './profile-in.js'
import { restoreCommand } from './restore-command.js'
import { sampleDataCommands } from './sample-data-commands.js'
import { userCommands, type Execute } from './user-commands.js'
import { versionCommand } from './version-command.js'
import { verifyCommand } from './verify-command.js'
import { formatIn, tellRefusal } from './usage-error.js'
import { version } from '../version.js'

/** Adds a command, or several that belong together. */
type Add = (elkctl: Command, profile: Profile, run: Execute) => void

/** In the order in which the help shows them. */
const commands: Record<string, Add> = {
  init: initCommand,
  plan: planCommand,
  verify: verifyCommand,
  doctor: doctorCommand,
  lint: lintCommand,
  alerts: alertsCommands,
  export: exportCommand,
  'sample-data': sampleDataCommands,
  ...{ 'create-user': userCommands, 'rotate-password': userCommands, 'delete-user': userCommands },
  destroy: destroyCommand,
  restore: restoreCommand,
  profiles: profilesCommand,
  version: versionCommand,
  completion: (elkctl) => {
    completionCommand(elkctl, everyCommand)
  },
  explain: explainCommand,
}

interface ToBuild {
  profile: Profile
  /**
   * the first word of the command line: a command of this name is built alone, for all their options take as long as a plan takes to compare; with any other
   * word all are listed at most; undefined: every command with its options
   */
  named?: string | undefined
}

/** Every command and its options. What a command needs is loaded when it runs: `--help` must not pay for it. */
export function program(
  { profile, named }: ToBuild,
  finish: (exitCode: number) => void,
  complain: (text: string) => void = output.err,
): Command {
  const only = Object.hasOwn(commands, String(named)) ? commands[String(named)] : undefined
  const elkctl = (named === undefined || only ? new Command('elkctl') : new CommandList('elkctl'))
    .description(`Makes an external Elastic Stack or OpenSearch ready for ${profile.title}`)
    .version(version)
    .exitOverride()
    .configureOutput({
      writeErr: complain,
      // In the form of every other error.
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'Error: ').replaceAll(/\n(?=.)/g, '\n  '))
      },
    })
    .showHelpAfterError('  --help shows the options.')
    .addHelpText(
      'after',
      `${applications()}\n\nExit codes:\n${Object.values(exitCodes)
        .map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`)
        .join('\n')}`,
    )
  const run: Execute = async (name, options, choose) => {
    const { execute } = await import('./execute.js')
    finish(await execute(name, options, choose))
  }
  for (const add of only ? [only] : new Set(Object.values(commands))) add(elkctl, profile, run)
  return elkctl
}

function planCommand(elkctl: Command, profile: Profile, run: Execute): void {
  const command = elkctl
    .command('plan')
    .description('show what init would do; exit code 2 when something would change')
    .optionsGroup(whatToDo)
  grafanaOptions(command)
  correctionOption(command, profile, 'show what init --fix-settings would correct')
  installationOptions(command, profile).action((options: PlanOptions) => run('plan', options, ({ plan }) => plan))
}

/** With the options of all applications. */
export async function everyCommand(): Promise<CommandNode> {
  const { commandTree } = await import('./command-tree.js')
  return commandTree(profiles.map((profile) => program({ profile }, () => undefined)))
}

/** What the help of one application does not show. */
function applications(): string {
  const [first, ...others] = profiles.map(({ name }) => name)
  const exporting = profiles.filter(({ exports }) => exports !== undefined).map(({ name }) => name)
  return [
    '',
    `Applications: ${String(first)} (default), ${others.join(', ')}. Name one after the command: elkctl COMMAND --profile NAME.`,
    `  elkctl profiles lists them; elkctl export PROGRAM writes files for other programs (${exporting.join(', ')}).`,
  ].join('\n')
}

/** commander answers `help` for a command that it does not know with the help of all, and says nothing of the name. */
const withoutHelpFor = (args: string[]): string[] => {
  const [first, name = 'help'] = args
  const isUnknown = first === 'help' && !name.startsWith('-') && name !== 'help' && !Object.hasOwn(commands, name)
  return isUnknown ? args.slice(1) : args
}

/** Options come after the command, where they may depend on it. undefined: there is none before it */
function misplacedOption([first = '', ...others]: string[]):
  Pick<ElkctlError, 'message' | 'hint' | 'exit'> | undefined {
  if (!first.startsWith('-') || ['-h', '--help'].includes(first)) return undefined
  if (others.some((arg) => ['-h', '--help'].includes(arg))) return undefined
  return {
    message: `${first.split('=')[0] ?? first} comes before the command.`,
    hint: `Put options after it: elkctl COMMAND ${first} …; elkctl --help lists the commands.`,
    exit: 'usage',
  }
}

/** commander has printed its message already, unless a document is asked for. */
async function misused({ message }: CommanderError, args: string[]): Promise<number> {
  if (formatIn(args) === 'text') return exitCodes.usage.code
  const words = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')
  return tellRefusal({ message: words, hint: `elkctl ${args[0] ?? ''} --help shows the options.`, exit: 'usage' }, args)
}

/** Parses the command line and runs it. Resolves to the exit code. */
export async function run(argv: string[]): Promise<number> {
  let exitCode: number = exitCodes.done.code
  const args = argv.slice(2)
  const complain = formatIn(args) === 'text' ? output.err : () => undefined
  try {
    if (args.length === 0) {
      const { startHere } = await import('./start-here.js')
      output.out(await startHere(process.env))
      return exitCodes.done.code
    }
    if (['-V', '--version'].includes(String(args[0]))) {
      output.out(`${version}\n`)
      return exitCodes.done.code
    }
    const misplaced = misplacedOption(args)
    if (misplaced !== undefined) return await tellRefusal(misplaced, args)
    const finish = (code: number) => {
      exitCode = code
    }
    const profile = await profileIn(args, process.env, profileChooser(args))
    const line = withoutHelpFor(args)
    const [first, second = first] = line
    await program({ profile, named: first === 'help' ? second : first }, finish, complain).parseAsync(line, {
      from: 'user',
    })
    return exitCode
  } catch (error) {
    // --help ends this way too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done.code : await misused(error, args)
    // Before there is a command that reports on it: which application is meant.
    if (error instanceof ElkctlError) return await tellRefusal(error, args)
    output.err(
      `This is a bug in elkctl, please report it:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    return exitCodes.failure.code
  }
}
