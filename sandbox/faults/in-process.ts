import { AsyncLocalStorage } from 'node:async_hooks'
import { run } from '../../src/cli/program.js'
import { timeout } from '../../src/http/writer.js'
import type { Result } from '../run-elkctl.js'

/** Waits this many milliseconds for an answer: the half minute of a real run would make a table of faults take hours. */
export function waitForAnswers(milliseconds: number): void {
  Object.assign(timeout, { request: milliseconds, upload: milliseconds })
}

/** elkctl in this process; several runs may be under way, each with its own output. */
export async function runInProcess(args: string[]): Promise<Result> {
  const output: Output = { stdout: '', stderr: '' }
  const code = await outputOf.run(output, () => run(['node', 'elkctl', ...args]))
  return { code, ...output }
}

interface Output {
  stdout: string
  stderr: string
}

const outputOf = new AsyncLocalStorage<Output>()

for (const name of ['stdout', 'stderr'] as const) {
  const stream = process[name]
  const write = stream.write.bind(stream)
  stream.write = ((...chunk: Parameters<typeof write>) => {
    const output = outputOf.getStore()
    if (output === undefined) return write(...chunk)
    output[name] += String(chunk[0])
    return true
  }) as typeof write
}
