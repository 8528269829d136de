import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { fixture } from '../fixtures.js'
import { temporaryFolder } from '../temporary-folder.js'
import { applicationCases, applications, type Application } from './applications.js'
import { accounts, reasons, rights } from './contract/accounts.js'
import { forms } from './contract/forms.js'
import { keeping, pairs } from './contract/pairs.js'
import { checks, pipelines, policies, templates } from './contract/references.js'

/** What holds for the data files of any application. */
const rules: Record<string, (application: Application) => string[]> = {
  forms,
  pairs,
  keeping,
  accounts,
  rights,
  reasons,
  templates,
  pipelines,
  policies,
  checks,
}

describe.each(applicationCases)('the profile %s', (_name, application) => {
  it.each(Object.entries(rules))('keeps the rule %s', (_rule, broken) => {
    expect(broken(application)).toEqual([])
  })
})

describe('what breaks a rule is found', () => {
  const folder = temporaryFolder()
  const remove = (file: string) => () => {
    rmSync(folder.path(file), { recursive: true })
  }
  const write = (file: string, body: object) => () => {
    mkdirSync(dirname(folder.path(file)), { recursive: true })
    writeFileSync(folder.path(file), JSON.stringify(body))
  }
  const replace = (file: string, from: string, to: string) => () => {
    const text = readFileSync(folder.path(file), 'utf8')
    expect(text).toContain(from)
    writeFileSync(folder.path(file), text.replaceAll(from, to))
  }
  const [role, user, mapping] = ['roles', 'users', 'mappings'].map((room) => `roles/meteo/${room}/meteo`)
  const [pipeline, policy, check, template] = [
    'templates/meteo/ingest-pipelines/readings-pipeline',
    'templates/meteo/lifecycle-policies/readings-policy',
    'templates/meteo/checks/reading.json',
    'templates/meteo/index-templates/readings.json',
  ]

  it.each<[string, string, () => void, string[]]>([
    [
      'forms',
      'a misspelt key',
      replace(template, '"index_patterns"', '"index_pattern"'),
      [
        'The data file templates/meteo/index-templates/readings.json is broken: index_patterns is missing; it must be a text.',
      ],
    ],
    [
      'pairs',
      'a role without its OpenSearch pair',
      remove(`${role}-role.opensearch.json`),
      ['roles/<profile>/roles: meteo-role has no file for opensearch'],
    ],
    [
      'pairs',
      'a user without its Elasticsearch pair',
      remove(`${user}.elasticsearch.json`),
      ['roles/<profile>/users: meteo has no file for elasticsearch'],
    ],
    [
      'pairs',
      'a lifecycle policy without its ISM pair',
      remove(`${policy}.opensearch.json`),
      ['templates/<profile>/lifecycle-policies: readings-policy has no file for opensearch'],
    ],
    [
      'keeping',
      'a policy that deletes at once where nothing shall be deleted',
      remove(`${policy}.keep.elasticsearch.json`),
      ['templates/<profile>/lifecycle-policies: there is no readings-policy.keep.elasticsearch, for 0 days'],
    ],
    [
      'accounts',
      'a role without a file',
      remove(`${role}-role.elasticsearch.json`),
      ['elasticsearch: the role meteo-role has no file'],
    ],
    [
      'accounts',
      'a role that no account has',
      write('roles/meteo/roles/extra.elasticsearch.json', { elasticsearch: { cluster: ['monitor'] } }),
      ['elasticsearch: the role extra is of no kind of account'],
    ],
    [
      'accounts',
      'a user without a file',
      remove(`${user}.opensearch.json`),
      ['opensearch: the user meteo has no file'],
    ],
    [
      'accounts',
      'a role that nobody gets on OpenSearch',
      remove(`${mapping}-role.opensearch.json`),
      ['the mapping of meteo-role has no file'],
    ],
    [
      'rights',
      'a profile without rights',
      remove('roles/meteo/rights'),
      ['elasticsearch', 'opensearch'].flatMap((dialect) => [
        `${dialect}: the service needs nothing`,
        `${dialect}: the service is refused nothing`,
      ]),
    ],
    [
      'rights',
      'rights that one product is not asked about',
      replace('roles/meteo/rights/rights.json', '"refused": ["service"]', '"refused": []'),
      ['elasticsearch: the service is refused nothing', 'opensearch: the service is refused nothing'],
    ],
    [
      'reasons',
      'reasons for a role that is not there, and for one of two',
      write('roles/meteo/reasons/other-role.opensearch.json', {}),
      [
        'there are reasons for other-role.opensearch, which is no role',
        'there are no reasons for meteo-role.elasticsearch',
        'there are no reasons for meteo-role.opensearch',
      ],
    ],
    [
      'templates',
      'a template that names a policy that is not there',
      replace(template, '"readings-policy"', '"another"'),
      ['elasticsearch', 'opensearch'].map(
        (dialect) => `${dialect}: readings names the policy another, which is not there`,
      ),
    ],
    [
      'templates',
      'a template that names a pipeline that is not there',
      remove(`${pipeline}.json`),
      ['elasticsearch', 'opensearch'].map(
        (dialect) => `${dialect}: readings names the pipeline readings-pipeline, which is not there`,
      ),
    ],
    [
      'pipelines',
      'a pipeline that calls one that is not there',
      write(`${pipeline}-2.json`, { processors: [{ foreach: { processor: { pipeline: { name: 'another' } } } }] }),
      ['the pipeline readings-pipeline-2 calls another, which is not there'],
    ],
    [
      'policies',
      'a policy that takes other indices on OpenSearch',
      replace(`${policy}.opensearch.json`, '${prefix}-readings*', 'others*'),
      ['readings-policy: ISM does not take meteo-readings*', 'readings-policy: no template attaches others*'],
    ],
    [
      'checks',
      'a check of an index that no template is for',
      replace(check, '${prefix}-readings-elkctl-check', 'others'),
      ['elasticsearch', 'opensearch'].flatMap((dialect) => [
        `${dialect}: no template is for the index of the check reading`,
        `${dialect}: no check is for the index template readings`,
      ]),
    ],
    [
      'checks',
      'a check that names a pipeline that is not there',
      replace(check, '"title": "Reading"', '"title": "Reading", "pipeline": "another"'),
      ['elasticsearch', 'opensearch'].map((dialect) => `${dialect}: the check reading names the pipeline another`),
    ],
  ])('%s: %s', (rule, _what, change, problems) => {
    expect(rules[rule]?.(copyOfMeteo(change))).toEqual(problems)
  })

  it('forms: a check without its document', () => {
    const changed = copyOfMeteo(write(check, { title: 'Reading', index: 'meteo-readings-1', types: {} }))
    expect(forms(changed)).toEqual([expect.stringContaining('reading.json is broken: document is missing')])
  })

  function copyOfMeteo(change: () => void): Application {
    const meteo = applications.find(({ profile }) => profile.name === 'meteo')
    if (meteo === undefined) throw new Error('there is no application meteo')
    cpSync(fixture('applications', 'meteo'), folder.path(), { recursive: true })
    change()
    return { profile: meteo.profile, folder: folder.path() }
  }
})
