import type { ReportDocument } from '../report/document.js'
import { exitCodes, type ElkctlError } from '../errors.js'
import { allFormats, type Format } from '../report/formats/names.js'
import { version } from '../version.js'
import { output } from './output.js'

/** The form of output that a command line asks for, whatever else is wrong with it. The last one counts. */
export function formatIn(args: string[]): Format {
  const asked = args.flatMap((arg, at) => {
    if (arg === '--json') return ['json']
    if (arg === '--output') return [args[at + 1] ?? '']
    return arg.startsWith('--output=') ? [arg.slice('--output='.length)] : []
  })
  return allFormats.find((format) => format === asked.at(-1)) ?? 'text'
}

/** What kept a command from running, in the form that its command line asks for. Returns the exit code. */
export async function tellRefusal(
  { message, hint, exit }: Pick<ElkctlError, 'message' | 'hint' | 'exit'>,
  args: string[],
): Promise<number> {
  const format = formatIn(args)
  const { code } = exitCodes[exit]
  if (format === 'text') {
    output.err(exit === 'interrupted' ? 'Interrupted: nothing was changed.\n' : `Error: ${message}\n  ${hint}\n`)
    return code
  }
  const { exitCodeOf, rendered } = await import('../report/formats/index.js')
  const [command = ''] = args
  const document: ReportDocument = {
    ...{ format: 1, elkctl: version, command: command.startsWith('-') ? '' : command, exitCode: code, exit },
    ...{ verdict: 'Stopped: nothing was changed.', outcomes: [], checks: [], handedOver: null, notes: [] },
    error: { message, hint },
  }
  output.out(rendered(document, format))
  await output.settled()
  return exitCodeOf(document, format)
}
