import type { ChildProcess } from 'node:child_process'
import { afterAll, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../sandbox/installation.js'
import type { Answer, RequestToAnswer } from '../../../sandbox/proxy.js'
import { installationOn, leftovers, pathsOf, run, type Situation } from './situation.js'

type Cut = 'elkctl is killed' | 'the answer is 503' | 'the stack is gone from then on'

/** create-user, disturbed at each of its requests from the one that makes the user on: before the engine has it, and after. */
export function describeCutCreation(at: Situation): void {
  const isUser = ({ method, path }: RequestToAnswer) =>
    method === 'PUT' && path.startsWith(`${pathsOf(at).user}/openvidu`)

  /** The n-th request after the user's, which is the 0th. @returns it, or undefined when there were not so many */
  async function disturb(own: Installation, cut: Cut, after: boolean, n: number): Promise<string | undefined> {
    let child: ChildProcess | undefined
    let seen = -1
    let disturbed: string | undefined
    at.hook.answer = async (request): Promise<Answer | undefined> => {
      if (seen >= 0 || isUser(request)) seen++
      const isLater = seen > n && cut === 'the stack is gone from then on'
      if (seen !== n && !isLater) return undefined
      disturbed ??= `${request.method} ${request.path}`
      if (after && !isLater) await pass(request)
      if (cut === 'elkctl is killed') child?.kill('SIGKILL')
      return cut === 'the answer is 503' ? { status: 503, body: 'Service Unavailable' } : 'drop'
    }
    // Nothing comes back in this run: waiting for it would only take its time.
    await run(own, ['create-user', '--yes', '--write-env', '--wait', '500ms'], {
      onStart: (started) => {
        child = started
      },
    })
    at.hook.answer = undefined
    return disturbed
  }

  async function pass({ method, path, headers, body }: RequestToAnswer): Promise<void> {
    const type = headers['content-type']
    await fetch(at.stack.engine.url + path, {
      method,
      headers: { authorization: String(headers.authorization), ...(type !== undefined && { 'content-type': type }) },
      ...(body !== '' && { body }),
    })
  }

  const situations: [Cut, string, boolean][] = [
    ['elkctl is killed', 'before', false],
    ['elkctl is killed', 'after', true],
    ['the answer is 503', 'after', true],
    ['the stack is gone from then on', 'after', true],
  ]

  describe('create-user, when at each of its requests from the user on …', () => {
    afterAll(() => at.admin('DELETE', `${pathsOf(at).user}/openvidu`))

    it.each(situations)(
      '%s, %s the engine has it: the same command ends with the password where it was asked for',
      async (cut, _when, after) => {
        const disturbed: string[] = []
        for (let n = 0; ; n++) {
          await at.admin('DELETE', `${pathsOf(at).user}/openvidu`)
          const own = installationOn(at)
          try {
            const request = await disturb(own, cut, after, n)
            const before = own.value('ELASTICSEARCH_USERNAME') === 'openvidu' ? own.value('ELASTICSEARCH_PASSWORD') : ''
            // What is in `.env` signs in: what somebody may use already is not changed again.
            if (before !== '') expect([request, await at.signsIn('openvidu', before)]).toEqual([request, true])
            const again = await run(own, ['create-user', '--yes', '--write-env'], { env: at.adminEnv })
            expect([request, again.code, again.error]).toEqual([request, 0, undefined])
            const password = own.value('ELASTICSEARCH_PASSWORD')
            if (before !== '') expect([request, password]).toEqual([request, before])
            expect([request, await at.signsIn('openvidu', password)]).toEqual([request, true])
            expect(leftovers(own.folder)).toEqual([])
            if (request === undefined) break
            disturbed.push(request)
          } finally {
            own.remove()
          }
        }
        // From the request that makes the user to the one that says that its password is in place.
        expect(disturbed.filter((request) => request.startsWith('PUT')).length).toBeGreaterThan(0)
        expect(disturbed.length).toBeGreaterThanOrEqual(3)
      },
      180_000,
    )
  })
}
