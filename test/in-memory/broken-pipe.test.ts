import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { fewDashboards } from '../../sandbox/faults/few-objects.js'
import type { Installation } from '../../sandbox/installation.js'
import { packageFolder } from '../../sandbox/package-folder.js'
import { cleanEnvironment, runElkctl } from '../../sandbox/run-elkctl.js'
import { closedAfter } from '../support/closed-pipe.js'
import { expectCalm } from '../support/expectations.js'
import { basic, onTestbed } from '../support/testbed.js'

const bed = onTestbed()
const data = fewDashboards()
afterAll(() => {
  data.remove()
})

const program = join(packageFolder(), 'bin', 'elkctl.js')

/** Runs a line of shell with `elkctl` in it; what the last line says is the exit code of elkctl. */
async function shell(line: string): Promise<{ code: string; stdout: string; stderr: string }> {
  const script = `elkctl() { '${program}' "$@"; }\n${line}`
  const child = spawn('bash', ['-c', script], { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  await once(child, 'close')
  return { code: /(\d+)\n$/.exec(stdout)?.[1] ?? '', stdout, stderr }
}

/** As a shard that is not there answers. */
const unavailable = {
  status: 400,
  body: { error: { type: 'index_closed_exception', reason: 'closed' }, status: 400 },
}

const init = (at: Installation, more = '') =>
  `elkctl init --env-file '${at.envFile}' --data '${data.folder}' --yes --write-env ${more}`
const exitCode = 'echo ${PIPESTATUS[0]}'

/** No user that nobody can sign in as, or one whose password is where it was asked for; and the same command again ends well. */
async function expectWellEnded(at: Installation): Promise<void> {
  const there = (await bed.asAdmin('GET', '/_security/user/openvidu')).status === 200
  expect(at.value('ELASTICSEARCH_USERNAME') === 'openvidu').toBe(there)
  const init = ['init', '--env-file', at.envFile, '--data', data.folder, '--yes', '--write-env']
  expect(await runElkctl(init)).toMatchObject({
    code: 0,
    stderr: '',
  })
  const authorization = basic({ username: 'openvidu', password: String(at.value('ELASTICSEARCH_PASSWORD')) })
  expect((await fetch(`${bed.searchUrl}/_security/_authenticate`, { headers: { authorization } })).status).toBe(200)
}

describe('a pipe that closes early', () => {
  it.each(['Plan:', 'Writing index template', 'Writing user'])(
    'init whose standard output ends after "%s" ends as with Ctrl-C, and says so on standard error',
    async (seen) => {
      const at = bed.installation()
      const { code, stderr } = await closedAfter(at, 'stdout', seen, ['--data', data.folder])
      expectCalm(stderr)
      expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringMatching(/^Interrupted: /m) })
      await expectWellEnded(at)
    },
  )

  it('init whose standard error ends does so too', async () => {
    const at = bed.installation()
    const { code, stdout } = await closedAfter(at, 'stderr', 'PUT /_index_template/', [
      '--verbose',
      '--data',
      data.folder,
    ])
    expect({ code, stdout }).toEqual({ code: 130, stdout: expect.stringMatching(/^Interrupted: [1-9]\d* change/m) })
    await expectWellEnded(at)
  })

  it('init | head', async () => {
    const at = bed.installation()
    const { code, stdout, stderr } = await shell(`${init(at)} | head -1; ${exitCode}`)
    expectCalm(stdout + stderr)
    expect({ code, stderr }).toEqual({ code: '130', stderr: expect.stringMatching(/^Interrupted: /m) })
    await expectWellEnded(at)
  })

  it('init with nobody to say anything to, on either', async () => {
    const at = bed.installation()
    const { code, stderr } = await shell(`${init(at, '--verbose')} 2>&1 | head -1 >/dev/null; ${exitCode}`)
    expect({ code, stderr }).toEqual({ code: '130', stderr: '' })
    await expectWellEnded(at)
  })

  it('init --json, whose document comes when everything is done: it is done', async () => {
    const at = bed.installation()
    const { code, stderr } = await shell(`${init(at, '--json')} | true; ${exitCode}`)
    expectCalm(stderr)
    expect({ code, stderr }).toEqual({ code: '0', stderr: expect.stringMatching(/^Done: /) })
    await expectWellEnded(at)
  })

  it('a full disk is no better', async () => {
    const at = bed.installation()
    const { code, stderr } = await shell(`${init(at)} > /dev/full; ${exitCode}`)
    expectCalm(stderr)
    expect({ code, stderr }).toEqual({ code: '130', stderr: expect.stringMatching(/^Interrupted: /m) })
    await expectWellEnded(at)
  })

  it.each([
    { command: 'plan', own: '2' },
    { command: 'init --dry-run', own: '2' },
    { command: 'verify', own: '2' },
  ])('$command, which only reads, goes on in silence and keeps its exit code', async ({ command, own }) => {
    const at = bed.installation()
    const { code, stderr } = await shell(`elkctl ${command} --env-file '${at.envFile}' | head -1; ${exitCode}`)
    expect({ code, stderr }).toEqual({ code: own, stderr: '' })
    expect(bed.writes()).toEqual([])
  })

  it.each([
    { format: 'json', line: (verify: string) => `${verify} | true` },
    { format: 'junit', line: (verify: string) => `${verify} <&- | head -c 20` },
    { format: 'github', line: (verify: string) => `${verify} <&- >&- ; (exit $?)` },
    { format: 'markdown', line: (verify: string) => `${verify} | true` },
    { format: 'prometheus', line: (verify: string) => `${verify} <&- | head -c 20` },
  ])('verify --output $format keeps its exit code, and with standard input closed', async ({ format, line }) => {
    const verify = line(`elkctl verify --output ${format} --env-file '${bed.installation().envFile}'`)
    const { code, stderr } = await shell(`${verify}; ${exitCode}`)
    expect({ code, stderr }).toEqual({ code: '2', stderr: '' })
    expect(bed.writes()).toEqual([])
  })

  // The engine in memory keeps no documents: it refuses searches, and what cannot be asked for is no pass.
  it.each([
    { format: 'text', reader: '| true', own: '1' },
    { format: 'json', reader: '<&- | head -c 20', own: '1' },
    { format: 'junit', reader: '| true', own: '1' },
    { format: 'nagios', reader: '<&- | head -c 20', own: '3' },
    { format: 'prometheus', reader: '| true', own: '1' },
  ])('alerts check --output $format $reader, too', async ({ format, reader, own }) => {
    const check = `elkctl alerts check --output ${format} --env-file '${bed.installation().envFile}'`
    bed.onSearch = ({ path }) => (/_m?search|_field_caps/.test(path) ? unavailable : undefined)
    const { code, stderr } = await shell(`${check} ${reader}; ${exitCode}`)
    expectCalm(stderr)
    expect(code).toBe(own)
  })

  it('--help', async () => {
    expect(await shell(`elkctl --help | true; ${exitCode}`)).toMatchObject({ code: '0', stderr: '' })
  })
})
