import { fork, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
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
      if (leavesSomething(order, outcome)) {
        all.delete(runner)
        await runner.end()
      } else idle.push(runner)
      waiting.shift()?.()
      return outcome
    },
    stop: () => {
      for (const runner of all) void runner.end()
    },
  }
}

/** A change of password that was cut off may leave a file that names its process, and the next run looks whether that one has ended. */
function leavesSomething({ args, cwd }: Order, outcome: Outcome): boolean {
  if ('failed' in outcome) return true
  if (args[0] !== 'rotate-password' || outcome.code === 0) return false
  const files = args.map((arg) => resolve(cwd, arg)).filter((path) => existsSync(path))
  const folders = new Set([cwd, ...files.map((file) => dirname(realpathSync(file)))])
  return [...folders].some((folder) => readdirSync(folder).some((name) => name.endsWith('.elkctl-rotation')))
}

const program = fileURLToPath(new URL('elkctl-runner.js', import.meta.url))

class Runner {
  private readonly child: ChildProcess
  private readonly hasEnded: Promise<void>
  private answer: (outcome: Outcome) => void = () => undefined

  constructor() {
    this.child = fork(program, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    this.child.on('message', (outcome: Outcome) => {
      this.answer(outcome)
    })
    this.hasEnded = new Promise((resolve) => {
      this.child.on('exit', (code, signal) => {
        this.answer({ failed: `the process that runs elkctl has ended (${String(signal ?? code)})` })
        resolve()
      })
    })
  }

  carryOut(order: Order): Promise<Outcome> {
    return new Promise((resolve) => {
      this.answer = resolve
      this.child.send(order)
    })
  }

  end(): Promise<void> {
    this.child.kill('SIGKILL')
    return this.hasEnded
  }
}
