import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Installation } from '../../../sandbox/installation.js'
import { runElkctl, type RunOptions } from '../../../sandbox/run-elkctl.js'
import { installationOn, pathsOf, type Situation } from './situation.js'

/** An administrator, whose password has everything that quoting and encoding changes. */
const canary = { username: 'warden', password: `cAnary7"\\ $#=%+&/<Z'` }
const newCanary = `nEw.vElvet "\\7$#=%+&/<Q'`
const nextCanary = `tHird.oRbit "\\8$#=%+&/<Q'`

/** Every form of a secret that a program may write by mistake, found by other means than elkctl's own redaction. */
function formsOf(secret: string, username: string): string[] {
  const url = new URLSearchParams({ p: secret }).toString().slice(2)
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    encodeURI(secret),
    url,
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url').replace(/=+$/, ''),
    Buffer.from(`${username}:${secret}`).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
    secret.slice(0, 8),
  ]
}

/** No secret in any output or file, whatever happens. */
export function describeCanary(at: Situation): void {
  let own: Installation
  const secrets = () => [
    ...formsOf(canary.password, canary.username),
    ...formsOf(newCanary, 'tweety'),
    ...formsOf(nextCanary, 'tweety'),
  ]
  const expectClean = (text: string, where: string) => {
    expect([where, secrets().filter((form) => text.includes(form))]).toEqual([where, []])
  }

  describe('no secret is told', () => {
    beforeAll(async () => {
      const asAdministrator = at.isElasticsearch ? { roles: ['superuser'] } : { backend_roles: ['admin'] }
      const { password } = canary
      const { status } = await at.admin('PUT', `${pathsOf(at).user}/${canary.username}`, {
        password,
        ...asAdministrator,
      })
      expect(status).toBe(at.isElasticsearch ? 200 : 201)
      own = installationOn(at, canary)
    })
    afterAll(() => {
      own.remove()
    })

    const admin = ['--admin-username', canary.username, '--admin-password-command']
    const print = () => `cat '${join(own.folder, 'secret')}'`

    const steps: [string, number, () => [string[], RunOptions?]][] = [
      ['a plan', 2, () => [['plan', '--env-file', own.envFile]]],
      [
        'a user is made',
        0,
        () => [
          [
            'create-user',
            'tweety',
            '--env-file',
            own.envFile,
            '--yes',
            '--reset-password',
            '--password-stdin',
            '--write-env',
          ],
          { stdin: newCanary },
        ],
      ],
      [
        'a rotation',
        0,
        () => [['rotate-password', '--env-file', own.envFile, '--yes', '--password-stdin'], { stdin: nextCanary }],
      ],
      [
        'a rotation that is refused',
        3,
        () => [
          ['rotate-password', '--env-file', own.envFile, '--yes', '--password-stdin'],
          { stdin: `${newCanary}\t` },
        ],
      ],
      ['a wrong password', 4, () => [['rotate-password', '--env-file', own.envFile, '--yes', ...admin, print()]]],
      [
        'a password in the URL',
        3,
        () => [
          [
            'plan',
            '--env-file',
            own.envFile,
            '--elasticsearch-host',
            `http://${canary.username}:${encodeURIComponent(canary.password)}@127.0.0.1:9`,
          ],
        ],
      ],
      [
        'nobody answers',
        5,
        () => [['plan', '--env-file', own.envFile, '--elasticsearch-host', 'http://127.0.0.1:9', '--wait', '0s']],
      ],
      [
        'an unfortunate echo: the server repeats what it was sent',
        1,
        () => {
          at.hook.answer = ({ method, headers, body }) =>
            method === 'GET'
              ? undefined
              : { status: 400, body: { error: { type: 'x', reason: `bad: ${body} ${String(headers.authorization)}` } } }
          return [['rotate-password', '--env-file', own.envFile, '--yes', '--password-stdin'], { stdin: newCanary }]
        },
      ],
      [
        'a removal',
        0,
        () => [
          [
            'delete-user',
            'tweety',
            '--env-file',
            own.envFile,
            '--yes',
            '--admin-username',
            canary.username,
            '--admin-password-stdin',
          ],
          { stdin: canary.password },
        ],
      ],
    ]

    describe.each([[[]], [['--json']], [['--quiet']], [['--verbose']], [['--json', '--verbose']]])('%j', (form) => {
      beforeAll(async () => {
        own.remove()
        own = installationOn(at, canary)
        await at.admin('DELETE', `${pathsOf(at).user}/tweety`)
      })

      it.each(steps)('%s', async (what, code, step) => {
        writeFileSync(join(own.folder, 'secret'), `${canary.password}x`, { mode: 0o600 })
        at.hook.answer = undefined
        const [args, options] = step()
        const result = await runElkctl([...args, ...form], options)
        at.hook.answer = undefined
        expect([what, result.code, result.code === code ? '' : result.stdout + result.stderr]).toEqual([what, code, ''])
        expectClean(result.stdout, `${what}: stdout`)
        expectClean(result.stderr, `${what}: stderr`)
        // The one place where a password belongs is `.env`; nothing beside it may hold one.
        rmSync(join(own.folder, 'secret'))
        for (const name of readdirSync(own.folder).filter((file) => file !== '.env'))
          expectClean(readFileSync(join(own.folder, name), 'utf8'), `${what}: ${name}`)
      })
    })
  })
}
