import { Chalk, type ChalkInstance } from 'chalk'
import type { Redactor } from './redact.js'
import { plainStep, spinningStep, trackSteps, type Step } from './step.js'

/** document: nothing is said before the end, and then all in one */
export type Mode = 'terminal' | 'plain' | 'quiet' | 'document'

/** All that a person sees goes through here, and nothing passes unredacted. */
export interface Screen {
  mode: Mode
  color: ChalkInstance
  step: (title: string) => Step
  /** why it takes so long: beside the step that is under way, where there is one */
  note: (text: string) => void
  print: (text: string) => void
  /** the closing line: shown in quiet mode too */
  verdict: (text: string) => void
  /** standard error: problems and warnings, shown in every mode but that of a document, which carries them inside */
  complain: (text: string) => void
  /** standard error, with --verbose only, in every mode */
  trace: (text: string) => void
  /** where trace goes besides: a file for the report of a bug */
  traceInto: (write: (line: string) => void) => void
  /** as it is: nothing in it is secret any more */
  document: (text: string) => void
}

export interface ScreenOptions {
  mode: Mode
  color: boolean
  verbose: boolean
  redactor: Redactor
  out: (text: string) => void
  err: (text: string) => void
}

export async function createScreen(options: ScreenOptions): Promise<Screen> {
  const { mode, redactor } = options
  const color = new Chalk(options.color ? {} : { level: 0 })
  const out = (text: string) => {
    options.out(`${redactor.redact(text)}\n`)
  }
  const err = (text: string) => {
    options.err(`${redactor.redact(text)}\n`)
  }
  const talks = mode === 'terminal' || mode === 'plain'
  const ora = mode === 'terminal' ? (await import('ora')).default : undefined
  const begin = (title: string): Step => {
    if (ora === undefined) return plainStep(title, talks ? out : () => undefined)
    const spinner = ora({
      text: title,
      color: options.color ? 'cyan' : false,
      stream: process.stdout,
      discardStdin: false,
    })
    return spinningStep(spinner.start(), redactor.redact, color)
  }
  const { track, current } = trackSteps()
  let traceFile: ((line: string) => void) | undefined
  return {
    mode,
    color,
    step: (title) => track(begin(title)),
    note: (text) => {
      const step = current()
      if (step) step.note(text)
      else if (talks) out(`  … ${text}`)
    },
    print: (text) => {
      if (talks) out(text)
    },
    verdict: (text) => {
      if (mode !== 'document') out(text)
    },
    complain: (text) => {
      if (mode !== 'document') err(text)
    },
    traceInto: (write) => {
      traceFile = write
    },
    trace: (text) => {
      traceFile?.(redactor.redact(text))
      if (options.verbose) err(color.dim(text))
    },
    document: (text) => {
      if (mode === 'document') options.out(text)
    },
  }
}
