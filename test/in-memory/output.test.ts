import { rmSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { exitCodes } from '../../src/errors.js'
import type { Installation } from '../../sandbox/installation.js'
import { runElkctl, type Result } from '../../sandbox/run-elkctl.js'
import { onTestbed } from '../support/testbed.js'

const bed = onTestbed()

const init = (at: Installation, more: string[] = [], env: Record<string, string> = {}) =>
  runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env', ...more], { env })

interface Document {
  format: number
  elkctl: string
  command: string
  exitCode: number
  exit: keyof typeof exitCodes
  verdict: string
  settings: Record<string, unknown>
  stack: Record<string, unknown>
  missing: { part: string; meaning: string }[]
  plan: { action: string; kind: string; name: string; file: string }[]
  outcomes: { kind: string; name: string; status: string; error?: { message: string; hint: string } }[]
  checks: { title: string; status: string; detail: string }[]
  checksSkipped?: string
  handedOver: { file: string; backup: string } | null
  notes: string[]
  error?: { message: string; hint: string; problems?: { where: string; message: string }[] }
}

/** One document and nothing else on standard output, whose exit code is that of the process. */
function documentIn({ code, stdout }: Result): Document {
  const document = JSON.parse(stdout) as Document
  expect(document).toMatchObject({ format: 1, exitCode: code, elkctl: expect.stringMatching(/^\d+\.\d+\.\d+/) })
  expect(exitCodes[document.exit].code).toBe(code)
  expect(document.verdict).not.toBe('')
  return document
}

describe('--json', () => {
  it('init: what was planned, done, checked and handed over, and why', async () => {
    const at = bed.installation()
    const result = await init(at, ['--json'])
    expect(result.stderr).toBe('')
    const document = documentIn(result)
    expect(document).toMatchObject({
      command: 'init',
      exit: 'done',
      settings: { release: '2.20.0', searchUrl: bed.searchUrl, username: 'openvidu', signedInAs: 'elastic' },
      stack: { product: 'elasticsearch', version: '7.10.2', security: true, dashboards: { title: 'Kibana' } },
      handedOver: { file: at.envFile, backup: `${at.envFile}.elkctl-backup` },
    })
    const created = document.plan.filter(({ action }) => action === 'create')
    expect(created.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['openvidu-role', 'openvidu', 'kurento-pipeline']),
    )
    expect(document.outcomes.map(({ name, status }) => `${name} ${status}`)).toEqual(
      created.map(({ name }) => `${name} applied`),
    )
    expect(document.checks.map(({ status }) => status)).toEqual(document.checks.map(() => 'pass'))
    expect(document.checks.length).toBeGreaterThan(5)
    expect(document.missing.map(({ part }) => part)).toEqual(['lifecycle management (ILM)'])
    expect(document.notes).toEqual([expect.stringContaining('the role goes beyond the documentation')])
  })

  it.each([
    { title: 'plan', args: (at: Installation) => ['plan', '--env-file', at.envFile, '--json'], command: 'plan' },
    {
      title: 'a dry run',
      args: (at: Installation) => ['init', '--env-file', at.envFile, '--dry-run', '--json'],
      command: 'init',
    },
  ])('$title: what would be done, and nothing that was', async ({ args, command }) => {
    const result = await runElkctl(args(bed.installation()))
    expect(result.stderr).toBe('')
    const document = documentIn(result)
    expect(document).toMatchObject({ command, exit: 'pending', outcomes: [], checks: [], handedOver: null })
    expect(document.checksSkipped).toMatch(/writes nothing/)
    expect(document.plan.some(({ action }) => action === 'create')).toBe(true)
    expect(bed.writes()).toEqual([])
  })

  it('settings that are wrong: every problem with its place', async () => {
    const at = bed.installation({ searchUrl: 'http://elastic', dashboardsUrl: 'kibana:1' })
    const result = await init(at, ['--json'])
    expect(result.stderr).toBe('')
    const document = documentIn(result)
    expect(document).toMatchObject({ exit: 'usage', outcomes: [], error: { hint: expect.stringMatching(/./) } })
    expect(document.error?.problems?.map(({ where }) => where)).toEqual([
      expect.stringMatching(/\.env:\d+$/),
      expect.stringMatching(/\.env:\d+$/),
    ])
  })

  it('a file that is not there: an error with a hint', async () => {
    const at = bed.installation()
    rmSync(at.envFile)
    const document = documentIn(await init(at, ['--json']))
    expect(document).toMatchObject({ exit: 'usage', error: { message: expect.stringContaining(at.envFile) } })
  })

  it('a refusal: what was done, what failed and why, what was not tried', async () => {
    bed.onSearch = ({ method, path }) =>
      method === 'PUT' && path === '/_index_template/openvidu-browser-logs'
        ? { status: 400, body: { error: { type: 'validation', reason: 'no such name' }, status: 400 } }
        : undefined
    const result = await init(bed.installation(), ['--json'])
    expect(result.stderr).toBe('')
    const document = documentIn(result)
    expect(document).toMatchObject({ exit: 'partial', handedOver: null, checks: [] })
    expect(document.error?.message).toContain('no such name')
    const statuses = new Set(document.outcomes.map(({ status }) => status))
    expect([...statuses].sort()).toEqual(['applied', 'failed', 'not tried'])
    expect(document.outcomes.filter(({ status }) => status === 'failed')).toEqual([
      {
        ...{ kind: 'index template', name: 'openvidu-browser-logs', status: 'failed' },
        error: expect.objectContaining({ hint: expect.anything() }),
      },
    ])
  })

  it('with --verbose the requests go to standard error', async () => {
    const result = await runElkctl(['plan', '--env-file', bed.installation().envFile, '--json', '--verbose'])
    documentIn(result)
    expect(result.stderr).toMatch(/^search GET \/ → 200 \(\d+ ms\)$/m)
  })

  it('names stay what they are when a password is one of them', async () => {
    const administrator = { username: 'admin-of-names', password: 'format' }
    await bed.asAdmin('PUT', `/_security/user/${administrator.username}`, {
      password: administrator.password,
      roles: ['superuser'],
    })
    const result = await runElkctl(['plan', '--env-file', bed.installation(administrator).envFile, '--json'])
    expect(documentIn(result).exit).toBe('pending')
  })
})

describe('text', () => {
  it('--quiet says only how it ended', async () => {
    const { code, stdout, stderr } = await init(bed.installation(), ['--quiet'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Done: [^\n]*\n$/)
  })

  it('--quiet tells what went wrong on standard error', async () => {
    const { code, stdout, stderr } = await init(bed.installation({ password: 'wrong-one' }), ['--quiet'])
    expect(code).toBe(4)
    expect(stdout).toMatch(/^Stopped: [^\n]*\n$/)
    expect(stderr).toMatch(/^Error: [^\n]*refused[^\n]*\n {2}[^\n]+\n$/)
  })

  it('--verbose tells every request on standard error, and nothing else is there', async () => {
    const { stdout, stderr } = await init(bed.installation(), ['--verbose'])
    const told = stderr.trimEnd().split('\n')
    expect(told.filter((line) => !/^(search|dashboards) [A-Z]+ \/\S* → \d{3} \(\d+ ms\)$/.test(line))).toEqual([])
    expect(told).toHaveLength(bed.requests().length)
    expect(stdout).not.toContain('→ 200')
  })

  it('without --verbose no request is told', async () => {
    const { stderr } = await runElkctl(['plan', '--env-file', bed.installation().envFile])
    expect(stderr).toBe('')
  })

  it.each([
    { where: 'in a pipe', env: {} },
    { where: 'in a pipe with NO_COLOR', env: { NO_COLOR: '1' } },
    { where: 'in a pipe, whatever FORCE_COLOR says of other programs', env: { FORCE_COLOR: '1' } },
  ])('$where there are no escape codes and no spinner', async ({ env }) => {
    const { stdout, stderr } = await init(bed.installation(), ['--verbose'], env)
    expect(stdout).toContain('Done: ')
    expect(stdout + stderr).not.toContain('\u001b')
    expect(stdout + stderr).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]|\r/)
  })

  it('a second run has nothing to do, and says so in one line', async () => {
    const at = bed.installation()
    await init(at)
    bed.stack.clear()
    const { code, stdout } = await init(at, ['--quiet'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Nothing to do: \d+ unchanged[^\n]*\n$/)
  })
})

describe('a command line that is not understood', () => {
  it.each([
    [['verify', '--nonsense']],
    [['init', '--output', 'json', '--password-stdin', '--nonsense']],
    [['nonsense']],
    [['plan', '--profile', 'nonsense']],
    [['verify', '--only', 'stack.nonsense']],
  ])('%j --json is told in the same form', async (args) => {
    const result = await runElkctl([...args, '--json'])
    expect(documentIn(result)).toMatchObject({ exit: 'usage', error: { message: expect.stringContaining('nonsense') } })
    expect(result.stderr).toBe('')
  })

  it('--json with --quiet is told in the same form', async () => {
    const result = await runElkctl(['plan', '--json', '--quiet'])
    const message = expect.stringContaining("'--json' cannot be used with option '-q, --quiet'")
    expect(documentIn(result)).toMatchObject({ exit: 'usage', error: { message } })
  })

  it.each(['json', 'junit', 'github', 'markdown', 'prometheus'])('--output %s with --quiet is, too', async (format) => {
    const { code, stdout, stderr } = await runElkctl(['verify', '--output', format, '--quiet'])
    expect([code, stderr]).toEqual([3, ''])
    // Each format escapes what would be markup in it.
    if (format !== 'prometheus') expect(stdout.replaceAll(/\\(.)/g, '$1')).toContain(`--output ${format}`)
  })

  it.each([
    ['junit', '<testcase classname="elkctl.settings" name="settings.value'],
    ['github', '::error title=settings.value::'],
    ['markdown', '| ❌ | `settings.value` |'],
    ['prometheus', 'elkctl_exit_code{command="verify"} 3'],
  ])('and in %s', async (format, part) => {
    const { code, stdout, stderr } = await runElkctl(['verify', '--only', 'stack.nonsense', '--output', format])
    expect([code, stderr]).toEqual([3, ''])
    expect(stdout).toContain(part)
  })
})
