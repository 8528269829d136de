import { readFileSync } from 'node:fs'
import { Command, CommanderError, Option } from 'commander'
import { accessCommands } from './user-commands.js'
import { connectionOptions } from './options/connection.js'
import type { InitOptions } from '../commands/init.js'
import type { PrepareOptions } from '../steps/prepare.js'
import type { PasswordOptions } from './read-password.js'
import type { VerifyOptions } from '../commands/verify.js'
import type { Run } from '../steps/run.js'
import type { LoadOptions } from '../commands/sample-data/sample-data.js'
import { ElkctlError, exitCodes, InterruptedError, SettingsError } from '../errors.js'
import { interruptions } from './interruption.js'
import { output } from './output.js'
import type { Report } from '../report/report.js'

interface OutputOptions {
  json?: boolean
  quiet?: boolean
  verbose?: boolean
  /** false: --no-color */
  color?: boolean
  dryRun?: boolean
  writeProbe?: boolean
}

type CommandFunction<Options> = (options: Options, run: Run) => Promise<Report>

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }).version

/** Every command and its options. What a command needs is loaded when it runs: `--help` must not pay for it. */
export function program(finish: (exitCode: number) => void): Command {
  const elkctl = new Command('elkctl')
    .description('Makes an external Elastic Stack or OpenSearch ready for OpenVidu Pro')
    .version(version())
    .exitOverride()
    .showHelpAfterError('(--help shows the options)')
    .addHelpText(
      'after',
      `\nExit codes:\n${Object.values(exitCodes)
        .map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`)
        .join('\n')}`,
    )

  installation(
    elkctl
      .command('init')
      .description(
        'make the stack ready: policies, pipelines, templates, role, user, dashboards; a second run changes nothing',
      ),
  )
    .option('--dry-run', 'show what would be done, and do nothing')
    .option('-y, --yes', 'do not ask')
    .option('--write-env', 'put the new user and its password into the configuration file (a backup is kept)')
    .option('--credentials-file <file>', 'put them into a new file of mode 600 instead')
    .option('--password-stdin', 'read the new user’s password from standard input instead of making one')
    .option('--reset-password', 'give the user a new password although it exists')
    .option('--reindex-events', 'reindex an index openvidu that is older than its template; OpenVidu must be stopped')
    .action(async (options: InitOptions & OutputOptions & PasswordOptions) => {
      finish(await execute('init', options, async () => (await import('../commands/init.js')).init))
    })
  installation(
    elkctl.command('plan').description('show what init would do; exit code 2 when something would change'),
  ).action(async (options: PrepareOptions & OutputOptions & PasswordOptions) => {
    finish(await execute('plan', options, async () => (await import('../commands/plan.js')).plan))
  })
  installation(
    elkctl
      .command('verify')
      .description('check that the stack is as init leaves it, and that the account signs in; writes nothing'),
  )
    .option('--access', 'prove that the account has the rights that it needs, and no others')
    .option('--write-probe', 'also write a document of each kind as the account, read it back and remove it')
    .action(async (options: VerifyOptions & OutputOptions & PasswordOptions) => {
      finish(await execute('verify', options, async () => (await import('../commands/verify.js')).verify))
    })
  const sampleData = elkctl
    .command('sample-data')
    .description('made-up data of a small cluster, to see the dashboards at work')
  installation(
    sampleData
      .command('load')
      .description('write it; a second run writes nothing twice, and completes what was interrupted'),
  )
    .option('--hours <number>', 'how far it reaches back', '6')
    .option('--scale <factor>', 'multiplies the volume; 1 is about 10000 documents an hour', '1')
    .option('--seed <number>', 'another number makes other data', '1')
    .option('--until <time>', 'the end of the data, such as 2026-11-21T05:00:00Z (default: now)')
    .option('-y, --yes', 'write it beside real data without asking')
    .action(async (options: LoadOptions & OutputOptions & PasswordOptions) => {
      finish(
        await execute(
          'sample-data load',
          options,
          async () => (await import('../commands/sample-data/sample-data.js')).loadSampleData,
        ),
      )
    })
  installation(
    sampleData
      .command('remove')
      .description('delete sample documents and no others, and the empty indices that were made for them'),
  ).action(async (options: PrepareOptions & OutputOptions & PasswordOptions) => {
    finish(
      await execute(
        'sample-data remove',
        options,
        async () => (await import('../commands/sample-data/sample-data.js')).removeSampleData,
      ),
    )
  })
  accessCommands(elkctl, common, async (name, options, load) => {
    finish(await execute(name, options, load))
  })
  return elkctl
}

/** Options of the commands that install everything. */
function installation(command: Command): Command {
  return common(command)
    .option('--max-days-delete <days>', 'instead of OPENVIDU_PRO_ELASTICSEARCH_MAX_DAYS_DELETE; 0 keeps everything')
    .option('--username <name>', 'the service account (default: openvidu)')
    .option('--role <name>', 'its role (default: openvidu-role)')
    .option(
      '--space <id>',
      'put the dashboards into this space of Kibana (default: default, which the documentation of OpenVidu uses)',
    )
    .option('--tenant <name>', 'put the dashboards into this tenant of OpenSearch Dashboards (default: global)')
    .option('--data <folder>', 'take templates, roles and dashboards from this folder instead of elkctl’s own')
    .option('--force', 'go on although the versions do not go together')
    .option('--adopt', 'take over objects that others made')
}

/** Options that every command has. */
function common(command: Command): Command {
  return connectionOptions(command)
    .option('--env-file <file>', 'configuration file of the application (default: /opt/openvidu/.env)')
    .option('--profile <name>', 'application', 'openvidu')
    .option(
      '--openvidu-version <release>',
      'release of OpenVidu (default: what docker-compose.yml beside the file says)',
    )
    .option('--elasticsearch-host <url>', 'instead of OPENVIDU_PRO_ELASTICSEARCH_HOST; the port must be written')
    .option('--kibana-host <url>', 'instead of OPENVIDU_PRO_KIBANA_HOST; the port must be written')
    .option('--admin-username <name>', 'sign in as this administrator instead of the user in the configuration file')
    .option(
      '--admin-password-stdin',
      'read the administrator’s password from standard input (or set ELKCTL_ADMIN_PASSWORD)',
    )
    .option('--admin-password-file <file>', 'read it from a file')
    .option('--admin-password-command <command>', 'run this with sh -c, and take what it prints')
    .option('--admin-password <password>', 'not advisable: everybody on this machine can see it')
    .option(
      '--api-key-stdin',
      'sign in with an API key from standard input (or set ELKCTL_API_KEY; a service token: ELKCTL_SERVICE_TOKEN)',
    )
    .option(
      '--wait <time>',
      'how long to wait for a stack that is starting, and in all for one that is busy: 60s, 2m',
      '2m',
    )
    .option('--no-dashboards', 'leave the dashboards server alone')
    .addOption(new Option('--json', 'print one JSON document instead of text').conflicts('quiet'))
    .option('-q, --quiet', 'print only the closing line and what went wrong')
    .option('-v, --verbose', 'tell each request on standard error')
    .option('--no-color', 'no colours (NO_COLOR works too)')
    .exitOverride()
}

/** Runs one command and reports on it: the only place that ends with an error. Returns the exit code. */
async function execute<Options extends OutputOptions & PasswordOptions>(
  name: string,
  options: Options,
  load: () => Promise<CommandFunction<Options>>,
): Promise<number> {
  const [
    { createScreen },
    { createRedactor },
    { ownWords },
    { asJson, errorText, whatWasDone },
    { terminalQuestions },
    { readPassword },
    { secretVariables },
  ] = await Promise.all([
    import('../report/screen.js'),
    import('../report/redact.js'),
    import('../report/own-words.js'),
    import('../report/report.js'),
    import('./questions.js'),
    import('./read-password.js'),
    import('../settings/sign-in/token.js'),
  ])
  // A terminal that does not tell its width (0 columns) has no place for a spinner: ora would draw without end.
  const hasScreen = process.stdout.isTTY && process.stdout.columns > 0
  const onTerminal = hasScreen && process.stdin.isTTY
  const redactor = createRedactor(ownWords)
  for (const variable of secretVariables) redactor.add(process.env[variable])
  const color = process.stdout.isTTY && options.color !== false && (process.env['NO_COLOR'] ?? '') === ''
  // The questions are drawn by inquirer, which looks only here.
  if (!color) process.env['NO_COLOR'] = '1'
  const screen = await createScreen({
    mode: options.json ? 'json' : options.quiet ? 'quiet' : hasScreen ? 'terminal' : 'plain',
    color,
    verbose: options.verbose ?? false,
    redactor,
    out: output.out,
    err: output.err,
  })
  const interruption = interruptions()
  output.whenGone(() => {
    if (!onlyReads(name, options)) interruption.interrupt()
  })
  const report: Report = { command: name, outcomes: [], checks: [], notes: [], exit: 'failure', verdict: '' }
  const run: Run = {
    screen,
    redactor,
    environment: process.env,
    signal: interruption.signal,
    hurry: interruption.hurry,
    questions: onTerminal && !options.json ? terminalQuestions(interruption.signal) : undefined,
    report,
    notesShown: 0,
    waited: 0,
  }
  try {
    await readPassword(options, run)
    await (
      await load()
    )(options, run)
    if (report.error) screen.complain(errorText(report.error, screen.color))
  } catch (caught) {
    const isInterrupted = interruption.signal.aborted && !(caught instanceof InterruptedError)
    const error = isInterrupted ? new InterruptedError() : caught
    if (!(error instanceof ElkctlError)) throw error
    report.exit = error.exit
    report.error = error
    report.verdict = `${error instanceof InterruptedError ? 'Interrupted' : 'Stopped'}: ${whatWasDone(report)}`
    screen.complain(errorText(error, screen.color))
  }
  report.notes.slice(run.notesShown).forEach((note) => {
    screen.complain(`Note: ${note}.`)
  })
  screen.verdict(report.verdict)
  screen.document(asJson(report, version()))
  await output.settled()
  if (output.outIsGone() && !onlyReads(name, options)) output.err(`${redactor.redact(report.verdict)}\n`)
  interruption.stop()
  return exitCodes[report.exit].code
}

/** Whether this run writes nothing, whatever it finds: it may as well go on when nobody reads what it says. */
const onlyReads = (name: string, { dryRun, writeProbe }: OutputOptions): boolean =>
  dryRun === true || name === 'plan' || (name === 'verify' && writeProbe !== true)

/** Parses the command line and runs it. Resolves to the exit code. */
export async function run(argv: string[]): Promise<number> {
  let exitCode: number = exitCodes.done.code
  try {
    await program((code) => {
      exitCode = code
    }).parseAsync(argv)
    return exitCode
  } catch (error) {
    // commander has printed its message already; --help and --version end this way too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done.code : exitCodes.usage.code
    if (error instanceof SettingsError) throw error
    output.err(
      `This is a bug in elkctl, please report it:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    return exitCodes.failure.code
  }
}
