import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, expect, it } from '@jest/globals'
import { fewDashboards } from '../../sandbox/faults/few-objects.js'
import type { Installation } from '../../sandbox/installation.js'
import type { AnswerFunction } from '../../sandbox/proxy.js'
import { runElkctl, type Result } from '../../sandbox/run-elkctl.js'
import { expectRefusal, snapshot } from '../support/expectations.js'
import { onTestbed } from '../support/testbed.js'

export const bed = onTestbed()
const data = fewDashboards()
afterAll(() => {
  data.remove()
})

export const init = (at: Installation) => [
  'init',
  '--env-file',
  at.envFile,
  '--yes',
  '--write-env',
  '--data',
  data.folder,
]

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
export function hang({ at, occurrence = 1, withheld = false, forGood = false }: Interruption): Promise<void> {
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
export function interrupted(
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
export async function interruptedBeforeTheAnswer(at: Installation, during: RegExp): Promise<Result> {
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
export const taken = (child: ChildProcess) => until(() => signals(child, 'ShdPnd') === 0)
/** Until it listens to SIGHUP (1), which Node itself does not: to the others it listens from before. */
export const listens = (child: ChildProcess) => until(() => signals(child, 'SigCgt') % 2 === 1)

export function expectInterrupted(result: Result): void {
  expectRefusal(result, { code: 130, says: ['Interrupted'], next: 'Run the same command again' }, [bed.admin.password])
  expect(result.stdout).toMatch(/^Interrupted: /m)
}

/** No user whose password nobody knows, no probes. */
export async function expectNothingLeft(): Promise<void> {
  bed.onSearch = bed.onKibana = undefined
  expect((await bed.asAdmin('GET', '/_security/user/openvidu')).status).toBe(404)
  expect(await bed.probes()).toEqual([])
}

export async function expectCompletes(at: Installation, says = /^$/): Promise<void> {
  const { code, stderr } = await runElkctl(init(at))
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(says) as unknown })
  expect(at.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
}

/** The moments of a first run at which Ctrl-C is pressed. */
export const moments: (Interruption & { when: string })[] = [
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
]

/** 130 at once, wherever a first run is; what it leaves does not stand in the way of the next one. */
export function describeMoments(tried: typeof moments): void {
  it.each(tried)(
    '$when: 130 at once, nothing left over, and the next run completes',
    async ({ when: _, ...interruption }) => {
      const at = bed.installation()
      const expectUntouched = snapshot(at)
      const hanging = hang(interruption)
      expectInterrupted(await interrupted(at, () => hanging))
      expectUntouched()
      await expectNothingLeft()
      await expectCompletes(at)
    },
  )
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}
