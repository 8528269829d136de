import { InterruptedError } from '../errors.js'
import type { Questions } from './run.js'

/** Asks on the terminal. inquirer is loaded only when a question is asked. */
export const terminalQuestions: Questions = {
  ask: async (message, options) => {
    const type = options?.secret === true ? ('password' as const) : ('input' as const)
    return answer<string>({ type, name: 'answer', message, ...(type === 'password' && { mask: '*' }) })
  },
  confirm: (message) => answer<boolean>({ type: 'confirm', name: 'answer', message, default: false }),
  choose: (message, choices) => answer({ type: 'select', name: 'answer', message, choices }),
}

async function answer<T>(question: object): Promise<T> {
  const { default: inquirer } = await import('inquirer')
  try {
    const answers = await inquirer.prompt([question as Parameters<typeof inquirer.prompt>[0]] as never)
    return (answers as { answer: T }).answer
  } catch (error) {
    // Ctrl-C at a question.
    if (error instanceof Error && error.name === 'ExitPromptError') throw new InterruptedError()
    throw error
  }
}
