import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../sandbox/package-folder.js'
import { cleanEnvironment, runElkctl } from '../../sandbox/run-elkctl.js'
import { expectCalm, snapshot } from '../support/expectations.js'
import { everyNth } from '../support/every-nth.js'
import {
  bed,
  describeMoments,
  expectCompletes,
  expectInterrupted,
  expectNothingLeft,
  hang,
  init,
  interrupted,
  interruptedBeforeTheAnswer,
  listens,
  moments,
  taken,
  until,
} from './interruption.js'

describe('Ctrl-C', () => {
  describeMoments(everyNth(moments, 5))

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
