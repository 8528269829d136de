import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { metricbeat } from '../../../src/profiles/dodas/metricbeat.js'
import type { ExportValues } from '../../../src/profiles/profile.js'

const values: ExportValues = {
  searchUrls: ['http://es.example.org:9200'],
  username: 'dodas',
  password: undefined,
  insecure: false,
  variables: { site: 'T3_XX_Example' },
}

interface Module {
  module: string
  metricsets: string[]
}
interface Configuration {
  'metricbeat.modules': Module[]
  fields?: { site: string }
  name?: string
  'output.elasticsearch': Record<string, unknown>
}
const written = (more: Partial<ExportValues> = {}): Configuration =>
  parse(metricbeat({ ...values, ...more })) as Configuration

describe('metricbeat.yml', () => {
  it('sends to the address with its scheme, as the account, with a variable for the password', () => {
    expect(written()['output.elasticsearch']).toEqual({
      hosts: ['http://es.example.org:9200'],
      username: 'dodas',
      password: '${ES_PASSWORD}',
    })
  })

  it.each([String.raw`a"b\c`, `it's # no: comment`, 'two\tblanks  ', 'yes', '0123', '{[*&!|>%@`'])(
    'keeps the password %j as it is',
    (password) => {
      expect(written({ password })['output.elasticsearch']['password']).toBe(password)
    },
  )

  // Beats read $$ as $, and ${…} as a variable.
  it.each([
    ['a$b', 'a$$b'],
    ['${HOME}', '$${HOME}'],
    ['$$', '$$$$'],
  ])('writes the password %j so that Beats read it as it is', (password, text) => {
    expect(written({ password })['output.elasticsearch']['password']).toBe(text)
  })

  it('has the modules system and docker, dedot on, and neither template nor ILM of its own', () => {
    const configuration = written()
    expect(configuration['metricbeat.modules'].map(({ module, metricsets }) => [module, metricsets.join(' ')])).toEqual(
      [
        ['system', 'cpu load memory network diskio process process_summary'],
        ['system', 'filesystem fsstat'],
        ['system', 'uptime'],
        ['docker', 'container cpu diskio event healthcheck info memory network'],
      ],
    )
    expect(configuration['metricbeat.modules'].at(-1)).toMatchObject({ 'labels.dedot': true })
    expect(configuration).toMatchObject({ 'setup.template.enabled': false, 'setup.ilm.enabled': false })
  })

  it('has the site in its fields, and not as the name of every host', () => {
    expect(written()).toMatchObject({ fields: { site: 'T3_XX_Example' } })
    expect(written()).not.toHaveProperty('name')
    expect(written({ variables: { site: '' } })).not.toHaveProperty('fields')
  })

  it('trusts what elkctl trusts', () => {
    const { 'output.elasticsearch': output } = written({ caFile: '/etc/ssl/grid.pem', insecure: true })
    expect(output).toMatchObject({
      'ssl.certificate_authorities': ['/etc/ssl/grid.pem'],
      'ssl.verification_mode': 'none',
    })
  })
})
