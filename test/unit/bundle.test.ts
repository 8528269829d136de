import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { createRequire, isBuiltin } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../sandbox/package-folder.js'
import { temporaryFolder } from './temporary-folder.js'

const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string }

const bundles = ['program', 'help'] as const
const contents = JSON.parse(readFileSync(join(packageFolder(), 'build/bundle.json'), 'utf8')) as Record<
  (typeof bundles)[number],
  { sources: string[]; loads: string[] }
>

it('the bundles load nothing but modules of Node', () => {
  expect(contents.program.loads).toContain('node:https')
  expect(contents.help.loads).toContain('node:fs')
  expect([...contents.program.loads, ...contents.help.loads].filter((name) => !isBuiltin(name))).toEqual([])
})

it('the help has nothing that the program lacks, of which the licences are told', () => {
  expect(contents.help.sources.filter((source) => !contents.program.sources.includes(source))).toEqual([])
})

it('the modules of the bundle are objects of one shape', () => {
  const program = readFileSync(join(packageFolder(), 'build/elkctl/program.cjs'), 'utf8')
  const keys = [...program.matchAll(/__(?:esm|commonJS)\(\{([^(]+)\(/g)].map(([, key]) => key)
  expect(keys.length).toBeGreaterThan(100)
  expect(new Set(keys)).toEqual(new Set(['load']))
})

describe('a run that sends nothing', () => {
  const { path } = temporaryFolder()

  /** What Node knows of its own modules when elkctl ends; the second is for tests of Node alone. */
  const hook = `process.on('exit', () => {
    const { getCacheUsage } = require('internal/test/binding').internalBinding('builtins')
    console.log(JSON.stringify([process.moduleLoadList, [...getCacheUsage().compiledWithoutCache]]))
  })`

  it('loads modules of Node only when they are used, as Node has compiled them', () => {
    writeFileSync(path('hook.cjs'), hook)
    const { stdout } = spawnSync(
      process.execPath,
      ['--expose-internals', '-r', path('hook.cjs'), join(packageFolder(), 'bin/elkctl.js'), 'lint'],
      { encoding: 'utf8', env: {} },
    )
    const [loaded, compiled] = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as [string[], string[]]
    const has = (name: string) => loaded.includes(`NativeModule ${name}`)
    expect(['http', 'https', 'tls', 'child_process', 'assert'].filter(has)).toEqual(['http'])
    // A flag of V8 that elkctl sets makes V8 refuse what Node brings with it: a plan then takes 14 % more instructions.
    expect(compiled).toEqual([])
  })
})

const { load, twice } = createRequire(import.meta.url)(join(packageFolder(), 'bin/load.js')) as {
  load: (name: string, options: { withCompiled: boolean }) => { script: { cachedDataRejected?: boolean } }
  twice: (made: Buffer) => Buffer
}

describe('a build of which a part is missing', () => {
  const { path } = temporaryFolder()

  it.each(bundles)('is none: %s', (name) => {
    cpSync(join(packageFolder(), 'bin'), path('bin'), { recursive: true })
    cpSync(join(packageFolder(), 'build/elkctl'), path('build/elkctl'), { recursive: true })
    rmSync(path('build/elkctl', `${name}.cjs`))
    const { status, stdout, stderr } = spawnSync(path('bin/elkctl.js'), ['--version'], { encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^Error: elkctl is not built yet\.\n {2}In .*: npm ci && npm run build\n$/)
  })
})

describe('what V8 made of the program', () => {
  const { path } = temporaryFolder()
  const program = join(packageFolder(), 'build/elkctl')
  const compiledIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.v8'))

  it.each(bundles)('is one file for this Node and %s, and V8 takes it', (name) => {
    const [file, ...others] = compiledIn(program).filter((compiled) => compiled.startsWith(name))
    expect(file).toMatch(new RegExp(`^${name}-[0-9a-f]{16}-${process.version}-${process.arch}\\.v8$`))
    expect(others).toEqual([])
    expect(load(name, { withCompiled: true }).script.cachedDataRejected).toBe(false)
  })

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['is empty', () => Buffer.alloc(0)],
    ['was cut', (bytes) => bytes.subarray(0, 100_000)],
    ['has another byte in the middle', (bytes) => bytes.fill(0xff, 100_000, 100_001)],
    ['has zeros at its end', (bytes) => bytes.fill(0, bytes.length / 2)],
    // The second word is a hash of V8's version.
    ['belongs to another V8', (bytes) => twice(bytes.subarray(0, bytes.length / 2).fill(0, 4, 8))],
  ])('only saves time: elkctl runs where it %s', (_, spoil) => {
    for (const part of ['bin', 'package.json', 'build/elkctl'])
      cpSync(join(packageFolder(), part), path(part), { recursive: true })
    for (const file of compiledIn(path('build/elkctl'))) {
      const compiled = path('build/elkctl', file)
      writeFileSync(compiled, spoil(readFileSync(compiled)))
    }
    for (const args of [['--version'], ['version']]) {
      const { status, stdout, stderr } = spawnSync(path('bin/elkctl.js'), args, { encoding: 'utf8' })
      expect({ status, stdout: stdout.includes(version), stderr }).toEqual({ status: 0, stdout: true, stderr: '' })
    }
  })
})
