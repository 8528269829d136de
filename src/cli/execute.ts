import { ElkctlError, exitCodes, InterruptedError } from '../errors.js'
import type { Report } from '../report/report.js'
import type { Run } from '../steps/run.js'
import { interruptions } from './interruption.js'
import { output } from './output.js'
import type { PasswordOptions } from './read-password.js'
import { version } from './version.js'

export interface OutputOptions {
  json?: boolean
  quiet?: boolean
  verbose?: boolean
  /** false: --no-color */
  color?: boolean
  dryRun?: boolean
  writeProbe?: boolean
}

type CommandFunction<Options> = (options: Options, run: Run) => Promise<Report>

/** Runs one command and reports on it: the only place that ends with an error. Returns the exit code. */
export async function execute<Options extends OutputOptions & PasswordOptions>(
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
  screen.document(asJson(report, version))
  await output.settled()
  if (output.outIsGone() && !onlyReads(name, options)) output.err(`${redactor.redact(report.verdict)}\n`)
  interruption.stop()
  return exitCodes[report.exit].code
}

/** Whether this run writes nothing, whatever it finds: it may as well go on when nobody reads what it says. */
const onlyReads = (name: string, { dryRun, writeProbe }: OutputOptions): boolean =>
  dryRun === true || name === 'plan' || (name === 'verify' && writeProbe !== true)
