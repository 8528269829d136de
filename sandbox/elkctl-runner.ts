import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { packageFolder } from './package-folder.js'

/** The program as it is published. */
const { load } = createRequire(import.meta.url)(join(packageFolder(), 'bin/load.js')) as {
  load: (name: string, options: { withCompiled: boolean }) => typeof import('../src/cli/program.js')
}
const { run } = load('program', { withCompiled: true })

/**
 * elkctl in a process that stays: one run after the other, each with an environment, a folder and streams of its own, as if it were alone. Starting
 * Node and loading the modules costs more than most runs.
 */
export interface Order {
  args: string[]
  cwd: string
  env: Record<string, string>
  stdin: string
}

export type Outcome = { code: number; stdout: string; stderr: string } | { failed: string }

/** What keeps a process alive that runs nothing: the channel to its parent. */
let idle: string[] = []

process.on('disconnect', () => process.exit())
process.on('message', (order: Order) => {
  carryOut(order).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? error.stack : String(error) }),
  )
})

async function carryOut({ args, cwd, env, stdin }: Order): Promise<Outcome> {
  idle = process.getActiveResourcesInfo().sort()
  process.chdir(cwd)
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name)
  Object.assign(process.env, env)
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)]
  Object.defineProperty(process, 'stdin', {
    value: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
    configurable: true,
  })
  try {
    const code = await run(['node', 'elkctl', ...args])
    await end()
    return { code, stdout: stdout.text(), stderr: stderr.text() }
  } finally {
    stdout.restore()
    stderr.restore()
  }
}

function capture(stream: NodeJS.WriteStream): { text: () => string; restore: () => void } {
  let text = ''
  const write = stream.write.bind(stream)
  stream.write = (chunk: Uint8Array | string) => {
    text += String(chunk)
    return true
  }
  return {
    text: () => text,
    restore: () => {
      stream.write = write
    },
  }
}

/** A program of its own would end only now: when no connection, no timer and no child is left. */
async function end(): Promise<void> {
  for (const deadline = performance.now() + 20_000; ;) {
    await setTimeout(1)
    const left = process.getActiveResourcesInfo().sort()
    // the timer of this loop has fired
    if (left.length <= idle.length) return
    if (performance.now() > deadline) throw new Error(`elkctl would not have ended: ${left.join(', ')} left`)
  }
}
