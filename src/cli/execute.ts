import { findingsOfError } from '../checks/of-error.js'
import * as commands from '../commands/index.js'
import { ElkctlError, exitCodes, InterruptedError } from '../errors.js'
import { createConnections } from '../http/connections.js'
import { createJournal } from '../report/journal.js'
import type { ReportDocument } from '../report/document.js'
import { exitCodeOf, rendered, type Format } from '../report/formats/index.js'
import { asJson } from '../report/json.js'
import { ownWords } from '../report/own-words.js'
import { createRedactor } from '../report/redact.js'
import { reportOf, type Report } from '../report/report.js'
import { createScreen } from '../report/screen.js'
import { errorText } from '../report/text/error.js'
import { stoppedBy } from '../report/verdict/stopped.js'
import type { Verdict } from '../report/verdict/verdict.js'
import { grafanaSecrets } from '../settings/grafana.js'
import { secretVariables } from '../settings/sign-in/token.js'
import type { Command, Run } from '../steps/run.js'
import { version } from '../version.js'
import { interruptions, type Interruption } from './interruption.js'
import { output } from './output.js'
import { terminalPrompts } from './prompts.js'
import { readSecrets, type SecretOptions } from './read-secrets.js'
import type { Commands } from './user-commands.js'

export interface OutputOptions {
  /** default: text; --json is short for json */
  output?: Format
  quiet?: boolean
  verbose?: boolean
  /** false: --no-color */
  color?: boolean
  dryRun?: boolean
  writeProbe?: boolean
}

/** Runs one command and reports on it: the only place that ends with an error. Returns the exit code. */
export async function execute<Options extends OutputOptions & SecretOptions>(
  name: string,
  options: Options,
  choose: (all: Commands) => Command<Options>,
): Promise<number> {
  const interruption = interruptions()
  output.whenGone(() => {
    if (!onlyReads(name, options)) interruption.interrupt()
  })
  const run = await createRun(options, interruption)
  const verdict = await verdictOfRun(options, choose(commands), run).finally(run.connections.close)
  const report = reportOf(name, run.journal.state(), verdict)
  const exitCode = await showReport(report, options.output ?? 'text', run)
  if (output.outIsGone() && !onlyReads(name, options)) output.err(`${run.redactor.redact(report.verdict)}\n`)
  interruption.stop()
  return exitCode
}

/** Whether this run writes nothing, whatever it finds: it may as well go on when nobody reads what it says. */
const onlyReads = (name: string, { dryRun, writeProbe }: OutputOptions): boolean =>
  dryRun === true ||
  ['plan', 'lint', 'doctor', 'alerts list', 'alerts check', 'alerts test'].includes(name) ||
  (name === 'verify' && writeProbe !== true)

async function createRun(options: OutputOptions, { signal, hurry }: Interruption): Promise<Run> {
  // A terminal that does not tell its width (0 columns) has no place for a spinner: ora would draw without end.
  const hasScreen = process.stdout.isTTY && process.stdout.columns > 0
  const onTerminal = process.stdout.isTTY && process.stdin.isTTY
  const format = options.output ?? 'text'
  const redactor = createRedactor(ownWords)
  for (const variable of [...secretVariables, ...grafanaSecrets]) redactor.add(process.env[variable])
  const color = process.stdout.isTTY && options.color !== false && (process.env['NO_COLOR'] ?? '') === ''
  const screen = await createScreen({
    mode: format !== 'text' ? 'document' : options.quiet ? 'quiet' : hasScreen ? 'terminal' : 'plain',
    color,
    verbose: options.verbose ?? false,
    redactor,
    out: output.out,
    err: output.err,
  })
  return {
    screen,
    redactor,
    journal: createJournal(),
    environment: process.env,
    signal,
    hurry,
    prompts: onTerminal && format === 'text' ? terminalPrompts(signal, color) : undefined,
    connections: createConnections(hurry),
  }
}

/** @throws what is not a known error: that is a bug */
async function verdictOfRun<Options extends SecretOptions>(
  options: Options,
  command: Command<Options>,
  run: Run,
): Promise<Verdict> {
  try {
    const secrets = await readSecrets(options, run)
    return await command({ ...options, ...secrets }, run)
  } catch (caught) {
    const isInterrupted = run.signal.aborted && !(caught instanceof InterruptedError)
    const error = isInterrupted ? new InterruptedError() : caught
    if (!(error instanceof ElkctlError)) throw error
    // Of a command that tells findings, what stopped it is one.
    if (run.journal.state().findings !== undefined) run.journal.add({ findings: findingsOfError(error) })
    return stoppedBy(error, run.journal.state())
  }
}

/** What is still to be said: the error, notes that were not shown yet, the closing line; or all of it in one document. Returns the exit code. */
async function showReport(
  report: Report,
  format: Format,
  { screen, journal, redactor }: Pick<Run, 'screen' | 'journal' | 'redactor'>,
): Promise<number> {
  if (report.error) screen.complain(errorText(report.error, screen.color))
  for (const note of journal.notesToShow()) screen.complain(`Note: ${note}.`)
  screen.verdict(report.verdict)
  if (format === 'text') {
    await output.settled()
    return exitCodes[report.exit].code
  }
  const document = redactor.values(asJson(report, version)) as ReportDocument
  screen.document(rendered(document, format))
  await output.settled()
  return exitCodeOf(document, format)
}
