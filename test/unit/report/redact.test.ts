import { describe, expect, it } from '@jest/globals'
import { createRedactor } from '../../../src/report/redact.js'

const canaries = [
  `p#w "d'$=`,
  'Gerät "7" $HOME \\ café',
  'Xy7-_.abcdefghijkmnopqrstuvw',
  '雪と🔑と雪と🔑',
  'a/b+c?d&e=f%20g',
  '<script>&amp;',
  '.*+?^${}()|[]\\',
  '$& $1 $`',
]

const base64 = (text: string) => Buffer.from(text).toString('base64')

describe.each(canaries)('the secret %j', (secret) => {
  const redactor = createRedactor()
  redactor.add(secret)
  const gone = (text: string, form: string) => {
    expect(text).toContain(form)
    const clean = redactor.redact(text)
    expect(clean).not.toContain(form)
    expect(clean).toContain('(secret)')
    return clean
  }

  it.each([
    ['raw', secret],
    ['in a URL', encodeURIComponent(secret)],
    ['in a URL with + for a space', encodeURIComponent(secret).replaceAll('%20', '+')],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in base64', base64(secret).replace(/=+$/, '')],
  ])('is gone %s, and nothing else', (_what, form) => {
    const clean = gone(`before <${form}> between <${form}> after`, form)
    expect(clean.startsWith('before <')).toBe(true)
    expect(clean.endsWith('> after')).toBe(true)
    expect(clean).toMatch(/> between </)
  })

  it.each([
    [
      'the authority of a URL',
      () => {
        const url = new URL('https://h:9200/')
        url.password = secret
        return url.password
      },
    ],
    ['a query string', () => new URLSearchParams({ p: secret }).toString().slice(2)],
    ['JSON within JSON', () => JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1)],
  ])('is gone in %s', (_what, form) => {
    expect(redactor.redact(`<${form()}>`)).not.toContain(form())
  })

  it('is gone in the base64 of "user:password", wherever it starts and ends', () => {
    for (let before = 0; before < 9; before++)
      for (let after = 0; after < 4; after++) {
        const text = `Basic ${base64(`${'u'.repeat(before)}:${secret}${'x'.repeat(after)}`)}`
        const clean = redactor.redact(text)
        const left = Buffer.from(clean.replace('Basic ', '').replace('(secret)', ' '), 'base64').toString()
        expect({ before, after, text, clean }).toMatchObject({ clean: expect.stringContaining('(secret)') as unknown })
        expect(left).not.toContain(secret.slice(1, -1))
        expect(clean.startsWith(`Basic ${base64('u'.repeat(before)).slice(0, Math.floor((before * 4) / 3))}`)).toBe(
          true,
        )
      }
  })

  it('leaves a text alone that does not hold it', () => {
    const text = `PUT /_security/user/openvidu → 200 {"a":"${base64('something else entirely')}"} password role (3 ms)`
    expect(redactor.redact(text)).toBe(text)
  })
})

describe('several secrets', () => {
  it('are gone, the longer one first', () => {
    const redactor = createRedactor()
    redactor.add('geheim')
    redactor.add('geheimnis')
    expect(redactor.redact('geheim geheimnis Geheim')).toBe('(secret) (secret) Geheim')
  })
})

describe('no secret', () => {
  it.each([undefined, ''])('%j changes nothing', (secret) => {
    const redactor = createRedactor()
    redactor.add(secret)
    expect(redactor.redact('a text')).toBe('a text')
  })
})

describe.each(['admin', 'elastic', 'true', '9200', 'openvidu', 'a'])('the ordinary word %j as a password', (word) => {
  const redactor = createRedactor(() => `sign in as an administrator; ${word}s ${word}`)
  redactor.add(word)
  redactor.shows('elastic', 'admin', 'http://127.0.0.1:9200')

  it.each([
    `Sign in as an ${word}istrator: --${word}-username NAME.`,
    `${word} signed in at http://${word}.example:9200/ with the role ${word}`,
    `{"user":"${word}","enabled":true,"port":9200,"names":["openvidu"]}`,
    'no password is given for elastic: --admin-password-stdin (or ELKCTL_ADMIN_PASSWORD=…)',
  ])('stays in %j, which does not say what it is', (text) => {
    expect(redactor.redact(text)).toBe(text)
  })

  it.each<[string, string, string]>([
    ['a URL', `GET http://u:${word}@h:9200/`, 'GET http://u:(secret)@h:9200/'],
    ['JSON', `{"password":"${word}","x":1}`, '{"password":"(secret)","x":1}'],
    ['JSON within JSON', `cannot do {\\"password\\": \\"${word}\\"}`, 'cannot do {\\"password\\": \\"(secret)\\"}'],
    ['a line of .env', `ELASTICSEARCH_PASSWORD=${word}`, 'ELASTICSEARCH_PASSWORD=(secret)'],
    ['brackets', `wrong password [${word}] for u`, 'wrong password [(secret)] for u'],
    ['name and password', `refused elastic:${word} twice`, 'refused elastic:(secret) twice'],
  ])('is gone in %s', (_where, text, clean) => {
    expect(redactor.redact(text)).toBe(clean)
  })

  it('is gone in the header of a request', () => {
    expect(redactor.redact(`for Basic ${base64(`admin:${word}`)} and so on`)).not.toContain(
      base64(`admin:${word}`).replace(/=+$/, ''),
    )
  })

  it('is gone as a value of a field for passwords, and stays in the others', () => {
    expect(redactor.values({ username: word, password: word, nested: [{ api_key: word, role: word }] })).toEqual({
      username: word,
      password: '(secret)',
      nested: [{ api_key: '(secret)', role: word }],
    })
  })
})

describe('a password that this program never says', () => {
  it('is gone everywhere, however plain', () => {
    const redactor = createRedactor(() => 'sign in as an administrator')
    redactor.add('monkey')
    expect(redactor.redact('cannot do monkey, monkeys')).toBe('cannot do (secret), (secret)s')
  })
})
