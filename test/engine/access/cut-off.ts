import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../sandbox/installation.js'
import type { AnswerFunction, RequestToAnswer } from '../../../sandbox/proxy.js'
import { credentialsOf, installationOn, leftovers, run, type AccessReport, type Situation } from './situation.js'

type Cut = 'kill' | 'cut' | 'gone'

const cuts: Record<Cut, string> = {
  kill: 'elkctl is killed (SIGKILL)',
  cut: 'the connection is cut',
  gone: 'the stack is gone from then on',
}

/** What a run that was disturbed left: asked of the engine and of the files, not of elkctl. */
interface State {
  request: string
  old: boolean
  /** undefined: no new password is anywhere */
  new: boolean | undefined
  said: AccessReport['rotation']
  code: number | null
}

/** rotate-password, disturbed at each of its requests, before it reaches the engine and after. */
export function describeCutOff(at: Situation): void {
  let own: Installation

  /** The n-th request of a run is disturbed. Resolves to undefined when there were not so many. */
  async function disturb(cut: Cut, after: boolean, n: number, env: Record<string, string>): Promise<State | undefined> {
    const old = String(own.value('ELASTICSEARCH_PASSWORD'))
    let child: ChildProcess | undefined
    let seen = 0
    let disturbed: string | undefined
    const answer: AnswerFunction = async (request) => {
      const number = seen++
      if (number < n || (number > n && cut !== 'gone')) return undefined
      disturbed ??= `${request.method} ${request.path}`
      if (after && number === n) await pass(request)
      if (cut === 'kill') child?.kill('SIGKILL')
      return 'drop'
    }
    at.hook.answer = answer
    // Nothing comes back in this run: waiting for it would only take its time.
    const report = await run(own, ['rotate-password', '--yes', '--wait', '500ms'], {
      env,
      onStart: (started) => {
        child = started
      },
    })
    at.hook.answer = undefined
    if (disturbed === undefined) {
      expect(report.code).toBe(0)
      return undefined
    }
    const kept = existsSync(`${own.envFile}.elkctl-rotation`)
      ? credentialsOf(own.folder, '.env.elkctl-rotation').password
      : own.value('ELASTICSEARCH_PASSWORD')
    return {
      request: disturbed,
      old: await at.signsIn('openvidu', old),
      new: kept === old ? undefined : await at.signsIn('openvidu', kept),
      said: report.rotation,
      code: report.code,
    }
  }

  /** What the proxy does with a request, when its answer is to be lost. */
  async function pass({ method, path, headers, body }: RequestToAnswer): Promise<void> {
    await fetch(at.stack.engine.url + path, {
      method,
      headers: {
        authorization: String(headers.authorization),
        ...(headers['content-type'] !== undefined && { 'content-type': headers['content-type'] }),
      },
      ...(body !== '' && { body }),
    })
  }

  const situations = (Object.keys(cuts) as Cut[]).flatMap((cut) =>
    [false, true].flatMap((after) => ['itself', 'an administrator'].map((who) => [cut, after, who] as const)),
  )

  describe('rotate-password, when at each of its requests …', () => {
    beforeAll(async () => {
      own = installationOn(at)
      expect((await run(own, ['create-user', '--yes', '--write-env'])).code).toBe(0)
    })
    afterAll(() => {
      own.remove()
    })

    it.each(
      situations.map(
        ([cut, after, who]) =>
          [`${cuts[cut]} ${after ? 'after' : 'before'} the engine has it`, who, cut, after] as const,
      ),
    )(
      '%s, leaves one password that works: by %s',
      async (_what, who, cut, after) => {
        const env = who === 'itself' ? {} : at.adminEnv
        const states: State[] = []
        for (let n = 0; ; n++) {
          const state = await disturb(cut, after, n, env)
          if (state === undefined) break
          states.push(state)
          // Exactly one of both works, and what elkctl said of it is true.
          expect([state, state.old !== (state.new ?? false)]).toEqual([state, true])
          if (state.said?.works === 'old') expect(state.old).toBe(true)
          if (state.said?.works === 'new') expect(state.new).toBe(true)
          if (state.said) expect(state.said.works).not.toBe('neither')
          // `.env` names the one that works, or the next run makes it so. It is not told who the administrator is.
          const again = await run(own, ['rotate-password', '--yes'])
          expect([state, again.error, again.code]).toEqual([state, undefined, 0])
          expect(await at.signsIn('openvidu', own.value('ELASTICSEARCH_PASSWORD'))).toBe(true)
          expect(leftovers(own.folder)).toEqual([])
        }
        // The request that changes the password was among them.
        expect(states.some(({ request }) => !request.startsWith('GET'))).toBe(true)
        expect(states.length).toBeGreaterThanOrEqual(4)
      },
      180_000,
    )
  })
}
