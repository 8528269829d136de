import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../sandbox/installation.js'
import { alikeBefore, cuts, disturb, isDifferent, type Disturbance } from './disturbance.js'
import { credentialsOf, installationOn, leftovers, run, type Situation } from './situation.js'

type Who = 'itself' | 'an administrator'
type CutOff = Omit<Disturbance, 'from'> & { by: Who; number: number }

/** What rotate-password asks, from the first request to the last. */
const requestsOf = ({ isElasticsearch }: Situation): Record<Who, string[]> =>
  isElasticsearch
    ? {
        itself: ['GET /', 'GET /_security/_authenticate', 'POST /_security/user/_password', 'GET /'],
        'an administrator': [
          ...['GET /', 'GET /_security/_authenticate', 'GET /_security/user/openvidu', 'GET /'],
          ...['POST /_security/user/openvidu/_password', 'GET /'],
        ],
      }
    : {
        itself: [...['GET /', 'GET /_plugins/_security/authinfo'], ...['PUT /_plugins/_security/api/account', 'GET /']],
        'an administrator': [
          ...['GET /', 'GET /_plugins/_security/authinfo'],
          ...['GET /_plugins/_security/api/internalusers/openvidu', 'GET /'],
          ...['GET /_plugins/_security/api/internalusers/openvidu'],
          ...['PUT /_plugins/_security/api/internalusers/openvidu', 'GET /'],
        ],
      }

/** Every way to cut off every request. */
export const everyCutOff = (at: Situation): CutOff[] =>
  (['kill', 'cut', 'gone'] as const)
    .flatMap((cut) =>
      [false, true].flatMap((after) =>
        (['itself', 'an administrator'] as const).flatMap((by) =>
          requestsOf(at)[by].map((request, number, all) => ({
            ...{ cut, after, by, request, number },
            alike: alikeBefore(all, number),
          })),
        ),
      ),
    )
    .filter(isDifferent)

/** The engine has the new password, and elkctl does not learn it. */
export const lostPassword = (at: Situation): CutOff[] =>
  everyCutOff(at).filter(
    ({ cut, after, by, request }) => cut === 'cut' && after && by === 'itself' && !request.startsWith('GET'),
  )

/** rotate-password, disturbed before a request of it reaches the engine, or after. */
export function describeCutOff(at: Situation, cutOffs: CutOff[]): void {
  let own: Installation
  const envOf = (by: Who) => (by === 'itself' ? {} : at.adminEnv)
  const rotate = ['rotate-password', '--yes']

  describe('rotate-password that is cut off', () => {
    beforeAll(async () => {
      own = installationOn(at)
      expect((await run(own, ['create-user', '--yes', '--write-env'])).code).toBe(0)
    })
    afterAll(async () => {
      expect((await run(own, ['delete-user', '--yes'], { env: at.adminEnv })).code).toBe(0)
      own.remove()
    })

    it.each(['itself', 'an administrator'] as const)('makes no other requests: by %s', async (by) => {
      at.stack.clear()
      expect((await run(own, rotate, { env: envOf(by) })).code).toBe(0)
      // The first of them go out together.
      expect(at.stack.requests().sort()).toEqual(requestsOf(at)[by].sort())
    })

    it.each(
      cutOffs.map(
        (one) => [cuts[one.cut], one.after ? 'after' : 'before', one.number + 1, one.request, one.by, one] as const,
      ),
    )('%s %s the engine has request %d, %s, leaves one password that works: by %s', async (...[, , , , , cutOff]) => {
      const old = String(own.value('ELASTICSEARCH_PASSWORD'))
      const { isDisturbed, report } = await disturb(at, own, rotate, cutOff, envOf(cutOff.by))
      expect(isDisturbed).toBe(true)
      const kept = existsSync(`${own.envFile}.elkctl-rotation`)
        ? credentialsOf(own.folder, '.env.elkctl-rotation').password
        : own.value('ELASTICSEARCH_PASSWORD')
      const works = {
        old: await at.signsIn('openvidu', old),
        new: kept !== old && (await at.signsIn('openvidu', kept)),
      }
      // Exactly one of both works, and what elkctl said of it is true.
      expect(works.old).not.toBe(works.new)
      const said = report.rotation?.works ?? 'one of both'
      expect({ ...works, 'one of both': true, neither: false }).toHaveProperty(said, true)
      // `.env` names the one that works, or the next run makes it so. It does not know who the administrator is.
      const again = await run(own, rotate)
      expect([again.error, again.code]).toEqual([undefined, 0])
      expect(await at.signsIn('openvidu', own.value('ELASTICSEARCH_PASSWORD'))).toBe(true)
      expect(leftovers(own.folder)).toEqual([])
    })
  })
}
