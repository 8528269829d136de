import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../sandbox/installation.js'
import { alikeBefore, cuts, disturb, isDifferent, type Disturbance } from './disturbance.js'
import { installationOn, leftovers, run, type Situation } from './situation.js'

type CutCreation = Omit<Disturbance, 'from'> & { number: number }

/** What create-user asks, from the request that makes the user to the one that says that its password is in place. */
const requestsOf = ({ isElasticsearch }: Situation): string[] =>
  isElasticsearch
    ? [
        ...['PUT /_security/user/openvidu', 'GET /_security/user/openvidu'],
        ...['GET /_security/_authenticate', 'GET /_security/user/openvidu', 'PUT /_security/user/openvidu'],
      ]
    : [
        ...['PUT /_plugins/_security/api/internalusers/openvidu', 'GET /_plugins/_security/api/internalusers'],
        ...['PUT /_plugins/_security/api/rolesmapping/openvidu-role', 'GET /_plugins/_security/api/rolesmapping'],
        ...['GET /_plugins/_security/authinfo', 'GET /_plugins/_security/api/internalusers'],
        'PUT /_plugins/_security/api/internalusers/openvidu',
      ]

/** Every way to cut off every request of them. */
export const everyCutCreation = (at: Situation): CutCreation[] =>
  (['kill', 'busy', 'gone'] as const)
    .flatMap((cut) =>
      [false, true].flatMap((after) =>
        requestsOf(at).map((request, number, all) => ({
          ...{ cut, after, request, number },
          alike: alikeBefore(all, number),
        })),
      ),
    )
    .filter(isDifferent)

/** The user is there, and its password is nowhere yet. */
export const lostUser = (at: Situation): CutCreation[] =>
  everyCutCreation(at).filter(({ cut, after, number }) => cut === 'kill' && after && number === 0)

/** create-user, disturbed at a request from the one that makes the user on: before the engine has it, or after. */
export function describeCutCreation(at: Situation, cutOffs: CutCreation[]): void {
  let own: Installation
  const create = ['create-user', '--yes', '--write-env']

  describe('create-user that is cut off', () => {
    beforeEach(() => {
      own = installationOn(at)
    })
    afterEach(async () => {
      expect((await run(own, ['delete-user', '--yes'], { env: at.adminEnv })).code).toBe(0)
      own.remove()
    })

    it('makes no other requests from the user on', async () => {
      at.stack.clear()
      expect((await run(own, create)).code).toBe(0)
      const requests = at.stack.search.requests.map(({ method, path }) => `${method} ${path}`)
      expect(requests.slice(requests.indexOf(String(requestsOf(at)[0])))).toEqual(requestsOf(at))
    })

    it.each(
      cutOffs.map((one) => [cuts[one.cut], one.after ? 'after' : 'before', one.number + 1, one.request, one] as const),
    )(
      '%s %s the engine has request %d, %s: the same command ends with the password where it was asked for',
      async (...[, , , , cutOff]) => {
        const { isDisturbed } = await disturb(at, own, create, {
          ...cutOff,
          from: ({ method, path }) => `${method} ${path}` === requestsOf(at)[0],
        })
        expect(isDisturbed).toBe(true)
        // What is in `.env` signs in: what somebody may use already is not changed again.
        const isThere = own.value('ELASTICSEARCH_USERNAME') === 'openvidu'
        const before = own.value('ELASTICSEARCH_PASSWORD')
        expect(!isThere || (await at.signsIn('openvidu', before))).toBe(true)
        const again = await run(own, create, { env: at.adminEnv })
        expect([again.error, again.code]).toEqual([undefined, 0])
        const password = own.value('ELASTICSEARCH_PASSWORD')
        expect(!isThere || before === password).toBe(true)
        expect(await at.signsIn('openvidu', password)).toBe(true)
        expect(leftovers(own.folder)).toEqual([])
      },
    )
  })
}
