import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { open, readFile, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { delimiter, join } from 'node:path'
import type { EngineProduct } from './engine-products.js'
import type { Jdk } from './engine-tools.js'

export interface LaunchPlan {
  jdk: Jdk
  /** the engine's folder in the cache */
  folder: string
  home: string
  product: EngineProduct
  /** undefined: security is off */
  password: string | undefined
  /** further arguments of Java */
  more: string[]
}

export interface EngineProcess {
  pid: number
  hasEnded: () => boolean
  /** the end of what the engine wrote into engine.log in its home */
  logTail: () => Promise<string>
  /** Idempotent; the process has ended and the home is removed when it resolves. */
  stop: () => Promise<void>
}

/**
 * Starts the Java program. Its standard input is the lifeline: the program ends, and removes its home, when the pipe's end
 * that this process holds is closed, which the system does even after kill -9.
 */
export async function launch({ jdk, folder, home, product, password, more }: LaunchPlan): Promise<EngineProcess> {
  const logFile = join(home, 'engine.log')
  const log = await open(logFile, 'w')
  const child = spawn(
    join(jdk.home, 'bin', 'java'),
    [
      '-Xms512m',
      '-Xmx512m',
      '-XX:+UseSerialGC',
      // the second compiler costs more than it brings to an engine that lives for a minute
      '-XX:TieredStopAtLevel=1',
      '-XX:-UsePerfData',
      ...more,
      `-Djava.io.tmpdir=${join(home, 'tmp')}`,
      '-cp',
      product.classPath.map((entry) => join(folder, entry)).join(delimiter),
      product.program,
      home,
    ],
    {
      cwd: folder,
      // the password goes by the environment: arguments are seen by everyone in the process list
      env: { ...process.env, SANDBOX_PASSWORD: password && Buffer.from(password).toString('base64') },
      stdio: ['pipe', log.fd, log.fd],
      // out of the terminal's process group, so that Ctrl-C reaches it through the lifeline only
      detached: true,
    },
  )
  await once(child, 'spawn').finally(() => log.close())
  const { pid } = child
  if (pid === undefined) throw new Error('a process that was started has no id')
  let ended = false
  const exit = once(child, 'exit').then(() => (ended = true))
  // neither the child nor the pipe to it keeps this process alive
  child.unref()
  const lifeline = child.stdin as Socket
  lifeline.on('error', () => undefined)
  lifeline.unref()

  const end = async (): Promise<void> => {
    child.ref()
    // nothing is worth a clean close: the home is removed
    if (!ended) child.kill('SIGKILL')
    await exit
    await rm(home, { recursive: true, force: true })
  }
  let stopping: Promise<void> | undefined
  return {
    pid,
    hasEnded: () => ended,
    logTail: async () => (existsSync(logFile) ? (await readFile(logFile, 'utf8')).slice(-4000) : 'its home is gone'),
    stop: () => (stopping ??= end()),
  }
}
