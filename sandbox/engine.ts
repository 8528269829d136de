import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { classArchive } from './engine-archive.js'
import { enginePackage } from './engine-cache.js'
import { writeHome } from './engine-home.js'
import { launch, type EngineProcess } from './engine-process.js'
import { products, type EngineName } from './engine-products.js'
import { isReady } from './engine-readiness.js'
import { findJdk, MissingToolError } from './engine-tools.js'

export type { EngineName } from './engine-products.js'
export { MissingToolError }

export interface EngineOptions {
  name: EngineName
  /** default true; false: Elasticsearch default flavour with security off / OpenSearch without the security plugin */
  security?: boolean
  /** serve https with a self-signed certificate (default false) */
  https?: boolean
  /** password of the administrator; default: a strong random one per start */
  password?: string
  /** further engine settings, e.g. {'compatibility.override_main_response_version': 'true'} */
  settings?: Record<string, string>
  /** the folder in which its home is made; default: the one for temporary files */
  homeIn?: string
  /** one line for each stage: downloading, starting, ready */
  onProgress?: (line: string) => void
}

export interface Engine {
  name: EngineName
  version: string
  /** http(s)://127.0.0.1:PORT, no trailing slash */
  url: string
  port: number
  /** 'elastic' | 'admin' */
  username: string
  password: string
  /** PEM, with https; lives as long as the home */
  certificateFile?: string
  /** has engine.log and config/ */
  home: string
  /** process id of the engine */
  pid: number
  /** Idempotent; the process has ended and the home is removed when it resolves. */
  stop(): Promise<void>
}

/** Long, because a loaded machine with two cores needs a minute for what takes ten seconds otherwise. */
const secondsToStart = 180

/**
 * Starts a real engine on a free loopback port with a fresh home. It ends with `stop()`, or with this process, however that
 * ends; it does not keep this process alive.
 *
 * @throws MissingToolError the JDK that this engine needs, or Maven, is missing: says which, where it looked, what to install
 * @throws Error the engine ended or was not ready within three minutes; with the last lines of its log
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { name, security = true, https = false, settings = {}, onProgress = () => undefined } = options
  if (https && !security) throw new Error('https is part of what security brings: it cannot be on without it')
  const password = options.password ?? randomBytes(16).toString('hex')
  const product = products[name]
  const jdk = await findJdk(process.env, undefined, product.java)
  const folder = await enginePackage(name, product, jdk, onProgress)

  onProgress(`${name}: starting ${product.version} on Java ${jdk.release}`)
  const started = Date.now()
  const home = await mkdtemp(join(options.homeIn ?? tmpdir(), `elkctl-${name}-`))
  const { username, version, readyPaths } = product
  try {
    await writeHome({ home, folder, product, security, https, settings })
    const archive = classArchive(jdk, folder)
    const engine = await launch({
      ...{ jdk, folder, home, product, password: security ? password : undefined },
      more: archive.arguments,
    })
    try {
      const deadline = started + secondsToStart * 1000
      const port = Number(await waitFor(engine, deadline, 'the port', () => contentOf(join(home, 'http-port'))))
      const url = `${https ? 'https' : 'http'}://127.0.0.1:${port}`
      const certificateFile = join(home, 'config', 'node.crt')
      const ca = https ? await readFile(certificateFile, 'utf8') : undefined
      for (const path of security ? readyPaths : ['/']) {
        await waitFor(engine, deadline, `200 from ${path}`, () => isReady({ url, username, password, ca }, path))
      }
      if (await archive.keep(engine.pid)) {
        onProgress(`${name}: starting again, with the classes that it has loaded`)
        await engine.stop()
        return await startEngine({ ...options, password })
      }
      onProgress(`${name}: ready at ${url} after ${((Date.now() - started) / 1000).toFixed(1)} s`)
      const { pid, stop } = engine
      return { name, version, url, port, username, password, home, pid, stop, ...(https && { certificateFile }) }
    } catch (error) {
      await engine.stop()
      throw error
    }
  } catch (error) {
    await rm(home, { recursive: true, force: true })
    throw error
  }
}

/** Why this engine cannot be started on this machine (no JDK that is new enough), or undefined where it can. */
export async function whyNotHere(name: EngineName): Promise<string | undefined> {
  try {
    await findJdk(process.env, undefined, products[name].java)
    return undefined
  } catch (error) {
    if (error instanceof MissingToolError) return error.message
    throw error
  }
}

/** Asks ten times a second until there is an answer. */
async function waitFor<T>(
  engine: EngineProcess,
  deadline: number,
  what: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  for (;;) {
    const ended = engine.hasEnded()
    const answer = await ask()
    if (answer !== undefined) return answer
    if (ended) throw new Error(`the engine ended while waiting for ${what}; end of its log:\n${await engine.logTail()}`)
    if (Date.now() > deadline) {
      const log = await engine.logTail()
      throw new Error(`the engine gave no ${what} in ${secondsToStart} seconds; end of its log:\n${log}`)
    }
    await setTimeout(100)
  }
}

async function contentOf(file: string): Promise<string | undefined> {
  return existsSync(file) ? readFile(file, 'utf8') : undefined
}
