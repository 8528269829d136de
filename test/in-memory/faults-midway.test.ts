import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { fewObjects } from '../../sandbox/faults/few-objects.js'
import type { Installation } from '../../sandbox/installation.js'
import { packageFolder } from '../../sandbox/package-folder.js'
import type { Answer, AnswerFunction } from '../../sandbox/proxy.js'
import { cleanEnvironment, runElkctl, type Result } from '../../sandbox/run-elkctl.js'
import { exitCodes } from '../../src/errors.js'
import { everyNth } from '../support/every-nth.js'
import { expectCalm, expectRefusal, snapshot } from '../support/expectations.js'
import { record, runHere, startReplay } from '../support/replay.js'
import { basePath, basic, loginPage, patience, onTestbed } from '../support/testbed.js'

const bed = onTestbed()

const init = (at: Installation, more: string[] = ['--wait', '1s']) =>
  runElkctl(['init', '--env-file', at.envFile, '--yes', '--write-env', ...more])
const userStatus = async () => (await bed.asAdmin('GET', '/_security/user/openvidu')).status

async function expectSignsIn(at: Installation): Promise<void> {
  expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
  const authorization = basic({ username: 'openvidu', password: String(at.value('ELASTICSEARCH_PASSWORD')) })
  const { status } = await fetch(`${bed.searchUrl}/_security/_authenticate`, { headers: { authorization } })
  expect(status).toBe(200)
}

/** From the write on that the pattern names ("PUT /path"), nobody answers any more. */
function goneFrom(write: RegExp): void {
  let isGone = false
  const gone: AnswerFunction = ({ method, path }) => {
    isGone ||= method !== 'GET' && method !== 'HEAD' && write.test(`${method} ${path}`)
    return isGone ? 'drop' : undefined
  }
  bed.onSearch = bed.onKibana = gone
}

describe('a stack that goes away in the middle', () => {
  it('before the first write is done: nothing was changed, and the exit code says unreachable', async () => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    goneFrom(/./)
    const result = await init(at)
    expectRefusal(result, { code: 5, says: ['The dashboards server at', 'closed the connection'], next: /https|log/ })
    expect(result.stdout).toMatch(/^Failed: 0 of \d+ changes made/m)
    expectUntouched()
  })

  it.each([
    { what: 'first template', write: /^PUT \/_index_template\// },
    { what: 'third template', write: /^PUT \/_index_template\/openvidu-filebeat/ },
    { what: 'user', write: /^PUT \/_security\/user\// },
  ])('at the $what: says what was done, and a second run completes', async ({ write }) => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    goneFrom(write)
    const result = await init(at)
    expectRefusal(result, { code: 8, says: ['closed the connection'], next: /https|log/ }, [bed.admin.password])
    expect(result.stdout).toMatch(/^Done in part: [1-9]\d* of \d+ changes made/m)
    expectUntouched()

    bed.onSearch = bed.onKibana = undefined
    expect(await init(at)).toMatchObject({ code: 0, stderr: '' })
    await expectSignsIn(at)
  })

  it('while the user cannot be taken back: says so, and the same command completes', async () => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    goneFrom(/elkctl-check/)
    const result = await init(at)
    expect(result.code).toBe(8)
    expect(result.stderr).toContain('the user openvidu may still exist')
    expect(result.stderr).toContain('run the same command again to set a new one')
    expectUntouched()
    bed.onSearch = bed.onKibana = undefined
    expect(await userStatus()).toBe(200)

    // Another place: whoever reads that file may have the password, so it is not changed unasked.
    const other = await runElkctl(['plan', '--env-file', bed.installation().envFile])
    expect(other.stdout).not.toMatch(/~ user/)
    const said = await runElkctl(['plan', '--env-file', at.envFile])
    expect(said.stdout).toMatch(/^ {2}~ user .*made by a run that was interrupted before it handed over the password$/m)

    expect((await init(at)).code).toBe(0)
    await expectSignsIn(at)
    bed.stack.clear()
    expect((await init(at)).code).toBe(0)
    expect(bed.stack.writes()).toEqual([])
  })

  it('after it has made the user but before it said so: the user is taken back', async () => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    bed.onSearch = async (request) => {
      if (`${request.method} ${request.path}` !== 'PUT /_security/user/openvidu') return undefined
      await bed.passOn('search', request)
      // and nobody answers until it is looked for, to be removed
      let reads = 0
      bed.onSearch = ({ method }) => (method === 'DELETE' || (method === 'GET' && reads++ > 0) ? undefined : 'drop')
      return 'drop'
    }
    const result = await init(at)
    expectRefusal(result, { code: 8, says: ['closed the connection'], next: /https|log/ })
    expect(await userStatus()).toBe(404)
    expectUntouched()
    bed.onSearch = undefined
    expect((await init(at)).code).toBe(0)
    await expectSignsIn(at)
  })

  it('during the checks: done in part, the user is taken back, no probe is left', async () => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    bed.onSearch = ({ method, path }) => (method === 'PUT' && path.startsWith('/loadtest-') ? 'drop' : undefined)
    const { code, stdout } = await init(at)
    expect({ code, stdout }).toEqual({
      code: 8,
      stdout: expect.stringMatching(/✖ .*loadtest.*: The search engine at .* closed/),
    })
    expect(stdout).toMatch(/^Done in part: .* 1 of \d+ checks failed/m)
    expect(await userStatus()).toBe(404)
    expect(await bed.probes()).toEqual([])
    expectUntouched()
  })
})

describe('a stack that refuses requests for a moment, or breaks them off', () => {
  it('every third request of a first run: it ends well, and says what it waited for', async () => {
    const seen = new Set<string>()
    const faults: Answer[] = [
      { status: 503, body: { error: { reason: 'too busy' } } },
      { status: 429, headers: { 'retry-after': '0' }, body: 'slow down' },
      'drop',
      { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad Gateway</h1>' },
    ]
    let given = 0
    const now: AnswerFunction = ({ method, path }) => {
      const request = `${method} ${path}`
      if (seen.has(request)) return undefined
      seen.add(request)
      // First contact has to be made.
      return seen.size < 4 || seen.size % 3 > 0 ? undefined : faults[given++ % faults.length]
    }
    bed.onSearch = bed.onKibana = now
    const at = bed.installation()
    const { code, stdout, stderr } = await init(at, [])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(given).toBeGreaterThan(15)
    for (const words of ['503 too busy', '429 slow down', 'closed the connection', '502 <h1>Bad Gateway</h1>'])
      expect(stdout).toMatch(new RegExp(`waiting \\d\\.\\d s, then retrying: .*${words}`))
    bed.onSearch = bed.onKibana = undefined
    await expectSignsIn(at)
  })
})

describe('an answer that is not what the server answers there', () => {
  const shapes: ((whole: string) => Answer)[] = [
    (whole) => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: whole.slice(0, whole.length / 2),
    }),
    () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: loginPage }),
    () => ({ status: 200, body: '' }),
    ...[[], 'x', null, {}, { a: 1 }, 7].map((body) => (): Answer => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })),
  ]

  it(
    'to a request of a first run, is told as such and no bug',
    async () => {
      const exchanges = record(bed)
      const at = bed.installation()
      const before = at.env()
      const data = fewObjects()
      expect((await init(at, ['--data', data.folder])).code).toBe(0)
      expect(exchanges.length).toBeGreaterThan(40)
      const replay = await startReplay(exchanges)
      const replayed = before
        .replaceAll(String(at.value('OPENVIDU_PRO_ELASTICSEARCH_HOST')), replay.urls.search)
        .replaceAll(String(at.value('OPENVIDU_PRO_KIBANA_HOST')), `${replay.urls.kibana}${basePath}`)
      const codes: number[] = Object.values(exitCodes).map(({ code }) => code)
      try {
        for (const [number, exchange] of everyNth(exchanges, 6).entries())
          // Each of them meets one of the shapes, and its neighbours the others; `npm run faults` disturbs every request.
          for (const [position, shape] of shapes.entries()) {
            if (position !== number % shapes.length) continue
            const whole =
              typeof exchange.answer.body === 'string' ? exchange.answer.body : JSON.stringify(exchange.answer.body)
            replay.restart(exchange, shape(whole))
            // In the same place: it is part of the mark that a user has while its password is on its way.
            writeFileSync(at.envFile, replayed)
            const { code, stdout, stderr } = await runHere([
              ...['init', '--env-file', at.envFile, '--yes', '--write-env', '--data', data.folder],
            ])
            expectCalm(`${exchange.request} (${position})\n${stdout}${stderr}`)
            expect(codes).toContain(code)
            expect([exchange.request, replay.wasGiven()]).toEqual([exchange.request, true])
          }
      } finally {
        data.remove()
        await replay.stop()
      }
    },
    patience,
  )
})

describe('a place for the password that does not hold it', () => {
  it('a credentials file that is there already: 3, before anything is written', async () => {
    const at = bed.installation()
    const file = join(at.folder, 'credentials')
    writeFileSync(file, 'of somebody else\n')
    const expectUntouched = snapshot(at)
    const result = await runElkctl(['init', '--env-file', at.envFile, '--yes', '--credentials-file', file])
    expectRefusal(result, {
      code: 3,
      says: [`${file} cannot be written: it exists already`],
      next: 'Name another file',
    })
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it('a credentials file in a folder that is not there: 3, before anything is written', async () => {
    const at = bed.installation()
    const file = join(at.folder, 'missing', 'credentials')
    const expectUntouched = snapshot(at)
    const result = await runElkctl(['init', '--env-file', at.envFile, '--yes', '--credentials-file', file])
    expectRefusal(result, {
      code: 3,
      says: [`${file} cannot be written: there is no folder ${join(at.folder, 'missing')}`],
      next: 'Check the folder',
    })
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it('an .env, or the file that names the release, that may not be read: 3, and the file is named', async () => {
    const at = bed.installation()
    const compose = join(at.folder, 'docker-compose.yml')
    const expectUntouched = snapshot(at)
    for (const { file, says } of [
      { file: at.envFile, says: `${at.envFile} cannot be read: permission denied` },
      { file: compose, says: `${compose}: it cannot be read, and the release of OpenVidu Pro is not known` },
    ]) {
      chmodSync(file, 0)
      try {
        const result = await withoutOverride(['init', '--env-file', at.envFile, '--yes', '--write-env'])
        expectRefusal(result, { code: 3, says: [says], next: /root may own it|--openvidu-version RELEASE/ })
      } finally {
        chmodSync(file, 0o600)
      }
    }
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it('an .env in a folder where no file can be made: 3, before anything is written', async () => {
    const at = bed.installation()
    chmodSync(at.folder, 0o555)
    const expectUntouched = snapshot(at)
    try {
      const result = await withoutOverride(['init', '--env-file', at.envFile, '--yes', '--write-env'])
      expectRefusal(result, {
        code: 3,
        says: [`${at.envFile} cannot be written: permission denied`],
        next: 'nothing was changed yet',
      })
      expect(bed.writes()).toEqual([])
      expectUntouched()
    } finally {
      chmodSync(at.folder, 0o755)
    }
  })

  it('an .env that somebody changes meanwhile keeps their change, and the user is taken back', async () => {
    const at = bed.installation()
    const before = at.env()
    // The record is an import of its own.
    bed.onKibana = ({ method, path }) => {
      if (method === 'POST' && path.includes('/_import')) writeFileSync(at.envFile, `${before}SOMEBODY=was here\n`)
      return undefined
    }
    const result = await init(at)
    expectRefusal(result, { code: 3, says: [`${at.envFile} cannot be written: it was changed`], next: 'again' })
    expect(at.env()).toBe(`${before}SOMEBODY=was here\n`)
    expect(await userStatus()).toBe(404)
  })

  it('a credentials file is new, of mode 600, and holds what signs in; .env stays as it is', async () => {
    const at = bed.installation()
    const file = join(at.folder, 'credentials')
    const text = at.env()
    const { code, stdout } = await runElkctl(['init', '--env-file', at.envFile, '--yes', '--credentials-file', file])
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(file) })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(at.env()).toBe(text)
    expect(existsSync(`${at.envFile}.elkctl-backup`)).toBe(false)
    const [, password = ''] = /^ELASTICSEARCH_PASSWORD=(.*)$/m.exec(readFileSync(file, 'utf8')) ?? []
    const authorization = basic({ username: 'openvidu', password })
    const answer = await fetch(`${bed.searchUrl}/_security/_authenticate`, { headers: { authorization } })
    expect(answer.status).toBe(200)
  })

  it('--yes without a place: 3 after the plan, and nothing is written; where no password is needed, no place is', async () => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    const withoutPlace = ['init', '--env-file', at.envFile, '--yes']
    expectRefusal(await runElkctl(withoutPlace), {
      code: 3,
      says: ['--yes: there is no destination for the password of the new user'],
      next: /--write-env.*--credentials-file FILE/,
    })
    expect(bed.writes()).toEqual([])
    expectUntouched()

    const file = join(at.folder, 'credentials')
    expect((await runElkctl([...withoutPlace, '--credentials-file', file])).code).toBe(0)
    bed.stack.clear()
    expect(await runElkctl(withoutPlace)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing to do/m) })
    await bed.asAdmin('DELETE', '/_ingest/pipeline/kurento-pipeline')
    expect(await runElkctl(withoutPlace)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Done: 1 change/m) })
  })

  it('without a terminal and without --yes: 3 after the plan, and nothing is written', async () => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    const result = await runElkctl(['init', '--env-file', at.envFile, '--write-env'])
    expectRefusal(result, {
      code: 3,
      says: [/no terminal to confirm \d+ changes/],
      next: 'Add --yes to make them',
    })
    expect(result.stdout).toMatch(/^ {2}\+ user +openvidu +create$/m)
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })
})

/** Runs the program so that permissions hold for it: root may read and write anywhere unless it gives that up. */
function withoutOverride(args: string[]): Promise<Result> {
  const program = join(packageFolder(), 'bin', 'elkctl.js')
  const [command, ...rest] =
    process.getuid?.() === 0
      ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', program, ...args]
      : [program, ...args]
  const child = spawn(command, rest, { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      resolve({ code, stdout, stderr })
    })
  })
}

describe('a disk that is nearly full', () => {
  const full = (index: string): Answer => {
    const reason = `index [${index}] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];`
    return { status: 429, body: { error: { type: 'cluster_block_exception', reason }, status: 429 } }
  }

  it('is told with its numbers and with what lifts the block, and is not waited for', async () => {
    let asked = 0
    bed.onSearch = ({ method, path }) => {
      if (path.startsWith('/_nodes/stats/fs'))
        return {
          status: 200,
          body: {
            nodes: { a: { name: 'n1', fs: { total: { total_in_bytes: 100 * 2 ** 30, available_in_bytes: 2 ** 30 } } } },
          },
        }
      if (path.startsWith('/_cluster/settings')) {
        const disk = { threshold_enabled: 'true', watermark: { flood_stage: '95%', high: '90%', low: '85%' } }
        return { status: 200, body: { defaults: { cluster: { routing: { allocation: { disk } } } } } }
      }
      if (method !== 'PUT' || !path.startsWith('/loadtest-')) return undefined
      asked += 1
      return full('loadtest')
    }
    const at = bed.installation()
    const { code, stdout, stderr } = await init(at, [])
    expect([code, asked]).toEqual([8, 1])
    expect(stdout).toContain('PUT /INDEX/_settings {"index.blocks.read_only_allow_delete": null}')
    expect(stdout + stderr).toContain(
      'disk of node n1: 1.0 GB of 100.0 GB free, beyond the flood-stage watermark (95%): the server makes its indices read-only. Delete old indices, shorten the retention, or add disk space',
    )
  })
})
