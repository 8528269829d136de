import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { exitCodes } from '../../src/errors.js'
import { makeInstallation } from '../../sandbox/installation.js'
import { packageFolder } from '../../sandbox/package-folder.js'
import { runElkctl, type Result } from '../../sandbox/run-elkctl.js'

let scratch: string
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'elkctl-help-test-'))
})
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true })
})

/**
 * Runs the program and tells which of its parts were evaluated, and of which packages something was. The bundler makes a function of each part that is evaluated
 * when it is used, and Node counts calls: https://nodejs.org/api/cli.html#node_v8_coveragedir
 */
async function load(args: string[]): Promise<Result & { packages: string[]; files: string[] }> {
  const record = mkdtempSync(join(scratch, 'record-'))
  const result = await runElkctl(args, { env: { NODE_V8_COVERAGE: record } })
  const [file = ''] = readdirSync(record)
  const coverage = JSON.parse(readFileSync(join(record, file), 'utf8')) as Coverage
  const evaluated = ['program', 'help'].flatMap((name) => evaluatedOf(name, coverage))
  const packages = evaluated.flatMap((part) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(part)?.[1] ?? [])
  return { ...result, files: evaluated.filter((part) => part.startsWith('build/')), packages: [...new Set(packages)] }
}

/** The sources of a bundle that were evaluated: none where it was not loaded. */
function evaluatedOf(name: string, { result }: Coverage): string[] {
  const file = join(packageFolder(), `build/elkctl/${name}.cjs`)
  const { functions } = result.find(({ url }) => url === pathToFileURL(file).href) ?? {}
  if (functions === undefined) return []
  const called = new Set(
    functions.flatMap(({ ranges: [whole] }) => (whole !== undefined && whole.count > 0 ? [whole.startOffset] : [])),
  )
  const contents = JSON.parse(readFileSync(join(packageFolder(), 'build/bundle.json'), 'utf8')) as Contents
  const { sources = [], parts = [] } = contents[name] ?? {}
  const starts = [...readFileSync(file, 'latin1').matchAll(/(?<=__(?:esm|commonJS)\(\{)load\(/g)]
  expect(starts).toHaveLength(parts.length)
  const idle = new Set(parts.filter((_, at) => !called.has(Number(starts[at]?.index))))
  return sources.filter((source) => !idle.has(source))
}

/** parts: the sources that are evaluated when they are used, in their order */
type Contents = Record<string, { sources: string[]; parts: string[] }>

interface Coverage {
  result: { url: string; functions: { ranges: { startOffset: number; count: number }[] }[] }[]
}

describe('what needs no stack', () => {
  it.each([
    { args: ['--help'], says: [/^Usage: elkctl /, 'init ', 'plan ', 'Exit codes:'] },
    { args: ['help'], says: [/^Usage: elkctl /, 'Exit codes:'] },
    {
      args: ['init', '--help'],
      says: [/^Usage: elkctl init /, '--write-env', '--credentials-file <file>', '--env-file <file>'],
    },
    { args: ['help', 'plan'], says: [/^Usage: elkctl plan /, '--no-dashboards', '--wait <time>'] },
    { args: ['--version'], says: [/^\d+\.\d+\.\d+\n$/] },
  ])('$args works, and loads nothing that it does not need', async ({ args, says }) => {
    const { code, stdout, stderr, packages, files } = await load(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const part of says)
      if (typeof part === 'string') expect(stdout).toContain(part)
      else expect(stdout).toMatch(part)
    expect(files.some((part) => part.endsWith('/src/cli/program.js'))).toBe(true)
    expect(packages).toEqual(['commander'])
    // The options and their help are those of a profile, which the configuration file may name.
    const known = new RegExp(
      `^build/src/(${['cli', 'errors', 'version', 'patterns', 'similar-names', 'report/formats/names', 'profiles/(\\w+/)?(index|common-issues)', 'settings/(find-profile|profiles-for-file|flags|alert-keys)', 'files/(disk|read-pipe|read-text)'].join('|')})\\b`,
    )
    expect(files.filter((part) => !known.test(part))).toEqual([])
  })

  it('a command that runs does load them: the record tells', async () => {
    const at = makeInstallation({
      searchUrl: 'http://127.0.0.1:9',
      dashboardsUrl: 'http://127.0.0.1:9',
      username: 'elastic',
      password: 'any',
    })
    try {
      const { code, packages } = await load(['plan', '--env-file', at.envFile])
      expect(code).toBe(5)
      expect(packages).toEqual(expect.arrayContaining(['chalk', '@elastic/transport']))
      // Nobody is asked, and nothing turns, without a terminal; this file is no YAML, and elkctl's own data files have been checked before. DEBUG=elasticsearch
      // would have the client's `debug` write requests to the terminal, with passwords.
      expect(packages.filter((name) => ['inquirer', 'ora', 'yaml', 'zod', 'debug'].includes(name))).toEqual([])
    } finally {
      at.remove()
    }
  })

  it('a value that is spelled like an option is a value', async () => {
    const { code, stderr, packages } = await load(['lint', '--data', '--help'])
    expect({ code, stderr }).toEqual({
      code: exitCodes.usage.code,
      stderr: expect.stringContaining('The folder --help does not exist.') as unknown,
    })
    expect(packages).toContain('chalk')
  })

  it('the version is that of package.json', async () => {
    const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string }
    expect((await runElkctl(['--version'])).stdout).toBe(`${version}\n`)
  })

  it('the table of exit codes is the one in the program', async () => {
    const { stdout } = await runElkctl(['--help'])
    const table = stdout.slice(stdout.indexOf('Exit codes:')).trim().split('\n').slice(1)
    expect(table.map((line) => /^ +(\d+) {2}(.*)$/.exec(line)?.slice(1))).toEqual(
      Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]),
    )
  })

  it.each([
    [
      ['--profile', 'dodas', 'plan'],
      /^Error: --profile comes before the command\.\n {2}Put options after it: elkctl COMMAND --profile …;/,
    ],
    [
      ['plan', '--profile', 'DODAS', '--recipe', 'x'],
      /^Error: --profile: unknown application "DODAS" \(did you mean dodas\?\); known are openvidu, dodas, isp\n/,
    ],
  ])('%j is a mistake that is named', async (args, says) => {
    expect(await runElkctl(args)).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(says) as unknown })
  })

  it('the help names what only some applications have', async () => {
    const { stdout } = await runElkctl(['--help'])
    expect(stdout).toContain('Applications: openvidu (default), dodas, isp.')
    expect(stdout).toContain('elkctl export PROGRAM writes files for other programs (dodas, isp).')
    const help = (await runElkctl(['init', '--profile', 'dodas', '--help'])).stdout
    expect(help).toContain('elkctl init --profile dodas --recipe FILE --dry-run')
  })

  it('version tells what a report of a bug should name', async () => {
    const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string }
    const platform = `${process.platform}-${process.arch}`
    expect(await runElkctl(['version'])).toEqual({
      code: 0,
      stdout: `elkctl ${version}, Node ${process.versions.node}, ${platform}\n`,
      stderr: '',
    })
    expect(JSON.parse((await runElkctl(['version', '--json'])).stdout)).toEqual({
      version,
      node: process.versions.node,
      platform,
    })
  })
})

describe('options of an application', () => {
  const meteo = join(packageFolder(), 'test/fixtures/applications/meteo')
  const helpOf = async (...args: string[]) => (await runElkctl([...args, '--help'])).stdout.replace(/\s+/g, ' ')

  it('are in the help with its names', async () => {
    const help = await helpOf('init')
    for (const part of ['--openvidu-version <release>', '--reindex-events', 'OPENVIDU_PRO_ELASTICSEARCH_HOST'])
      expect(help).toContain(part)
    const groups = ['What to do:', 'Application:', 'Connection:', 'Sign-in:', 'TLS:', 'AWS:', 'Output:', 'Examples:']
    expect(groups.map((group) => help.indexOf(group))).toEqual(
      groups.map((group) => help.indexOf(group)).sort((a, b) => a - b),
    )
    expect(help).not.toMatch(/--elasticsearch-host|--kibana-host|--max-days-delete/)
  })

  it.each([['--data', meteo], [`--data=${meteo}`]])('are those of %s', async (...data) => {
    const help = await helpOf('init', ...data)
    for (const part of ['storage.nodes', 'default: /etc/meteo/settings.yaml', 'default: meteo-role'])
      expect(help).toContain(part)
    expect(help).not.toMatch(/--openvidu-version|--reindex-events|OPENVIDU/)
    expect(await helpOf(...data)).not.toContain('sample-data')
  })

  it.each([
    [['--search-url', 'http://es'], '--search-url'],
    [['--elasticsearch-host', 'http://es'], '--elasticsearch-host'],
    [['--dashboards-url', 'http://kb'], '--dashboards-url'],
    [['--kibana-host', 'http://kb'], '--kibana-host'],
    [['--retention-days', 'x'], '--retention-days'],
    [['--max-days-delete', 'x'], '--max-days-delete'],
    [['--openvidu-version', 'x'], '--openvidu-version'],
  ])('%j: a message names the spelling that was written', async (args, flag) => {
    const given = ['--search-url', 'http://127.0.0.1:9', '--openvidu-version', '2.20.0', ...args]
    const { code, stderr } = await runElkctl(['plan', ...given])
    expect(code).toBe(3)
    expect(stderr).toMatch(new RegExp(`(^|\\s)${flag}: `))
  })
})
