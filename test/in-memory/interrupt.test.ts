import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { fewDashboards } from '../../sandbox/faults/few-objects.js'
import type { Installation } from '../../sandbox/installation.js'
import { packageFolder } from '../../sandbox/package-folder.js'
import type { AnswerFunction } from '../../sandbox/proxy.js'
import { cleanEnvironment, runElkctl, type Result } from '../../sandbox/run-elkctl.js'
import { expectCalm, expectRefusal, snapshot } from '../support/expectations.js'
import { onTestbed } from '../support/testbed.js'

const bed = onTestbed()
const data = fewDashboards()
afterAll(() => {
  data.remove()
})

const init = (at: Installation) => ['init', '--env-file', at.envFile, '--yes', '--write-env', '--data', data.folder]

interface Interruption {
  /** the request during which Ctrl-C is pressed: "PUT /path" */
  at: RegExp
  /** which of the requests that match: the first reads to compare, the second reads back */
  occurrence?: number
  /** the server does what it is asked, and the answer is lost */
  withheld?: boolean
  /** from then on the server answers nothing at all */
  forGood?: boolean
}

/** Resolves when the request is there; its client waits for ever. */
function hang({ at, occurrence = 1, withheld = false, forGood = false }: Interruption): Promise<void> {
  let seen = 0
  return new Promise((resolve) => {
    const answer =
      (server: 'search' | 'kibana'): AnswerFunction =>
      async (request) => {
        if (forGood && seen >= occurrence) return 'hang'
        if (!at.test(`${request.method} ${request.path}`)) return undefined
        seen += 1
        if (seen !== occurrence) return undefined
        if (withheld) await bed.passOn(server, request)
        resolve()
        return 'hang'
      }
    bed.onSearch = answer('search')
    bed.onKibana = answer('kibana')
  })
}

/** Runs init and sends it the signal when `moment` comes. */
function interrupted(
  at: Installation,
  moment: (output: () => string) => Promise<unknown>,
  signal: NodeJS.Signals = 'SIGINT',
): Promise<Result> {
  let output = ''
  return runElkctl(init(at), {
    onOutput: (text) => (output += text),
    onStart: (child) => {
      void moment(() => output).then(() => child.kill(signal))
    },
  })
}

/** The same while the server is slow: it gets the request before the signal, and carries it out and answers after it. */
async function interruptedBeforeTheAnswer(at: Installation, during: RegExp): Promise<Result> {
  return runElkctl(init(at), {
    onStart: (child) => {
      bed.onSearch = async (request) => {
        if (!during.test(`${request.method} ${request.path}`)) return undefined
        await hears(child, 'SIGINT')
        return bed.passOn('search', request)
      }
    },
  })
}

/** A set of signals of a process, the first in the lowest bit: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function signals({ pid }: ChildProcess, set: 'ShdPnd' | 'SigCgt'): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
  return Number(`0x${new RegExp(`^${set}:\\t(\\w+)$`, 'm').exec(status)?.[1] ?? ''}`)
}

/** How often the main thread has gone to sleep, while it sleeps; undefined: it is at work. */
function sleeps({ pid }: ChildProcess): number | undefined {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
  const [, count] = /^State:\tS[^]*^voluntary_ctxt_switches:\t(\d+)$/m.exec(status) ?? []
  return count === undefined ? undefined : Number(count)
}

/** Sends a signal to a process that waits for an answer, until it has woken for it and sleeps again: an answer before that would be read with it. */
async function hears(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  let before: number | undefined
  await until(() => (before = sleeps(child)) !== undefined)
  child.kill(signal)
  await taken(child)
  await until(() => Number(sleeps(child)) > Number(before))
}

/** Until the signals that the process was sent have reached it. */
const taken = (child: ChildProcess) => until(() => signals(child, 'ShdPnd') === 0)
/** Until it listens to SIGHUP (1), which Node itself does not: to the others it listens from before. */
const listens = (child: ChildProcess) => until(() => signals(child, 'SigCgt') % 2 === 1)

function expectInterrupted(result: Result): void {
  expectRefusal(result, { code: 130, says: ['Interrupted'], next: 'Run the same command again' }, [bed.admin.password])
  expect(result.stdout).toMatch(/^Interrupted: /m)
}

/** No user whose password nobody knows, no probes. */
async function expectNothingLeft(): Promise<void> {
  bed.onSearch = bed.onKibana = undefined
  expect((await bed.asAdmin('GET', '/_security/user/openvidu')).status).toBe(404)
  expect(await bed.probes()).toEqual([])
}

async function expectCompletes(at: Installation, says = /^$/): Promise<void> {
  const { code, stderr } = await runElkctl(init(at))
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(says) as unknown })
  expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
}

describe('Ctrl-C', () => {
  it.each<Interruption & { when: string }>([
    { when: 'while the stack is looked at', at: /^GET \/$/ },
    { when: 'while the role is written, the first object', at: /^PUT .*\/api\/security\/role\// },
    { when: 'while a pipeline is written', at: /^PUT \/_ingest\/pipeline\// },
    { when: 'while templates are read back', at: /^GET \/_index_template/, occurrence: 2 },
    { when: 'while the user is written', at: /^PUT \/_security\/user\// },
    {
      when: 'when the user is written, but the answer is not here yet',
      at: /^PUT \/_security\/user\//,
      withheld: true,
    },
    { when: 'while it is looked whether the user is there by now', at: /^GET \/_security\/user\//, occurrence: 2 },
    { when: 'while the user is read back', at: /^GET \/_security\/user\//, occurrence: 3 },
    { when: 'when dashboards are imported, but the answer is not here yet', at: /^POST .*\/_import/, withheld: true },
    { when: 'while the new user signs in', at: /^GET \/_security\/_authenticate/, occurrence: 2 },
    { when: 'while a probe is written', at: /^PUT \/filebeat-kurento-elkctl-check/ },
    {
      when: 'when a probe is written, but the answer is not here yet',
      at: /^PUT \/loadtest-elkctl-check/,
      withheld: true,
    },
    { when: 'when a probe is written to an index that stays', at: /^PUT \/openvidu\/_doc/, withheld: true },
    { when: 'while a probe is read', at: /^GET \/openvidu-logs-elkctl-check.*_field_caps/ },
    { when: 'while a dashboard is opened', at: /^GET .*\/saved_objects\/dashboard\// },
  ])('$when: 130 at once, nothing left over, and the next run completes', async ({ when: _, ...interruption }) => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    const hanging = hang(interruption)
    expectInterrupted(await interrupted(at, () => hanging))
    expectUntouched()
    await expectNothingLeft()
    await expectCompletes(at)
  })

  it('while it waits for Kibana: 130 at once, and nothing was written', async () => {
    bed.setKibana('starting')
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    expectInterrupted(await interrupted(at, (output) => until(() => output().includes('waiting for'))))
    expect(bed.writes()).toEqual([])
    expectUntouched()
  })

  it.each(['SIGTERM', 'SIGHUP'] as const)('%s ends it in the same way', async (signal) => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    const hanging = hang({ at: /^PUT \/_security\/user\//, withheld: true })
    expectInterrupted(await interrupted(at, () => hanging, signal))
    expectUntouched()
    await expectNothingLeft()
    await expectCompletes(at)
  })

  it.each([
    { what: 'a probe', at: /^PUT \/loadtest-elkctl-check/ },
    { what: 'a probe in an index that stays', at: /^PUT \/openvidu\/_doc/ },
    { what: 'the user', at: /^PUT \/_security\/user\// },
  ])('while a slow server is still writing $what: waits for it, and takes it away again', async ({ at: request }) => {
    expectInterrupted(await interruptedBeforeTheAnswer(bed.installation(), request))
    await expectNothingLeft()
  })

  it('lists what the server did although it was interrupted before the answer', async () => {
    const request = /^PUT \/_ingest\/pipeline\/kurento-pipeline/
    const { stdout } = await interruptedBeforeTheAnswer(bed.installation(), request)
    expect(stdout).toMatch(
      /^Interrupted: \d+ changes made before \(role openvidu-role, ingest pipeline kurento-pipeline[,)]/m,
    )
  })

  it('names what it does not know, when the answer never comes', async () => {
    const at = bed.installation()
    const hanging = hang({ at: /^PUT \/_ingest\/pipeline\/kurento-pipeline/ })
    const { stdout } = await interrupted(at, () => hanging)
    expect(stdout).toMatch(
      /^Interrupted: \d+ changes made before \(role openvidu-role, .*\)\. Unclear, .*: ingest pipeline kurento-pipeline\./m,
    )
  })

  it('says what was done before', async () => {
    const at = bed.installation()
    const hanging = hang({ at: /^PUT \/_index_template\/openvidu-browser-logs/ })
    const { stdout } = await interrupted(at, () => hanging)
    expect(stdout).toMatch(
      /^Interrupted: \d+ changes made before \(role openvidu-role, (ingest pipeline [a-z-]+, ){5}/m,
    )
  })

  it('before anything was written says that nothing was changed', async () => {
    const at = bed.installation()
    const hanging = hang({ at: /^GET \/_ingest\/pipeline/ })
    const { stdout } = await interrupted(at, () => hanging)
    expect(stdout).toMatch(/^Interrupted: nothing was changed\./m)
    expect(bed.writes()).toEqual([])
  })
})

it('Ctrl-C before rotate-password has asked for the change: 130, and the old password stays', async () => {
  const at = bed.installation()
  await expectCompletes(at)
  const expectUntouched = snapshot(at)
  bed.stack.clear()
  const result = await runElkctl(
    ['rotate-password', '--env-file', at.envFile, '--yes', '--admin-username', bed.admin.username],
    {
      env: { ELKCTL_ADMIN_PASSWORD: bed.admin.password },
      onStart: (child) => {
        let greetings = 0
        bed.onSearch = async ({ path }) => {
          // The second one tries the old password, after the plan.
          if (path !== '/' || ++greetings < 2) return undefined
          child.kill('SIGINT')
          await taken(child)
          return undefined
        }
      },
    },
  )
  expect(result.stdout).toContain('Plan:')
  expectInterrupted(result)
  expect(bed.stack.writes()).toEqual([])
  expectUntouched()
})

describe('Ctrl-C on a server that answers nothing any more', () => {
  it.each([
    { when: 'after the user was made', at: /^GET .*elkctl-check.*\/_search/, says: 'may still exist' },
    { when: 'during the checks', at: /^PUT \/loadtest-elkctl-check/, says: 'may be left' },
  ])(
    '$when: does not wait for it, and says what may be left',
    async ({ at: request, says }) => {
      const at = bed.installation()
      const expectUntouched = snapshot(at)
      const hanging = hang({ at: request, forGood: true })
      const result = await interrupted(at, () => hanging)
      expectInterrupted(result)
      expect(result.stderr).toContain(says)
      expect(result.stderr).toContain('run the same command again to set a new one')
      expectUntouched()
      bed.onSearch = bed.onKibana = undefined
      // Several probes were under way; which of them had been written, nobody was told.
      await expectCompletes(at, /^(Note: removed probes of an earlier run: [^\n]+\.\n)?$/)
      expect(await bed.probes()).toEqual([])
    },
    70_000,
  )

  it('pressed twice ends at once and leaves no file', async () => {
    const at = bed.installation()
    const expectUntouched = snapshot(at)
    const hanging = hang({ at: /^PUT \/loadtest-elkctl-check/, forGood: true })
    const { code, stdout, stderr } = await runElkctl(init(at), {
      onStart: (child) => {
        void hanging.then(async () => {
          child.kill('SIGINT')
          // What comes within 250 ms is the same keystroke, passed on by npm or sudo.
          await new Promise((resolve) => setTimeout(resolve, 300))
          child.kill('SIGINT')
        })
      },
    })
    expect(code).toBe(130)
    expectCalm(stdout + stderr)
    expectUntouched()
  })
})

it('Ctrl-C while it waits for a password on standard input: 130 at once', async () => {
  const at = bed.installation()
  const args = [...init(at), '--password-stdin']
  const child = spawn(join(packageFolder(), 'bin', 'elkctl.js'), args, {
    env: cleanEnvironment(),
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  try {
    // Its standard input stays open and silent.
    await listens(child)
    child.kill('SIGINT')
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).toBe(130)
    expect(bed.requests()).toEqual([])
  } finally {
    child.kill('SIGKILL')
  }
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}
