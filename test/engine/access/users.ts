import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { byAction } from '../../support/json-report.js'
import { credentialsOf, outcomes, pathsOf, rolesOf, run, type Situation } from './situation.js'

const secret = 'kT7-velvet-Orbit-93'

/** create-user and delete-user, the same on every product. */
export function describeUsers(at: Situation): void {
  const elkctl = (args: string[], stdin?: string) =>
    run(at.installation, args, stdin === undefined ? {} : { stdin: `${stdin}\n` })
  const status = async (path: string) => (await at.admin('GET', path)).status
  const mappingOutcome = (name: string) => (at.isElasticsearch ? [] : [`role mapping ${name} applied`])

  describe('create-user', () => {
    it('makes role and user in one step, and puts the password where it is told', async () => {
      const { folder } = at.installation
      const before = at.installation.env()
      const file = join(folder, 'alice')
      const report = await elkctl(['create-user', 'alice', '--yes', '--generate-password', '--credentials-file', file])
      expect(report.error).toBeUndefined()
      expect(report.code).toBe(0)
      expect(outcomes(report).sort()).toEqual(
        ['role openvidu-role applied', 'user alice applied', ...mappingOutcome('openvidu-role')].sort(),
      )
      expect(report.checks).toEqual([
        { id: 'account.signs-in', title: 'signs in', status: 'pass', detail: 'alice has the role openvidu-role' },
      ])
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const { username, password } = credentialsOf(folder, 'alice')
      expect(username).toBe('alice')
      expect(await rolesOf(at, 'alice', password)).toEqual(['openvidu-role'])
      expect(at.installation.env()).toBe(before)
    })

    it('changes nothing the second time, and does not touch the password', async () => {
      at.stack.clear()
      const again = await elkctl(['create-user', 'alice', '--yes', '--password-stdin'], 'another-Velvet-Orbit-94')
      expect(again.code).toBe(0)
      expect(byAction(again)['unchanged']).toContain('user alice')
      expect(again.notes.join()).toContain('--reset-password')
      expect(at.stack.writes()).toEqual([])
      expect(await at.signsIn('alice', credentialsOf(at.installation.folder, 'alice').password)).toBe(true)
    })

    it('sets the password of a user that exists on request', async () => {
      const reset = await elkctl(['create-user', 'alice', '--yes', '--reset-password', '--password-stdin'], secret)
      expect(reset.error).toBeUndefined()
      expect(reset.code).toBe(0)
      expect(await at.signsIn('alice', secret)).toBe(true)
      expect(await at.signsIn('alice', credentialsOf(at.installation.folder, 'alice').password)).toBe(false)
    })

    it('gives the role to a second user, and takes it from nobody', async () => {
      expect((await elkctl(['create-user', 'bob', '--yes', '--password-stdin'], secret)).code).toBe(0)
      expect(await rolesOf(at, 'bob', secret)).toEqual(['openvidu-role'])
      expect(await rolesOf(at, 'alice', secret)).toEqual(['openvidu-role'])
      at.stack.clear()
      for (const name of ['alice', 'bob'])
        expect((await elkctl(['create-user', name, '--yes', '--password-stdin'], secret)).code).toBe(0)
      expect(at.stack.writes()).toEqual([])
    })

    it('makes a user who only reads', async () => {
      const made = await elkctl(['create-user', 'carol', '--read-only', '--yes', '--password-stdin'], secret)
      expect(made.error).toBeUndefined()
      expect(made.code).toBe(0)
      expect(made.settings.role).toBe('openvidu-viewer-role')
      expect(made.notes.join()).not.toContain('beyond the documentation')
      await at.admin('PUT', '/openvidu-logs-carol/_doc/1?refresh=true', { a: 1 })
      const carol = at.as('carol', secret)
      expect((await carol('GET', '/openvidu-logs-carol/_search')).status).toBe(200)
      expect((await carol('PUT', '/openvidu-logs-carol/_doc/2', { a: 1 })).status).toBe(403)
      expect((await carol('DELETE', '/openvidu-logs-carol')).status).toBe(403)
      await at.admin('DELETE', '/openvidu-logs-carol')
    })

    it('shows that a user exists and would become another, and does so only on request', async () => {
      at.stack.clear()
      const stopped = await elkctl(['create-user', 'bob', '--read-only', '--yes', '--password-stdin'], secret)
      expect(stopped.code).toBe(7)
      expect(stopped.error?.message).toContain('bob')
      expect(stopped.error?.message).toMatch(/OpenVidu Viewer|Looks at OpenVidu/)
      expect(stopped.error?.hint).toContain('--adopt')
      expect(at.stack.writes()).toEqual([])
      const adopted = await elkctl(
        ['create-user', 'bob', '--read-only', '--adopt', '--yes', '--password-stdin'],
        secret,
      )
      expect(adopted.error).toBeUndefined()
      expect(await rolesOf(at, 'bob', secret)).toContain('openvidu-viewer-role')
    })

    it.each<[string, string[], string | undefined, string]>([
      ['a viewer for .env', ['dave', '--read-only', '--write-env'], undefined, '--write-env'],
      [
        'the service role for a viewer',
        ['dave', '--read-only', '--role', 'openvidu-role'],
        secret,
        '--read-only, --role',
      ],
      ['a colon in the name', ['da:ve', '--password-stdin'], secret, 'colon'],
      ['a short password', ['dave', '--password-stdin'], 'aB3-x', 'requires at least'],
      ['a tab in the password', ['dave', '--password-stdin'], 'kT7-velvet\tOrbit', 'control character'],
      ['a line break in the password', ['dave', '--password-stdin'], 'kT7-velvet\nOrbit-93', 'line break'],
      ['a blank at its end', ['dave', '--password-stdin'], 'kT7-velvet-Orbit-93 ', 'space'],
      ['no destination for the password', ['dave'], undefined, 'no destination for the password'],
      [
        'an unknown space, or any where there are none',
        ['dave', '--spaces', 'default,nope', '--password-stdin'],
        secret,
        '--spaces',
      ],
    ])('refuses %s before anything is written', async (_what, args, stdin, said) => {
      at.stack.clear()
      const refused = await elkctl(['create-user', ...args, '--yes'], stdin)
      expect(refused.code).toBe(3)
      expect(refused.error?.message).toContain(said)
      expect(at.stack.writes()).toEqual([])
    })

    it('takes a password that is given or one that is made, not both', async () => {
      const { code } = await elkctl(['create-user', 'dave', '--yes', '--password-stdin', '--generate-password'], secret)
      expect(code).toBe(3)
    })
  })

  describe('delete-user', () => {
    it('shows what would go, and does nothing without being told', async () => {
      at.stack.clear()
      const dry = await elkctl(['delete-user', 'carol', '--dry-run'])
      expect(dry.code).toBe(2)
      expect(byAction(dry)['remove']).toContain('user carol')
      expect((await elkctl(['delete-user', 'carol'])).code).toBe(3)
      expect(at.stack.writes()).toEqual([])
    })

    it('leaves the role to those who have it too', async () => {
      const report = await elkctl(['delete-user', 'carol', '--yes'])
      expect(report.error).toBeUndefined()
      expect(report.code).toBe(0)
      expect(report.plan.find(({ kind }) => kind === 'role')).toMatchObject({
        action: 'skipped',
        name: 'openvidu-viewer-role',
        reason: expect.stringContaining('bob') as unknown,
      })
      expect(await at.signsIn('carol', secret)).toBe(false)
      expect(await rolesOf(at, 'bob', secret)).toContain('openvidu-viewer-role')
    })

    it('takes what create-user made, to the last trace', async () => {
      for (const name of ['alice', 'bob']) {
        const report = await elkctl(['delete-user', name, '--yes'])
        expect(report.error).toBeUndefined()
        expect(report.code).toBe(0)
      }
      const { user, role, mapping } = pathsOf(at)
      for (const path of [
        `${user}/alice`,
        `${user}/bob`,
        `${role}/openvidu-role`,
        `${role}/openvidu-viewer-role`,
        ...(mapping === undefined ? [] : [`${mapping}/openvidu-role`, `${mapping}/openvidu-viewer-role`]),
      ])
        expect([path, await status(path)]).toEqual([path, 404])
    })

    it('has nothing to do the second time', async () => {
      at.stack.clear()
      const again = await elkctl(['delete-user', 'alice', '--yes'])
      expect(again.code).toBe(0)
      expect(again.verdict).toContain('Nothing to do')
      expect(at.stack.writes()).toEqual([])
    })

    it('keeps its hands off what elkctl did not make, unless it is told', async () => {
      const { user } = pathsOf(at)
      await at.admin(
        'PUT',
        `${user}/theirs`,
        at.isElasticsearch ? { password: secret, roles: [] } : { password: secret },
      )
      at.stack.clear()
      const refused = await elkctl(['delete-user', 'theirs', '--yes'])
      expect(refused.code).toBe(7)
      expect(refused.error?.hint).toContain('--adopt')
      expect(at.stack.writes()).toEqual([])
      expect((await elkctl(['delete-user', 'theirs', '--yes', '--adopt'])).code).toBe(0)
      expect(await status(`${user}/theirs`)).toBe(404)
    })

    it('never touches a built-in user, nor the one who is signed in', async () => {
      const builtIn = at.isElasticsearch ? 'kibana_system' : at.stack.engine.username
      await at.admin(
        'PUT',
        `${pathsOf(at).user}/root2`,
        at.isElasticsearch
          ? { password: secret, roles: ['superuser'] }
          : { password: secret, backend_roles: ['admin'] },
      )
      const env = { ELKCTL_ADMIN_USERNAME: 'root2', ELKCTL_ADMIN_PASSWORD: secret }
      at.stack.clear()
      for (const [name, why] of [
        [builtIn, 'built in'],
        ['root2', 'signed in as this user'],
      ] as const) {
        const refused = await run(at.installation, ['delete-user', name, '--yes', '--adopt'], { env })
        expect(refused.code).toBe(7)
        expect(refused.error?.message).toContain(why)
      }
      expect(at.stack.writes()).toEqual([])
      expect((await elkctl(['delete-user', 'root2', '--yes', '--adopt'])).code).toBe(0)
    })

    it('does not lock the application out without --yes', async () => {
      const { installation, adminEnv } = at
      const before = installation.env()
      expect((await elkctl(['create-user', '--yes', '--write-env'])).code).toBe(0)
      expect(installation.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
      at.stack.clear()
      const refused = await run(installation, ['delete-user'], { env: adminEnv })
      expect(refused.code).toBe(3)
      expect(refused.error?.message).toContain('in use')
      expect(at.stack.writes()).toEqual([])
      const done = await run(installation, ['delete-user', '--yes'], { env: adminEnv })
      expect(done.code).toBe(0)
      expect(done.notes.join()).toContain('can no longer sign in')
      writeFileSync(installation.envFile, before)
    })
  })
}
