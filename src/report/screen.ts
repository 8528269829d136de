import { Chalk, type ChalkInstance } from 'chalk'
import type { Ora } from 'ora'
import type { Redactor } from './redact.js'

export type Mode = 'terminal' | 'plain' | 'quiet' | 'json'

/** One step that takes a while. */
export interface Step {
  /** why it takes so long; said once for each reason */
  note: (text: string) => void
  done: (text: string) => void
  /** the reason, where no error message says it */
  fail: (text?: string) => void
}

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
  /** standard error: problems and warnings, shown in every mode but JSON, which carries them inside */
  complain: (text: string) => void
  /** standard error, with --verbose only, in every mode */
  trace: (text: string) => void
  document: (value: unknown) => void
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
  const spinner = mode === 'terminal' ? (await import('ora')).default : undefined
  let current: Step | undefined
  const begin = (title: string): Step =>
    spinner
      ? spinning(
          spinner({
            text: title,
            color: options.color ? 'cyan' : false,
            stream: process.stdout,
            discardStdin: false,
          }).start(),
          redactor,
          color,
        )
      : plainStep(title, talks ? out : () => undefined)
  return {
    mode,
    color,
    step: (title) => {
      const step = begin(title)
      const ending =
        <Text extends string | undefined>(end: (text: Text) => void) =>
        (text: Text) => {
          if (current === own) current = undefined
          end(text)
        }
      const own: Step = {
        note: step.note,
        done: ending(step.done),
        fail: ending(step.fail),
      }
      current = own
      return own
    },
    note: (text) => {
      if (current) current.note(text)
      else if (talks) out(`  … ${text}`)
    },
    print: (text) => {
      if (talks) out(text)
    },
    verdict: (text) => {
      if (mode !== 'json') out(text)
    },
    complain: (text) => {
      if (mode !== 'json') err(text)
    },
    trace: (text) => {
      if (options.verbose) err(color.dim(text))
    },
    document: (value) => {
      if (mode === 'json') options.out(`${JSON.stringify(redactor.values(value), null, 2)}\n`)
    },
  }
}

function spinning(spinner: Ora, { redact }: Redactor, color: ChalkInstance): Step {
  const title = spinner.text
  // With symbols of our own: ora's have colours that --no-color does not reach.
  const end = (symbol: string, text: string) => {
    spinner.stopAndPersist({ symbol, text: redact(`${title} ${text}`) })
  }
  return {
    note: (text) => {
      spinner.text = redact(`${title} ${color.dim(text)}`)
    },
    done: (text) => {
      end(color.green('✔'), color.dim(text))
    },
    fail: (text = 'failed') => {
      end(color.red('✖'), text)
    },
  }
}

function plainStep(title: string, out: (text: string) => void): Step {
  let said = ''
  return {
    note: (text) => {
      if (text !== said) out(`${title} … ${text}`)
      said = text
    },
    done: (text) => {
      out(`${title} ${text}`)
    },
    fail: (text) => {
      out(text === undefined ? `${title} FAILED` : `${title} FAILED: ${text}`)
    },
  }
}
