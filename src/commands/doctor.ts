import { openTrace } from '../files/trace-file.js'
import { isVerdict, type Verdict } from '../report/verdict/verdict.js'
import { examineFile, examineNetwork, examineStack } from '../steps/examine.js'
import { readSettings } from '../steps/read-settings.js'
import type { Run } from '../steps/run.js'
import { version } from '../version.js'
import { verify, type VerifyOptions } from './verify.js'

export interface DoctorOptions extends VerifyOptions {
  /** a new file for a log of requests */
  trace?: string
}

/**
 * `elkctl doctor`: looks in the order in which a person would: the file, its lines, the settings, the way to each server, who answers, the sign-in, then
 * what `verify` looks at. Stops where the next step cannot mean anything. Writes nothing on the stack.
 */
export async function doctor(options: DoctorOptions, run: Run): Promise<Verdict> {
  run.journal.add({ findings: [], failOn: options.failOn ?? 'fail' })
  if (options.trace !== undefined) {
    run.screen.traceInto(openTrace(options.trace))
    run.screen.trace(`elkctl ${version}, Node ${process.versions.node}, ${process.platform}-${process.arch}`)
  }
  await examineFile(options, run)
  const settings = await readSettings(options, run)
  if (isVerdict(settings)) return settings
  await examineNetwork(settings, run)
  await examineStack(settings, run)
  // The lines of the file have been told of already.
  return verify({ ...options, skip: ['settings.grammar'] }, run)
}
