import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../sandbox/installation.js'
import { runElkctl } from '../../../sandbox/run-elkctl.js'
import { installationOn, run, type Situation } from './situation.js'

/** How the administrator signs in, where `.env` names nobody. */
export function describeAdministrator(at: Situation): void {
  let own: Installation
  const admin = () => ['--admin-username', at.stack.engine.username]
  const plan = (args: string[], options: Parameters<typeof run>[2] = {}) =>
    run(own, ['create-user', '--dry-run', ...args], options)
  const file = (name: string, text: string, mode: number): string => {
    const path = join(own.folder, name)
    writeFileSync(path, text)
    chmodSync(path, mode)
    return path
  }

  describe('the administrator signs in', () => {
    beforeAll(() => {
      own = installationOn(at, {})
    })
    afterAll(() => {
      own.remove()
    })

    it('with a password from a file, and hears that others can read it', async () => {
      const { password } = at.stack.engine
      const closed = await plan([...admin(), '--admin-password-file', file('closed', `${password}\n`, 0o600)])
      expect([closed.error, closed.code]).toEqual([undefined, 2])
      expect(closed.notes.join()).not.toContain('chmod')
      const open = await plan([...admin(), '--admin-password-file', file('open', password, 0o644)])
      expect(open.code).toBe(2)
      expect(open.notes.join()).toContain('(mode 644): chmod 600')
    })

    it('with a password that a command prints, with pipes and quotes', async () => {
      const path = file('half', at.stack.engine.password, 0o600)
      const found = await plan([...admin(), '--admin-password-command', `cat '${path}' | tr -d '\\n'; echo`])
      expect([found.error, found.code]).toEqual([undefined, 2])
    })

    it.each([
      [
        'ends with an error',
        'echo half-a-password; echo "the vault is sealed" >&2; exit 3',
        'it ended with 3: the vault is sealed',
      ],
      ['prints nothing', 'true', 'what the command printed is empty'],
      ['prints two lines', 'echo one; echo two', 'line break'],
      ['is not there', 'no-such-command-here', 'it ended with 127'],
    ])('not with a command that %s', async (_what, command, said) => {
      at.stack.clear()
      const failed = await plan([...admin(), '--admin-password-command', command])
      expect(failed.code).toBe(3)
      expect(failed.error?.message).toContain(said)
      expect(JSON.stringify(failed)).not.toContain('half-a-password')
      expect(at.stack.requests()).toEqual([])
    })

    it('with a plain argument, and is warned in every form of output', async () => {
      const { password } = at.stack.engine
      const args = ['create-user', '--env-file', own.envFile, '--dry-run', ...admin(), '--admin-password', password]
      for (const form of [[], ['--json'], ['--quiet'], ['--verbose']]) {
        const { code, stdout, stderr } = await runElkctl([...args, ...form])
        expect(code).toBe(2)
        expect(stdout + stderr).toContain('list of processes')
        expect(stdout + stderr).not.toContain(password)
      }
    })

    it.each([
      ['two ways', ['--admin-password', 'x', '--admin-password-file', 'y'], {}, 'choose one'],
      ['two passwords on standard input', ['--admin-password-stdin', '--password-stdin'], {}, 'only one password'],
      ['a key and a token', [], { ELKCTL_API_KEY: 'YTpi', ELKCTL_SERVICE_TOKEN: 'x' }, 'choose one'],
      ['a key and a password', [], { ELKCTL_API_KEY: 'YTpi', ELKCTL_ADMIN_PASSWORD: 'x' }, 'choose one'],
      ['what is no key', [], { ELKCTL_API_KEY: 'not a key' }, 'not an API key'],
      ['a file that is not there', ['--admin-username', 'x', '--admin-password-file', '/nowhere'], {}, '/nowhere'],
    ])('not with %s', async (_what, args, env, said) => {
      at.stack.clear()
      const refused = await plan(args, { env })
      expect(refused.code).toBe(3)
      expect(refused.error?.message).toContain(said)
      expect(at.stack.requests()).toEqual([])
    })

    it('is told that an API key or a token was refused, not a password', async () => {
      const key = Buffer.from('id:nokey').toString('base64')
      for (const [env, name] of [
        [{ ELKCTL_API_KEY: key }, 'the API key'],
        [{ ELKCTL_SERVICE_TOKEN: 'AAEAAWVsYXN0aWM' }, 'the service token'],
      ] as const) {
        const refused = await plan([], { env })
        expect(refused.code).toBe(4)
        expect(refused.error?.message).toContain(`refused ${name} (environment`)
        expect(JSON.stringify(refused)).not.toContain(Object.values(env)[0])
      }
    })
  })
}

/** Elasticsearch only. */
export function describeTokens(at: Situation): void {
  let own: Installation
  let id: string
  let key: string

  describe('instead of a password', () => {
    beforeAll(async () => {
      own = installationOn(at, {})
      const { body } = await at.admin('POST', '/_security/api_key', { name: 'elkctl' })
      ;[id, key] = [String(body['id']), String(body['api_key'])]
    })
    afterAll(() => {
      own.remove()
    })

    it.each([
      ['in base64', () => Buffer.from(`${id}:${key}`).toString('base64')],
      ['as id:key', () => `${id}:${key}`],
    ])('an API key %s makes a user, through Kibana too', async (_what, given) => {
      const args = ['create-user', 'keyed', '--yes', '--credentials-file', join(own.folder, 'keyed')]
      const made = await run(own, [...args, '--api-key-stdin'], { stdin: `${given()}\n` })
      expect(made.error).toBeUndefined()
      expect(made.code).toBe(0)
      expect(JSON.stringify(made)).not.toContain(key)
      const gone = await run(own, ['delete-user', 'keyed', '--yes'], { env: { ELKCTL_API_KEY: given() } })
      expect(gone.error).toBeUndefined()
      rmSync(join(own.folder, 'keyed'))
    })

    it('a service token goes to both servers as it is', async () => {
      // Elasticsearch has service tokens from 7.13 on: here the proxy stands in for one that knows this token.
      const bearers: string[] = []
      at.hook.answer = async ({ method, path, headers }) => {
        bearers.push(String(headers.authorization))
        if (headers.authorization !== 'Bearer AAEAAWVsYXN0aWMva2liYW5h') return { status: 401, body: {} }
        const { status, body } = await at.admin(method, path)
        return { status, body }
      }
      const env = { ELKCTL_SERVICE_TOKEN: 'AAEAAWVsYXN0aWMva2liYW5h' }
      const planned = await run(own, ['create-user', '--dry-run', '--no-dashboards'], { env })
      at.hook.answer = undefined
      expect(planned.error).toBeUndefined()
      expect(planned.code).toBe(2)
      expect(new Set(bearers)).toEqual(new Set(['Bearer AAEAAWVsYXN0aWMva2liYW5h']))
      expect(planned.settings).toMatchObject({ signedInAs: 'the service token' })
    })
  })
}
