import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Order, Outcome } from './elkctl-runner.js'

/** As many as run at once; a test that asks for five at a time waits for one of them. */
const most = 4

export interface RunnerPool {
  /** @param gone resolves when nobody waits for the answer any more: what hangs is killed */
  run: (order: Order, gone: Promise<void>) => Promise<Outcome>
  stop: () => void
}

/** Processes that run elkctl again and again, one run at a time each. */
export function runnerPool(): RunnerPool {
  const all = new Set<Runner>()
  const idle: Runner[] = []
  const waiting: (() => void)[] = []
  const take = async (): Promise<Runner> => {
    while (idle.length === 0 && all.size >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    const runner = idle.pop() ?? new Runner()
    all.add(runner)
    return runner
  }
  return {
    run: async (order, gone) => {
      const runner = await take()
      const outcome = await Promise.race([
        runner.carryOut(order),
        gone.then((): Outcome => ({ failed: 'nobody waits for it' })),
      ])
      // what failed may have left something behind
      if ('failed' in outcome) {
        all.delete(runner)
        runner.kill()
      } else idle.push(runner)
      waiting.shift()?.()
      return outcome
    },
    stop: () => {
      for (const runner of all) runner.kill()
    },
  }
}

const program = fileURLToPath(new URL('elkctl-runner.js', import.meta.url))

class Runner {
  private readonly child: ChildProcess
  private answer: (outcome: Outcome) => void = () => undefined

  constructor() {
    this.child = fork(program, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    this.child.on('message', (outcome: Outcome) => {
      this.answer(outcome)
    })
    this.child.on('exit', (code, signal) => {
      this.answer({ failed: `the process that runs elkctl has ended (${String(signal ?? code)})` })
    })
  }

  carryOut(order: Order): Promise<Outcome> {
    return new Promise((resolve) => {
      this.answer = resolve
      this.child.send(order)
    })
  }

  kill(): void {
    this.child.kill('SIGKILL')
  }
}
