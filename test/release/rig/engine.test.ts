import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { findJdk, findMaven } from '../../../sandbox/engine-tools.js'
import { MissingToolError, startEngine, type Engine } from '../../../sandbox/engine.js'

/** The first start on a machine downloads the engine. */
const patience = 300_000

const engineModule = new URL('../../../sandbox/engine.js', import.meta.url).href

let scratch: string
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'elkctl-engine-test-'))
})
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true })
})

describe('a started engine', () => {
  it(
    'takes its password only, keeps it out of the process list, serves https with its certificate, and leaves nothing behind',
    async () => {
      const password = 'Gerät "7" $HOME \\ café'
      const stages: string[] = []
      const engine = await startEngine({
        name: 'elasticsearch-7.10',
        https: true,
        password,
        onProgress: (line) => stages.push(line),
      })
      try {
        expect(statusWith(engine, password)).toBe(200)
        expect(statusWith(engine, 'wrong')).toBe(401)
        await expect(fetch(engine.url)).rejects.toThrow()
        const args = argumentsOf(engine.pid)
        expect(args).toContain(engine.home)
        expect(args).not.toContain('café')
        expect(stages.at(-1)).toContain(engine.url)
        expect(isAlive(engine.pid)).toBe(true)
      } finally {
        await engine.stop()
      }
      expect(isAlive(engine.pid)).toBe(false)
      expect(existsSync(engine.home)).toBe(false)
      await engine.stop()
    },
    patience,
  )

  it(
    'tells why it did not start, and leaves no home',
    async () => {
      const settings = { 'no.such.setting': scratch }
      await expect(startEngine({ name: 'elasticsearch-6.8', settings })).rejects.toThrow('no.such.setting')
      const homes = (await readdir(tmpdir())).filter((name) => name.startsWith('elkctl-elasticsearch-6.8-'))
      const configs = homes.map((name) => join(tmpdir(), name, 'config', 'elasticsearch.yml')).filter(existsSync)
      expect(configs.filter((file) => readFileSync(file, 'utf8').includes(scratch))).toEqual([])
    },
    patience,
  )

  it('is refused with https and without security', async () => {
    await expect(startEngine({ name: 'elasticsearch-7.10', security: false, https: true })).rejects.toThrow('https')
  })
})

describe('the engine of a process that', () => {
  it.each([
    ['is killed with -9', 'setInterval(() => {}, 1000)', 'SIGKILL'],
    ['has nothing more to do', '', undefined],
  ] as const)(
    '%s ends too and removes its home',
    async (_, then, signal) => {
      const { pid, home, parent } = await engineOfAnotherProcess(then)
      // there is an archive by now: each start is with it
      expect(argumentsOf(pid)).toContain('-XX:SharedArchiveFile=')
      if (signal !== undefined) parent.kill(signal)
      if (parent.exitCode === null && parent.signalCode === null) await once(parent, 'exit')
      expect(await within(15_000, () => !isAlive(pid))).toBe(true)
      expect(existsSync(home)).toBe(false)
    },
    patience,
  )
})

describe('the tools', () => {
  it('that are missing are named, with the places that were looked at', async () => {
    const noJava = findJdk({ PATH: '', JAVA_HOME: '/no/such/java' }, [join(scratch, 'none', '*')])
    await expect(noJava).rejects.toBeInstanceOf(MissingToolError)
    await expect(noJava).rejects.toThrow('/no/such/java')
    const noMaven = findMaven({ PATH: join(scratch, 'none') })
    await expect(noMaven).rejects.toBeInstanceOf(MissingToolError)
    await expect(noMaven).rejects.toThrow(join(scratch, 'none'))
  })

  it('stop a start when they are missing', () => {
    const script = `
      import { MissingToolError, startEngine } from '${engineModule}'
      startEngine({ name: 'opensearch-2.19' }).catch((error) => console.log(error instanceof MissingToolError))`
    const env = { PATH: '', JAVA_HOME: '', ELKCTL_CACHE: join(scratch, 'cache') }
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' })
    expect(output.trim()).toBe('true')
  })

  it.each([
    [[11, 25, 21], 21],
    [[16, 25], 25],
    [[17, 21], 17],
  ])('of the releases %j Java %i is used', async (releases, expected) => {
    const folder = await mkdtemp(join(scratch, 'jvm-'))
    for (const [index, release] of releases.entries()) await fakeJdk(join(folder, `${index}-jdk`), release)
    expect((await findJdk({}, [join(folder, '*')])).release).toBe(expected)
  })

  it('do not count a runtime without a compiler as a JDK', async () => {
    const folder = await mkdtemp(join(scratch, 'jvm-'))
    await fakeJdk(join(folder, 'jre'), 17)
    await rm(join(folder, 'jre', 'bin', 'javac'))
    await expect(findJdk({}, [join(folder, '*')])).rejects.toThrow('without javac')
  })
})

/** Asked by a process that trusts the certificate. */
function statusWith({ username, url, certificateFile }: Engine, password: string): number {
  const script = `
    const [url, authorization] = process.argv.slice(1)
    console.log((await fetch(url, { headers: { authorization } })).status)`
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificateFile }
  const args = ['--input-type=module', '-e', script, url, authorization]
  return Number(execFileSync(process.execPath, args, { env, encoding: 'utf8' }))
}

/** A Node process that starts an engine, prints where it is, and goes on with `then`. */
async function engineOfAnotherProcess(then: string) {
  const script = `
    import { startEngine } from '${engineModule}'
    const { pid, home } = await startEngine({ name: 'elasticsearch-7.10', security: false })
    console.log(JSON.stringify({ pid, home }))
    ${then}`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  parent.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  if (!(await within(patience, () => output.includes('\n')))) throw new Error(`the engine did not start: ${output}`)
  return { parent, ...(JSON.parse(output) as { pid: number; home: string }) }
}

async function fakeJdk(home: string, release: number): Promise<void> {
  await mkdir(join(home, 'bin'), { recursive: true })
  const answer = `    java.home = ${home}\n    java.specification.version = ${release}\n    java.vm.version = ${release}.0.1+1`
  for (const [name, body] of [
    ['java', `#!/bin/sh\ncat >&2 <<END\n${answer}\nEND\n`],
    ['javac', '#!/bin/sh\n'],
  ] as const) {
    await writeFile(join(home, 'bin', name), body)
    await chmod(join(home, 'bin', name), 0o755)
  }
}

/** As the process list shows them; small Linux images have no ps, macOS has no /proc. */
function argumentsOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`
  if (existsSync(file)) return readFileSync(file, 'utf8')
  return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // in a container without an init process nobody buries an orphan
  const file = `/proc/${pid}/stat`
  return !(existsSync(file) && readFileSync(file, 'utf8').includes(') Z '))
}

async function within(milliseconds: number, isSo: () => boolean): Promise<boolean> {
  const deadline = Date.now() + milliseconds
  while (!isSo()) {
    if (Date.now() > deadline) return false
    await setTimeout(50)
  }
  return true
}
