import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { SettingsError } from '../../../../src/errors.js'
import { filebeat } from '../../../../src/profiles/isp/exports/filebeat.js'
import { logstash } from '../../../../src/profiles/isp/exports/logstash.js'
import type { ExportValues } from '../../../../src/profiles/profile.js'

const values: ExportValues = {
  searchUrls: ['http://es1.example.org:9200', 'http://es2.example.org:9200'],
  username: 'isp',
  password: undefined,
  insecure: false,
  variables: { logPrefix: 'isp-logs', dateFormat: '%Y.%m.%d' },
}

/** The settings of the output, as Logstash reads them where there are no variables: text in quotes, a backslash for itself, `${NAME:text}`. */
function outputOf(more: Partial<ExportValues> = {}, output: 'elasticsearch' | 'opensearch' = 'elasticsearch') {
  const [, settings = ''] =
    new RegExp(`^output {\n  ${output} {\n(.*)\n  }\n}`, 'ms').exec(logstash(output)({ ...values, ...more })) ?? []
  return Object.fromEntries(
    settings.split('\n').map((line) => {
      const [, key = '', value = ''] = /^ {4}(\w+) => (.*)$/.exec(line) ?? []
      const [, text = value] = /^"([^"]*)"$/.exec(value) ?? /^'([^']*)'$/.exec(value) ?? []
      return [key, text]
    }),
  )
}

/** As SubstitutionVariables of Logstash does it: a variable without a default has to be there. */
const filledIn = (text = '') =>
  text.replace(/\$\{([a-zA-Z_.][a-zA-Z0-9_.]*)(?::([^}]*))?\}/g, (_all, name: string, otherwise?: string) => {
    if (otherwise === undefined) throw new Error(`no variable ${name}`)
    return otherwise
  })

describe('the file of Logstash', () => {
  it('writes dated indices of the platform, as its account, and leaves templates and lifecycle alone', () => {
    expect(outputOf()).toEqual({
      hosts: '["http://es1.example.org:9200", "http://es2.example.org:9200"]',
      index: 'isp-logs-%{+YYYY.MM.dd}',
      manage_template: 'false',
      ilm_enabled: 'false',
      user: 'isp',
      password: '${ES_PASSWORD}',
    })
    expect(outputOf({}, 'opensearch')).not.toHaveProperty('ilm_enabled')
  })

  it('signs in as nobody where the platform does', () => {
    expect(Object.keys(outputOf({ username: undefined }))).toEqual(['hosts', 'index', 'manage_template', 'ilm_enabled'])
  })

  it.each([
    ['%Y.%m.%d', 'YYYY.MM.dd'],
    ['%y-%m-%d.%H', 'yy-MM-dd.HH'],
    ['%Y.w%m', "YYYY.'w'MM"],
  ])('names days in the format %s of the platform', (dateFormat, joda) => {
    expect(outputOf({ variables: { logPrefix: 'net', dateFormat } })['index']).toBe(`net-%{+${joda}}`)
  })

  it.each([
    ...[
      String.raw`a"b\c`,
      `it's # no: comment`,
      'a$b',
      '${HOME}',
      '${HOME:x}',
      '$${x}',
      '$',
      '%{[a]}',
      String.raw`s"e\c$r${'${x}'}et`,
    ],
    ...['ends with \\', '"quotes" and ends with \\', '{}[]=>#', '\\\\n'],
  ])('keeps the password %j as it is', (password) => {
    expect(filledIn(outputOf({ password })['password'])).toBe(password)
  })

  it('refuses a password that Logstash has no way to write', () => {
    expect(() => outputOf({ password: `'"` })).toThrow(SettingsError)
  })

  it('trusts what elkctl trusts', () => {
    expect(outputOf({ caFile: '/etc/ssl/isp.pem', insecure: true })).toMatchObject({
      cacert: '/etc/ssl/isp.pem',
      ssl_certificate_verification: 'false',
    })
  })
})

it('Filebeat sends to the input of Logstash that understands it', () => {
  const { 'output.logstash': output } = parse(filebeat()) as { 'output.logstash': { hosts: string[] } }
  const [, port = ''] = /beats {\n\s+port => (\d+)/.exec(logstash('elasticsearch')(values)) ?? []
  expect(output.hosts).toEqual([`logstash:${port}`])
})
