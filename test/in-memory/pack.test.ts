import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../sandbox/package-folder.js'
import { startProxy } from '../../sandbox/proxy.js'
import { cleanEnvironment } from '../../sandbox/run-elkctl.js'

const run = promisify(execFile)
const minutes = 60_000

/** What the program reads when it runs, and where. */
const dataFolders = ['templates', 'roles', 'dashboards', 'schemas']

describe('the package', () => {
  let scratch: string
  let consumer: string
  let contents: string[]
  let version: string
  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'elkctl-pack-test-'))
    consumer = join(scratch, 'consumer')
    mkdirSync(consumer)
    // Without its scripts: `prepack` would build anew, away under the tests that are running.
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], {
      cwd: packageFolder(),
    })
    const [packed] = JSON.parse(stdout) as { filename: string; version: string; files: { path: string }[] }[]
    if (packed === undefined) throw new Error(`npm pack told nothing: ${stdout}`)
    contents = packed.files.map(({ path }) => path)
    version = packed.version
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(scratch, packed.filename)], {
      cwd: consumer,
    })
  }, 5 * minutes)
  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true })
  })

  it('installs into an empty folder and runs', async () => {
    const { stdout } = await run('npx', ['--no-install', 'elkctl', '--version'], { cwd: consumer })
    expect(stdout).toBe(`${version}\n`)
  })

  it('finds its data files where it is installed', async () => {
    // An Elasticsearch without security that has nothing yet, as far as `plan` asks.
    const server = await startProxy({
      target: 'http://127.0.0.1:9',
      answer: ({ method, path }) => {
        if (path === '/') return { status: 200, body: { version: { number: '7.10.2' } } }
        return path === '/_security/_authenticate'
          ? { status: 400, body: { error: `no handler found for uri [${path}] and method [${method}]` } }
          : { status: 404, body: {} }
      },
    })
    try {
      const args = ['plan', '--elasticsearch-host', server.url, '--openvidu-version', '2.20.0', '--json']
      const { code, stdout } = await failing('npx', ['--no-install', 'elkctl', ...args], consumer)
      expect(code).toBe(2)
      const { plan } = JSON.parse(stdout) as { plan: { name: string; action: string }[] }
      expect(plan.filter(({ action }) => action === 'create').map(({ name }) => name)).toEqual(
        expect.arrayContaining(['kurento-pipeline', 'openvidu-events']),
      )
    } finally {
      await server.stop()
    }
  })

  it('holds every data file', () => {
    const inProject = dataFolders.flatMap((folder) => filesBelow(join(packageFolder(), folder)))
    expect(inProject.length).toBeGreaterThan(20)
    expect(contents).toEqual(expect.arrayContaining(inProject))
    const installed = join(consumer, 'node_modules', 'elkctl')
    for (const file of inProject)
      expect(readFileSync(join(installed, file), 'utf8')).toBe(readFileSync(join(packageFolder(), file), 'utf8'))
  })

  it('holds the packages that it uses, and their licences: none of them is installed beside it', () => {
    expect(readdirSync(join(consumer, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['elkctl'])
    const licences = readFileSync(join(consumer, 'node_modules/elkctl/build/elkctl/LICENSES.txt'), 'utf8')
    const { devDependencies } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>
    }
    const inside = Object.entries(devDependencies).filter(([name]) => /^(@elastic|aws4$|axios$|zod$)/.test(name))
    expect(inside).toHaveLength(4)
    for (const [name, release] of inside) expect(licences).toMatch(new RegExp(`^${name} ${release} \\(.+\\)$`, 'm'))
    expect(licences).toContain('Permission is hereby granted, free of charge')
    expect(licences).toContain('Apache License')
  })

  it('holds README and LICENSE', () => {
    expect(contents).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'bin/elkctl.js']))
  })

  it('holds nothing else', () => {
    const expected =
      /^(((dashboards|templates)\/)?README\.md|docs\/\w+\.md|CHANGELOG\.md|LICENSE|package\.json|bin\/(elkctl\.js|start\.js|package\.json)|build\/elkctl\/([\w-]+\.(js|txt)|elkctl\.1)|(templates|roles|dashboards|schemas)\/.*\.json)$/
    expect(contents.filter((path) => !expected.test(path))).toEqual([])
  })
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(packageFolder(), join(entry.parentPath, entry.name)))
}

/** What a program prints that ends with another code than 0. */
async function failing(command: string, args: string[], cwd: string): Promise<{ code: number; stdout: string }> {
  try {
    const { stdout } = await run(command, args, { cwd, env: cleanEnvironment() })
    return { code: 0, stdout }
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: unknown }
    if (typeof code !== 'number' || typeof stdout !== 'string') throw error
    return { code, stdout }
  }
}
