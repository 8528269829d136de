import { describe, expect, it } from '@jest/globals'
import { passed, type Finding } from '../../../src/checks/finding.js'
import { findingsOfRest } from '../../../src/checks/of-selection.js'
import type { Settings } from '../../../src/settings/settings.js'
import '../same-realm.js'

const found: Finding[] = [passed('stack.red', 'the cluster is green')]

function rest(only: string[], { settings = {}, ...more }: { settings?: object; force?: boolean; why?: string } = {}) {
  const its = { envFile: '.env', searchUrl: 'http://h:9200', proxies: {}, tls: { insecure: false }, ...settings }
  const made = { settings: its as unknown as Settings, checksSkipped: more.why, force: more.force ?? false }
  return findingsOfRest(only, found, made).map(({ check, status, detail }) => `${check} ${status}: ${detail}`)
}

describe('what --only names, and nothing was found of', () => {
  it.each<[string, string[], Parameters<typeof rest>[1], string[]]>([
    ['what was found is not told again', ['stack.red', 'stack.r*'], {}, []],
    ['an option is missing', ['account.rights'], {}, ['account.rights skip: it needs --access']],
    ['the account was not tried', ['account.signs-in'], { why: 'no password' }, ['account.signs-in skip: no password']],
    ['another stack', ['stack.licence'], {}, ['stack.licence skip: it does not apply here']],
    [
      'each that a pattern means',
      ['alert.*'],
      {},
      ['alert.fires', 'alert.unknown'].map((id) => `${id} skip: it does not apply here`),
    ],
    ['the run would have ended', ['network.port'], {}, ['network.port pass: the port takes connections']],
    ['no TLS', ['network.tls'], {}, ['network.tls skip: it does not apply here']],
    [
      'TLS',
      ['network.tls'],
      { settings: { searchUrl: 'https://h:9200' } },
      ['network.tls pass: TLS proves which server answers'],
    ],
    ['no proxy', ['network.proxy'], {}, ['network.proxy skip: it does not apply here']],
    ['--force', ['stack.version'], { force: true }, ['stack.version skip: it does not apply here']],
  ])('%s', (_title, only, more, expected) => {
    expect(rest(only, more)).toEqual(expected)
  })
})
