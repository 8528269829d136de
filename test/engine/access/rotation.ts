import { appendFileSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../sandbox/installation.js'
import { credentialsOf, installationOn, leftovers, pathsOf, rolesOf, run, type Situation } from './situation.js'

const secret = 'kT7-velvet-Orbit-93'

/** rotate-password, the same on every product. */
export function describeRotation(at: Situation): void {
  let own: Installation
  const password = () => own.value('ELASTICSEARCH_PASSWORD')
  const rotate = (args: string[] = [], stdin?: string, env: Record<string, string> = {}) =>
    run(own, ['rotate-password', '--yes', ...args], { env, ...(stdin !== undefined && { stdin }) })
  /** Calls it once, when a password is about to be changed. */
  const whenChanging = (act: () => void) => {
    at.hook.answer = ({ method }) => {
      if (method !== 'GET') {
        at.hook.answer = undefined
        act()
      }
      return undefined
    }
  }

  describe('rotate-password', () => {
    beforeAll(async () => {
      own = installationOn(at)
      const made = await run(own, ['create-user', '--yes', '--write-env'])
      expect(made.error).toBeUndefined()
    })
    beforeEach(() => {
      at.hook.answer = undefined
    })
    afterAll(() => {
      own.remove()
    })

    it.each([
      ['the user itself, who needs no privilege for it', 'itself', {}],
      ['an administrator', 'an administrator', 'admin'],
    ])('changes it on the stack and in .env, and nothing else: %s', async (_who, by, env) => {
      const [old, before] = [password(), own.env()]
      const report = await rotate([], undefined, env === 'admin' ? at.adminEnv : {})
      expect(report.error).toBeUndefined()
      expect(report.code).toBe(0)
      expect(report.rotation).toEqual({ username: 'openvidu', by, works: 'new', keptIn: null })
      expect(report.verdict).toContain('./openvidu restart')
      expect(password()).not.toBe(old)
      expect(own.env()).toBe(before.replace(String(old), () => String(password())))
      expect([await at.signsIn('openvidu', password()), await at.signsIn('openvidu', old)]).toEqual([true, false])
      expect(await rolesOf(at, 'openvidu', String(password()))).toEqual(['openvidu-role'])
      expect(leftovers(own.folder)).toEqual([])
    })

    it('leaves the user as it is: a later plan finds nothing to do', async () => {
      expect((await rotate([], undefined, at.adminEnv)).code).toBe(0)
      at.stack.clear()
      const again = await run(own, ['create-user', '--yes', '--write-env'], { env: at.adminEnv })
      expect(again.verdict).toContain('Nothing to do')
      expect(at.stack.writes()).toEqual([])
    })

    it('takes the password that is given', async () => {
      expect((await rotate(['--password-stdin'], secret)).code).toBe(0)
      expect(password()).toBe(secret)
      expect(await at.signsIn('openvidu', secret)).toBe(true)
    })

    it('refuses what the server would not take before it asks it', async () => {
      const before = own.env()
      at.stack.clear()
      const refused = await rotate(['--password-stdin'], 'ab12')
      expect(refused.code).toBe(3)
      expect(at.stack.writes()).toEqual([])
      expect(own.env()).toBe(before)
    })

    it('puts it into a file for another user, and needs a destination for it', async () => {
      await run(own, ['create-user', 'erin', '--yes', '--password-stdin'], { env: at.adminEnv, stdin: secret })
      const nowhere = await rotate(['erin'], undefined, at.adminEnv)
      expect(nowhere.code).toBe(3)
      expect(nowhere.error?.message).toContain('no destination')
      const before = own.env()
      const done = await rotate(['erin', '--credentials-file', join(own.folder, 'erin')], undefined, at.adminEnv)
      expect(done.error).toBeUndefined()
      const found = credentialsOf(own.folder, 'erin')
      expect(found.username).toBe('erin')
      expect([await at.signsIn('erin', found.password), await at.signsIn('erin', secret)]).toEqual([true, false])
      expect(own.env()).toBe(before)
      const known = await rotate(['erin', '--password-stdin'], `${secret}-2`, at.adminEnv)
      expect(known.code).toBe(0)
      expect(await at.signsIn('erin', `${secret}-2`)).toBe(true)
    })

    it('sets the old one back when .env was changed by someone else meanwhile', async () => {
      const old = password()
      whenChanging(() => {
        appendFileSync(own.envFile, 'THEIRS=1\n')
      })
      const report = await rotate()
      expect(report.code).toBe(1)
      expect(report.error?.message).toContain('changed concurrently')
      expect(report.rotation).toMatchObject({ works: 'old', keptIn: null })
      expect(report.verdict).toContain('works as before')
      expect(own.env()).toContain('THEIRS=1\n')
      expect(password()).toBe(old)
      expect(await at.signsIn('openvidu', old)).toBe(true)
      expect(leftovers(own.folder)).toEqual([])
    })

    it('says where the new one is when the old one is not known and cannot be set back, and finishes next time', async () => {
      const file = join(own.folder, 'later')
      whenChanging(() => {
        mkdirSync(file)
      })
      const report = await rotate(['erin', '--credentials-file', file], undefined, at.adminEnv)
      expect(report.code).toBe(8)
      expect(report.rotation).toMatchObject({ works: 'new', keptIn: `${file}.elkctl-rotation` })
      const kept = credentialsOf(own.folder, 'later.elkctl-rotation')
      expect(await at.signsIn('erin', kept.password)).toBe(true)
      rmdirSync(file)
      const again = await rotate(['erin', '--credentials-file', file], undefined, at.adminEnv)
      expect(again.code).toBe(0)
      expect(credentialsOf(own.folder, 'later')).toEqual(kept)
      expect(leftovers(own.folder)).toEqual([])
    })

    it('lets only one run at a time do it', async () => {
      let release: () => void = () => undefined
      const gate = new Promise<void>((resolve) => {
        release = resolve
      })
      let second: ReturnType<typeof rotate> | undefined
      at.hook.answer = async ({ method }) => {
        if (method === 'GET' || second) return undefined
        second = rotate()
        await gate
        return undefined
      }
      const first = rotate()
      while (!second) await new Promise((resolve) => setTimeout(resolve, 20))
      const refused = await second
      release()
      expect(refused.code).toBe(7)
      expect(refused.error?.message).toContain('Another elkctl')
      expect((await first).code).toBe(0)
      expect(await at.signsIn('openvidu', password())).toBe(true)
      expect(leftovers(own.folder)).toEqual([])
    })

    it('waits with Ctrl-C until it is known which password works', async () => {
      const old = password()
      const { code, rotation } = await run(own, ['rotate-password', '--yes'], {
        onStart: (child) => {
          whenChanging(() => {
            child.kill('SIGINT')
          })
        },
      })
      expect(code).toBe(0)
      expect(rotation?.works).toBe('new')
      expect([await at.signsIn('openvidu', password()), await at.signsIn('openvidu', old)]).toEqual([true, false])
    })

    it('passes on what the server says, and what works', async () => {
      await at.admin(
        'PUT',
        `${pathsOf(at).user}/frank`,
        at.isElasticsearch ? { password: secret, roles: [] } : { password: secret },
      )
      const env = { ELKCTL_ADMIN_USERNAME: 'frank', ELKCTL_ADMIN_PASSWORD: secret }
      const [old, before] = [password(), own.env()]
      // Frank may not change the password of others.
      const report = await rotate(['--admin-username', 'frank'], undefined, env)
      expect(report.code).toBe(4)
      expect(report.error?.message).toMatch(/403|not authorized|Forbidden/i)
      expect([await at.signsIn('openvidu', old), own.env()]).toEqual([true, before])
      expect(leftovers(own.folder)).toEqual([])
    })

    it('says in other commands that a run was cut off', async () => {
      writeFileSync(`${own.envFile}.elkctl-rotation`, readFileSync(own.envFile))
      const { notes } = await run(own, ['plan', '--no-dashboards'])
      expect(notes.join()).toContain('elkctl rotate-password')
      // What is not a whole file of elkctl's was cut off before the stack was asked.
      expect((await rotate()).code).toBe(0)
      expect(leftovers(own.folder)).toEqual([])
    })
  })
}
