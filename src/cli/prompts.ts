import { InterruptedError } from '../errors.js'
import type { Prompts } from '../steps/run.js'

/** Asks on the terminal, until the signal comes. inquirer is loaded only when a question is asked. */
export const terminalPrompts = (signal: AbortSignal, color: boolean): Prompts => ({
  ask: async (message, options) => {
    const type = options?.secret === true ? ('password' as const) : ('input' as const)
    return answer<string>(
      { signal, color },
      { type, name: 'answer', message, ...(type === 'password' && { mask: '*' }) },
    )
  },
  confirm: (message) =>
    answer<boolean>({ signal, color }, { type: 'confirm', name: 'answer', message, default: false }),
  choose: (message, choices) => answer({ signal, color }, { type: 'select', name: 'answer', message, choices }),
})

async function answer<T>({ signal, color }: { signal: AbortSignal; color: boolean }, question: object): Promise<T> {
  const { default: inquirer } = await import('inquirer')
  try {
    const answers = await inquirer.createPromptModule({ signal })([
      { ...question, ...(!color && { theme: colorless }) },
    ] as never)
    return (answers as { answer: T }).answer
  } catch (error) {
    // Ctrl-C at a question, or a signal.
    if (signal.aborted || (error instanceof Error && error.name === 'ExitPromptError')) throw new InterruptedError()
    throw error
  }
}

const plain = (text: string): string => text

/** inquirer's own theme without its colours: https://github.com/SBoudrias/Inquirer.js/blob/main/packages/core/README.md#theming */
const colorless = {
  prefix: { idle: '?', done: '✔' },
  style: {
    answer: plain,
    message: plain,
    error: (text: string) => `> ${text}`,
    defaultAnswer: (text: string) => `(${text})`,
    help: plain,
    highlight: plain,
    keysHelpTip: (keys: [key: string, action: string][]) => keys.map((words) => words.join(' ')).join(' • '),
  },
}
