import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { checkDataFiles } from '../../../src/engine/check-data.js'
import { ElkctlError } from '../../../src/errors.js'
import { checkForm } from '../check-form.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()

function check(files: Record<string, unknown>, variables: Record<string, string> = { roleName: 'r' }): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(folder.path(path)), { recursive: true })
    writeFileSync(folder.path(path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  checkDataFiles({ folder: folder.path(), profile: 'p', variables }, checkForm)
}

function refused(files: Record<string, unknown>): ElkctlError | undefined {
  try {
    check(files)
  } catch (error) {
    if (error instanceof ElkctlError) return error
    throw error
  }
  return undefined
}

function said(files: Record<string, unknown>): string {
  const error = refused(files)
  return error === undefined ? 'nothing' : `${error.exit}: ${error.message}`
}

const sample = { title: 'Logs', index: 'logs', document: { a: 1 }, types: { a: 'long' } }
const { document: _document, ...withoutDocument } = sample
const right = { title: 'Reads', reason: 'why', needed: { service: 'it' } }
const policy = { default_state: 'hot', states: [{ name: 'hot', actions: [], transitions: [] }] }

describe('a broken data file is named, with the place in it and what is allowed there', () => {
  it.each<[string, string, unknown, string]>([
    [
      'a check without its document',
      'templates/p/checks/x',
      withoutDocument,
      'document is missing; it must be an object',
    ],
    [
      'a check without its index',
      'templates/p/checks/x',
      { ...sample, index: undefined },
      'index is missing; it must be a text',
    ],
    [
      'a misspelt key of a check',
      'templates/p/checks/x',
      { ...sample, keepindex: true },
      'unknown key "keepindex" (did you mean "keepIndex"?); known are title, index, pipeline, document, types, values, keepIndex',
    ],
    ['a type that is no text', 'templates/p/checks/x', { ...sample, types: { a: 1 } }, 'types.a must be a text'],
    ['rights that are a map', 'roles/p/rights/x', { rights: { title: 'x' } }, 'rights must be a list'],
    [
      'rights of another name',
      'roles/p/rights/x',
      { right: [] },
      'rights is missing; it must be a list; unknown key "right" (did you mean "rights"?); known are rights',
    ],
    [
      'a right without its reason',
      'roles/p/rights/x',
      { rights: [{ title: 'Reads' }] },
      'rights[0] ("Reads").reason is missing; it must be a text',
    ],
    [
      'a kind of account that is not known',
      'roles/p/rights/x',
      { rights: [{ ...right, needed: { servcie: 'it' } }] },
      'rights[0] ("Reads").needed: unknown key "servcie" (did you mean "service"?); known are service, viewer, checker',
    ],
    [
      'one that must not have it',
      'roles/p/rights/x',
      { rights: [{ ...right, refused: ['all'] }] },
      'rights[0] ("Reads").refused[0] is "all"; known are service, viewer, checker',
    ],
    [
      'a question without its answer',
      'roles/p/rights/x',
      { rights: [{ ...right, opensearch: [{ request: 'GET /' }] }] },
      'rights[0] ("Reads").opensearch[0].granted is missing; it must be a list',
    ],
    [
      'a question without its path',
      'roles/p/rights/x',
      { rights: [{ ...right, opensearch: [{ request: 'GET', granted: [200] }] }] },
      'rights[0] ("Reads").opensearch[0].request must be a method and a path, such as "PUT /_cluster/settings"',
    ],
    [
      'a misspelt question',
      'roles/p/rights/x',
      { rights: [{ ...right, elasticsearch: [{ clsuter: ['monitor'] }] }] },
      'rights[0] ("Reads").elasticsearch[0].cluster is missing; it must be a list; rights[0] ("Reads").elasticsearch[0]: unknown key "clsuter" (did you mean "cluster"?); known are cluster',
    ],
    [
      'a reason that is a list',
      'roles/p/reasons/x',
      { 'cluster: monitor': ['why'] },
      'cluster: monitor must be a text',
    ],
    [
      'a misspelt key of a role',
      'roles/p/roles/x.elasticsearch',
      { elasticsearch: { clustr: [] } },
      'elasticsearch: unknown key "clustr" (did you mean "cluster"?); known are cluster, indices, run_as, remote_indices, remote_cluster',
    ],
    [
      'a misspelt key that is needed',
      'roles/p/roles/x.opensearch',
      { index_permissions: [{ index_pattrens: ['a'], allowed_actions: ['read'] }] },
      'index_permissions[0].index_patterns is missing; it must be a list; index_permissions[0]: unknown key "index_pattrens" (did you mean "index_patterns"?); known are index_patterns, allowed_actions, dls, fls, masked_fields',
    ],
    [
      'privileges that are one word',
      'roles/p/roles/x.elasticsearch',
      { elasticsearch: { indices: [{ names: ['a'], privileges: 'read' }] } },
      'elasticsearch.indices[0].privileges must be a list',
    ],
    [
      'a role of the other product',
      'roles/p/roles/x.opensearch',
      { elasticsearch: {} },
      'unknown key "elasticsearch"; known are description, cluster_permissions, index_permissions, tenant_permissions',
    ],
    [
      'a user without roles',
      'roles/p/users/x.elasticsearch',
      { full_name: 'X' },
      'roles is missing; it must be a list',
    ],
    [
      'a password in a file',
      'roles/p/users/x.opensearch',
      { password: 'x' },
      'unknown key "password"; known are description, backend_roles, opendistro_security_roles, attributes',
    ],
    ['a mapping of a number', 'roles/p/mappings/x.opensearch', { users: [1] }, 'users[0] must be a text'],
    [
      'an index template without patterns',
      'templates/p/index-templates/x',
      { template: {} },
      'index_patterns is missing; it must be a text',
    ],
    [
      'patterns with a number',
      'templates/p/index-templates/x',
      { index_patterns: ['a', 1] },
      'index_patterns[1] must be a text',
    ],
    [
      'a legacy template whose mapping is a list',
      'templates/p/legacy-templates/x',
      { index_patterns: ['a'], mappings: [] },
      'mappings must be an object',
    ],
    [
      'a pipeline of one processor',
      'templates/p/ingest-pipelines/x',
      { processors: { set: {} } },
      'processors must be a list',
    ],
    [
      'an ILM policy with a misspelt phase',
      'templates/p/lifecycle-policies/x.elasticsearch',
      { policy: { phases: { delte: {} } } },
      'policy.phases: unknown key "delte" (did you mean "delete"?); known are hot, warm, cold, frozen, delete',
    ],
    [
      'an ILM policy without its wrapping',
      'templates/p/lifecycle-policies/x.elasticsearch',
      { phases: {} },
      'policy is missing; it must be an object; unknown key "phases"; known are policy',
    ],
    [
      'an ISM policy without states',
      'templates/p/lifecycle-policies/x.opensearch',
      { policy: { ...policy, states: [] } },
      'policy.states must have at least 1 member, it has 0',
    ],
    [
      'an index pattern without attributes',
      'dashboards/p/index-pattern/x',
      { title: 'x' },
      'attributes is missing; it must be an object',
    ],
    [
      'a variable that is not known',
      'templates/p/checks/x',
      { ...sample, title: '${retention}' },
      '${retention} is not known; there are roleName',
    ],
    ['a list', 'templates/p/checks/x', '[]', 'it is not an object'],
  ])('%s', (_what, path, content, problem) => {
    expect(said({ [`${path}.json`]: content })).toBe(`usage: The data file ${path}.json is broken: ${problem}.`)
  })

  it('cut off in the middle', () => {
    expect(said({ 'templates/p/checks/x.json': '{"title": "x"' })).toMatch(
      /^usage: The data file templates\/p\/checks\/x\.json is broken: .*JSON/,
    )
  })

  it('with more than a few problems, a line each', () => {
    expect(said({ 'templates/p/checks/x.json': {} }).split('\n')).toEqual([
      'usage: The data file templates/p/checks/x.json is broken:',
      '  - title is missing; it must be a text',
      '  - index is missing; it must be a text',
      '  - document is missing; it must be an object',
      '  - types is missing; it must be an object',
    ])
  })

  it('in a folder that is not read', () => {
    expect(said({ 'templates/p/check/x.json': sample })).toBe(
      'usage: The data file templates/p/check/x.json is broken: it is in none of the folders templates/p/index-templates, templates/p/legacy-templates, templates/p/ingest-pipelines, templates/p/write-aliases, templates/p/lifecycle-policies, templates/p/checks, templates/p/alerts, and is not read.',
    )
  })

  it('together with all others', () => {
    const files = {
      'templates/p/checks/x.json': { ...sample, index: '', pipeline: 1 },
      'roles/p/users/u.elasticsearch.json': '{',
      'roles/p/roles/r.opensearch.json': { cluster_permissions: 'all' },
    }
    expect(
      said(files)
        .split('\n')
        .map((line) => line.replace(/json: .*(JSON).*/, 'json: $1')),
    ).toEqual([
      'usage: 3 data files are broken:',
      '  - templates/p/checks/x.json: index must be a text that is not empty',
      '  - templates/p/checks/x.json: pipeline must be a text',
      '  - roles/p/roles/r.opensearch.json: cluster_permissions must be a list',
      '  - roles/p/users/u.elasticsearch.json: JSON',
    ])
  })
})

describe('the hint says which files to correct, and what describes their form', () => {
  it('one', () => {
    expect(refused({ 'templates/p/checks/x.json': {} })?.hint).toBe(
      'Correct templates/p/checks/x.json; elkctl’s schemas/check.json describes its form.',
    )
  })

  it('several, of several forms', () => {
    const checks = ['a', 'b', 'c', 'd', 'e', 'f'].map((name): [string, unknown] => [
      `templates/p/checks/${name}.json`,
      {},
    ])
    const files = {
      ...Object.fromEntries(checks),
      'roles/p/role/x.json': {},
      'roles/p/rights/a.json': {},
      'roles/p/rights/b.json': {},
    }
    expect(refused(files)?.hint.split('. ')).toEqual([
      'Correct templates/p/checks/a.json, templates/p/checks/b.json, templates/p/checks/c.json, templates/p/checks/d.json and 2 more; elkctl’s schemas/check.json describes their form',
      'Correct roles/p/rights/a.json and roles/p/rights/b.json; elkctl’s schemas/rights.json describes their form',
      'Correct roles/p/role/x.json.',
    ])
  })
})

it.each<[string, string, unknown]>([
  ['with $schema', 'templates/p/checks/x', { $schema: 'https://example.com/check.json', ...sample }],
  ['with one word for a list of index patterns', 'templates/p/index-templates/x', { index_patterns: 'a*' }],
  [
    'with keys that a later server has',
    'templates/p/index-templates/x',
    {
      index_patterns: ['a*'],
      ignore_missing_component_templates: [],
      data_stream: {},
      deprecated: true,
      template: { lifecycle: {} },
    },
  ],
  [
    'with ISM templates that are one, or none',
    'templates/p/lifecycle-policies/x.opensearch',
    { policy: { ...policy, ism_template: null, error_notification: null } },
  ],
  ['for either product', 'roles/p/users/x', { opendistro_security_roles: ['kibana_user'] }],
  ['with what OpenSearch answers', 'roles/p/roles/x.opensearch', { reserved: false, hidden: false, static: false }],
  ['with a key of a later server', 'roles/p/roles/x.elasticsearch', { elasticsearch: { workflows: ['search'] } }],
  ['with variables', 'roles/p/users/x.elasticsearch', { roles: ['${roleName}'] }],
  [
    'with what the server fills in',
    'roles/p/roles/x.opensearch',
    {
      index_permissions: [
        { index_patterns: ['a'], allowed_actions: ['read'], dls: null, fls: null, masked_fields: null },
      ],
    },
  ],
])('a data file is taken %s', (_what, path, content) => {
  expect(said({ [`${path}.json`]: content })).toBe('nothing')
})

describe('a retention of 0 days keeps everything', () => {
  const file = (name: string) => `templates/p/lifecycle-policies/${name}.json`
  const ilm = {
    policy: { phases: { delete: { min_age: '${retentionDays}d', actions: { delete: {} } } } },
  }
  const conditional = {
    policy: { phases: { delete: { $if: '${retentionDays}', min_age: '${retentionDays}d', actions: { delete: {} } } } },
  }
  const kept = { policy: { phases: { hot: { min_age: '0ms', actions: {} } } } }
  const deleting = { name: 'delete', actions: [{ delete: {} }], transitions: [] }
  const ism = {
    policy: {
      default_state: 'hot',
      states: [
        {
          name: 'hot',
          actions: [],
          transitions: [{ state_name: 'delete', conditions: { min_index_age: '${retentionDays}d' } }],
        },
        deleting,
      ],
    },
  }
  const checkWith = (files: Record<string, unknown>, retentionDays: string) => () => {
    check(files, { retentionDays })
  }

  it.each([
    ['ILM', { [file('p.elasticsearch')]: ilm }],
    ['ISM', { [file('p.opensearch')]: ism }],
  ])('a policy of %s that takes it for an age is refused, which would delete every index at once', (_what, files) => {
    const [path = ''] = Object.keys(files)
    expect(checkWith(files, '0')).toThrow(
      expect.objectContaining({
        exit: 'usage',
        message: expect.stringMatching(
          `^The data file ${path} is broken: .* delete every index at once: add a p.keep.json`,
        ) as unknown,
      }),
    )
    expect(checkWith(files, '7')).not.toThrow()
  })

  it.each([
    ['a file for that', { [file('p.elasticsearch')]: ilm, [file('p.keep.elasticsearch')]: kept }],
    ['a condition', { [file('p.elasticsearch')]: conditional }],
  ])('a policy with %s is taken', (_what, files) => {
    expect(checkWith(files, '0')).not.toThrow()
  })
})
