import { describe, expect, it } from '@jest/globals'
import type { Ask } from '../../../../src/settings/sign-in/sign-in.js'
import '../../same-realm.js'

import { account, hosts, problemsOf, settle } from '../situation.js'

describe('who signs in', () => {
  const nobody: Ask = () => Promise.reject(new Error('asked'))

  it.each([
    ['nobody, where the stack has no security', hosts, {}, {}, undefined],
    ['nobody, where both are empty', `${hosts}ELASTICSEARCH_USERNAME=\nELASTICSEARCH_PASSWORD=\n`, {}, {}, undefined],
    [
      'the administrator of the environment',
      hosts + account,
      { ELKCTL_ADMIN_USERNAME: 'root', ELKCTL_ADMIN_PASSWORD: 'pw' },
      {},
      { username: 'root', password: 'pw', from: 'the environment' },
    ],
    [
      'the option with the password of the environment',
      hosts + account,
      { ELKCTL_ADMIN_PASSWORD: 'pw' },
      { adminUsername: 'boss' },
      { username: 'boss', password: 'pw', from: '--admin-username' },
    ],
  ])('%s', async (_what, text, environment, options, admin) => {
    const settings = await settle({ text, environment, options, ask: nobody })
    expect(settings.admin).toEqual(admin)
  })

  it('keeps the file’s account beside the administrator', async () => {
    const settings = await settle({
      text: `${hosts}ELASTICSEARCH_USERNAME=openvidu\nELASTICSEARCH_PASSWORD=its own\n`,
      options: { adminUsername: 'elastic', adminPassword: 'pw' },
    })
    expect(settings.account).toEqual({ username: 'openvidu', role: 'openvidu-role', password: 'its own' })
    expect(settings.admin).toEqual({ username: 'elastic', password: 'pw', from: '--admin-username' })
  })

  it.each([
    [
      'a user without password',
      `${hosts}ELASTICSEARCH_USERNAME=elastic\nELASTICSEARCH_PASSWORD=\n`,
      {},
      {},
      ':3',
      /ELASTICSEARCH_PASSWORD is empty/,
    ],
    ['a password without user', `${hosts}ELASTICSEARCH_PASSWORD=pw\n`, {}, {}, ':3', /ELASTICSEARCH_USERNAME is not/],
    [
      'an administrator without password',
      hosts + account,
      {},
      { adminUsername: 'boss' },
      '--admin-username',
      /no password for boss/,
    ],
    [
      'an administrator’s password alone',
      hosts,
      { ELKCTL_ADMIN_PASSWORD: 'geheim' },
      {},
      'environment ELKCTL_ADMIN_PASSWORD',
      /which user is this password for/,
    ],
    [
      'an administrator’s password from elsewhere alone',
      hosts,
      {},
      { adminPassword: 'geheim' },
      'administrator’s password',
      /which user is this password for/,
    ],
    [
      'an administrator’s password beside a complete account',
      hosts + account,
      { ELKCTL_ADMIN_PASSWORD: 'geheim' },
      {},
      'environment ELKCTL_ADMIN_PASSWORD',
      /elastic has one already/,
    ],
  ])('%s is a problem where nobody can be asked', async (_what, text, environment, options, where, message) => {
    const problems = await problemsOf({ text, environment, options })
    expect(problems).toEqual([
      { where: expect.stringContaining(where) as unknown, message: expect.stringMatching(message) as unknown },
    ])
    expect(JSON.stringify(problems)).not.toContain('geheim')
  })

  it.each([
    ['of the file', `${hosts}ELASTICSEARCH_USERNAME=elastic\n`, {}, 'elastic'],
    ['of the option', hosts, { adminUsername: 'boss' }, 'boss'],
  ])('the password of the user %s is asked of a person, unseen', async (_what, text, options, username) => {
    const asked: unknown[] = []
    const ask: Ask = (question, how) => {
      asked.push([question, how])
      return Promise.resolve('typed')
    }
    expect((await settle({ text, options, ask })).admin).toMatchObject({ username, password: 'typed' })
    expect(asked).toEqual([[expect.stringContaining(username), { secret: true }]])
  })

  it('is not said to come from the environment when the file and standard input name it', async () => {
    const settings = await settle({
      text: `${hosts}ELASTICSEARCH_USERNAME=elastic\n`,
      options: { adminPassword: 'pw' },
    })
    expect(settings.admin).toMatchObject({ username: 'elastic', password: 'pw' })
    expect(settings.admin?.from).not.toContain('environment')
  })
})

describe('the account', () => {
  it.each(['a:b', '', ' a', 'a ', 'é', 'x'.repeat(508)])('cannot be named %j', async (username) => {
    expect(await problemsOf({ options: { username } })).toEqual([
      { where: '--username', message: expect.stringContaining(`"${username}"`) as unknown },
    ])
  })

  it.each(['a', 'x'.repeat(507), 'My User', '!~'])('can be named %j', async (username) => {
    expect((await settle({ options: { username, role: username } })).account).toEqual({
      username,
      role: username,
      password: undefined,
    })
  })
})
