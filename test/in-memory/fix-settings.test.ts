import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../sandbox/package-folder.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { report } from '../support/json-report.js'
import { runOnTerminal } from '../support/terminal.js'
import { onTestbed } from '../support/testbed.js'

const bed = onTestbed()
const setting = 'storage.dates'
let folder: string
let envFile: string
let backup: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'elkctl-fix-settings-'))
  cpSync(join(packageFolder(), 'test/fixtures/applications/meteo'), folder, { recursive: true })
  // The engine in memory keeps no documents of its indices.
  rmSync(join(folder, 'templates/meteo/checks'), { recursive: true })
  const file = join(folder, 'profile.json')
  const { $schema: _forEditors, ...profile } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>
  const settings = { ...profile['settings'], dates: { key: setting, type: 'strftime', default: 'YYYY.MM.dd' } }
  writeFileSync(file, JSON.stringify({ ...profile, settings }))
  envFile = join(folder, 'settings.yaml')
  backup = `${envFile}.elkctl-backup`
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const wrong = () => `storage:\n  nodes: ${bed.searchUrl}\n  dates: YYYY.MM.dd # documented\n`
const right = () => wrong().replace('YYYY.MM.dd', '"%Y.%m.%d"')
beforeEach(() => {
  writeFileSync(envFile, wrong())
  rmSync(backup, { force: true })
})

const flags = () => [
  '--data',
  folder,
  '--env-file',
  envFile,
  '--dashboards-url',
  bed.kibanaUrl,
  '--admin-username',
  bed.admin.username,
]
const env = () => ({ ELKCTL_ADMIN_PASSWORD: bed.admin.password })
const run = (...command: string[]) => report([...command, ...flags()], { env: env() })
const expectUntouched = () => {
  expect({ text: readFileSync(envFile, 'utf8'), backup: existsSync(backup) }).toEqual({ text: wrong(), backup: false })
}
describe('init --fix-settings', () => {
  it('shows the correction in the plan, and changes nothing when one says no', async () => {
    const { code, text } = await runOnTerminal(['init', '--fix-settings', '--write-env', ...flags()], {
      env: env(),
      answers: [['(y/N)', 'n\r']],
    })
    expect(code).toBe(3)
    expect(text).toMatch(
      new RegExp(`~ setting +${setting} +update: cannot work as it is\\s+${envFile}: YYYY.MM.dd → %Y.%m.%d`),
    )
    expect(text).toContain(`changes on ${bed.searchUrl} and in ${envFile}?`)
    expect(text).toMatch(/^Stopped: nothing was changed\.$/m)
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it('is a change of its own where nothing else is to be done, and is confirmed', async () => {
    writeFileSync(envFile, right())
    expect((await run('init', '--yes', '--credentials-file', join(folder, 'account'))).code).toBe(0)
    writeFileSync(envFile, wrong())
    for (const command of [['init', '--dry-run', '--fix-settings'], ['plan', '--fix-settings'], ['verify']]) {
      const { code, verdict } = await run(...command)
      const counted = command[0] === 'verify' ? `${setting} cannot work as it is` : '1 to update'
      expect({ command, code, verdict }).toEqual({
        ...{ command, code: 2 },
        verdict: expect.stringContaining(counted) as unknown,
      })
    }
    expect((await run('plan')).code).toBe(0)
    const { code: unasked, error } = await run('init', '--fix-settings')
    expect([unasked, error?.message]).toEqual([3, expect.stringContaining('no terminal to confirm 1 change')])
    expectUntouched()
    const { code, text } = await runOnTerminal(['init', '--fix-settings', ...flags()], {
      env: env(),
      answers: [[`Make this 1 change in ${envFile}?`, 'y\r']],
    })
    expect(code).toBe(0)
    expect(text).toMatch(/^Done: 1 change made, \d+ unchanged; /m)
    expect(readFileSync(envFile, 'utf8')).toBe(right())
    expect(readFileSync(backup, 'utf8')).toBe(wrong())
  })

  it('comes before the password goes into the same file; the backup is of the file before both', async () => {
    const { code, outcomes, plan } = await run('init', '--yes', '--fix-settings', '--write-env')
    expect(code).toBe(0)
    expect(plan[0]).toEqual({
      ...{ action: 'update', kind: 'setting', name: setting, file: envFile, origin: 'setting' },
      differences: [{ path: envFile, before: 'YYYY.MM.dd', after: '%Y.%m.%d' }],
    })
    expect(outcomes[0]).toEqual({ kind: 'setting', name: setting, status: 'applied' })
    expect(readFileSync(envFile, 'utf8')).toMatch(/dates: "%Y.%m.%d" # documented\n[^]*login: "meteo"/)
    expect(readFileSync(backup, 'utf8')).toContain('dates: YYYY.MM.dd # documented')
    expect(readFileSync(backup, 'utf8')).not.toContain('login')
  })

  it('is counted as done when what comes after it is refused', async () => {
    bed.onSearch = ({ method, path }) =>
      method === 'PUT' && path.startsWith('/_ingest/')
        ? { status: 400, body: JSON.stringify({ error: { type: 'x', reason: 'refused here' }, status: 400 }) }
        : undefined
    const { stdout, code } = await runElkctl(
      ['init', '--yes', '--fix-settings', '--credentials-file', join(folder, 'other'), ...flags()],
      { env: env() },
    )
    expect(code).toBe(8)
    expect(stdout).toMatch(/^Done in part: 2 of \d+ changes made\./m)
    expect(readFileSync(envFile, 'utf8')).toBe(right())
  })
})
