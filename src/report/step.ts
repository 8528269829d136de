import type { ChalkInstance } from 'chalk'
import type { Ora } from 'ora'

/** One step that takes a while. */
export interface Step {
  /** why it takes so long; said once for each reason */
  note: (text: string) => void
  done: (text: string) => void
  /** the reason, where no error message says it */
  fail: (text?: string) => void
}

/** The step that is under way, for notes that do not know it. */
export interface StepTracker {
  track: (step: Step) => Step
  current: () => Step | undefined
}

export function trackSteps(): StepTracker {
  let current: Step | undefined
  return {
    track: (step) => {
      const end =
        <Text extends string | undefined>(ending: (text: Text) => void) =>
        (text: Text) => {
          if (current === tracked) current = undefined
          ending(text)
        }
      const tracked: Step = { note: step.note, done: end(step.done), fail: end(step.fail) }
      current = tracked
      return tracked
    },
    current: () => current,
  }
}

/** On a terminal: it moves as long as the step takes. */
export function spinningStep(spinner: Ora, redact: (text: string) => string, color: ChalkInstance): Step {
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

/** A line when the step is over. */
export function plainStep(title: string, out: (text: string) => void): Step {
  let lastNote = ''
  return {
    note: (text) => {
      if (text !== lastNote) out(`${title} … ${text}`)
      lastNote = text
    },
    done: (text) => {
      out(`${title} ${text}`)
    },
    fail: (text) => {
      out(text === undefined ? `${title} FAILED` : `${title} FAILED: ${text}`)
    },
  }
}
