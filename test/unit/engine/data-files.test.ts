import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { loadDefinitions, loadFolder, type DefinitionOptions } from '../../../src/engine/definitions.js'
import { patternsOverlap } from '../../../src/patterns.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { variablesOf } from '../../../src/profiles/variables.js'
import type { Dialect } from '../../../src/stack/flavors.js'
import type { JsonObject } from '../../../src/json.js'
import { projectFolder } from '../fixtures.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()
const dialects: Dialect[] = ['elasticsearch', 'opensearch']
const settings = { retentionDays: 7, username: 'my user', role: 'my "role"' }
const ours = (dialect: Dialect, variants: string[] = [], more: Partial<DefinitionOptions> = {}) =>
  loadDefinitions({
    profile: 'openvidu',
    dialect,
    variants,
    variables: variablesOf(openvidu, { retentionDays: '7', username: settings.username, roleName: settings.role }),
    rename: {},
    without: {
      role: ['openvidu-viewer-role', 'openvidu-checker-role'],
      'role mapping': ['openvidu-viewer-role', 'openvidu-checker-role'],
      user: ['openvidu-viewer', 'openvidu-checker'],
    },
    ...more,
  })

describe('our own data files', () => {
  const dataFiles = ['templates', 'roles', 'dashboards'].flatMap((top) =>
    readdirSync(join(projectFolder, top), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.json') && path.includes('openvidu'))
      .map((path) => join(top, path)),
  )

  /** what elkctl asks and tries, and why: not to be put on a stack */
  const notObjects = [
    join('templates', 'openvidu', 'alerts'),
    join('templates', 'openvidu', 'checks'),
    join('roles', 'openvidu', 'rights'),
    join('roles', 'openvidu', 'reasons'),
  ]

  it('load for both dialects, with and without deletion, and none is left out', () => {
    const read = dialects.flatMap((dialect) =>
      [[], ['keep']].flatMap((variants) => ours(dialect, variants, { without: {} })),
    )
    expect(new Set(read.map(({ file: path }) => path))).toEqual(
      // The record of the saved objects has no file of its own.
      new Set([
        'dashboards/openvidu',
        ...dataFiles.filter((path) => !notObjects.some((part) => path.startsWith(part))),
      ]),
    )
  })

  it('have no variable left', () => {
    const read = dialects.flatMap((dialect) => ours(dialect, ['keep']))
    expect(JSON.stringify(read.map(({ body }) => body))).not.toContain('${')
  })

  it('of the checks load', () => {
    const checks = loadFolder('templates/<profile>/checks', { profile: 'openvidu', variables: {} })
    expect(checks.length).toBe(
      dataFiles.filter((path) => path.startsWith(join('templates', 'openvidu', 'checks'))).length,
    )
    for (const { body } of checks)
      expect(body).toMatchObject({
        title: expect.any(String) as unknown,
        index: expect.any(String) as unknown,
        document: expect.anything() as unknown,
        types: expect.anything() as unknown,
      })
  })

  it('are the same objects for both dialects, except what one of them does not have', () => {
    const names = (dialect: Dialect) => ours(dialect).map(({ kind, name }) => `${kind.name} ${name}`)
    const [elasticsearch, opensearch] = dialects.map(names) as [string[], string[]]
    expect(elasticsearch.filter((name) => !opensearch.includes(name))).toEqual([
      'legacy template openvidu-filebeat-lifecycle',
      'legacy template openvidu-metricbeat-lifecycle',
    ])
    expect(opensearch.filter((name) => !elasticsearch.includes(name))).toEqual(['role mapping openvidu-role'])
  })

  it('take the account’s names', () => {
    const role = { 'openvidu-role': settings.role }
    const rename = { role, 'role mapping': role, user: { openvidu: settings.username } }
    const named = (dialect: Dialect, kind: string) =>
      ours(dialect, [], { rename }).find((definition) => definition.kind.name === kind)
    expect(named('elasticsearch', 'user')).toMatchObject({ name: settings.username, body: { roles: [settings.role] } })
    expect(named('opensearch', 'role mapping')).toMatchObject({
      name: settings.role,
      body: { users: [settings.username] },
    })
    const roles = (more: Partial<DefinitionOptions>) =>
      ours('opensearch', [], { rename, ...more })
        .filter(({ kind }) => kind.name === 'role')
        .map(({ name }) => name)
    const { viewer, checker } = openvidu.roles
    expect(roles({ without: {} }).sort()).toEqual([settings.role, checker, viewer].sort())
    expect(roles({ without: { role: [viewer, checker] } })).toEqual([settings.role])
  })

  it('can stand in a folder of one’s own', () => {
    for (const top of ['templates', 'roles', 'dashboards'])
      if (existsSync(join(projectFolder, top))) cpSync(join(projectFolder, top), folder.path(top), { recursive: true })
    expect(ours('elasticsearch', [], { folder: folder.path() })).toEqual(ours('elasticsearch'))
  })
})

describe('each lifecycle policy', () => {
  const policies = (dialect: Dialect, variants: string[] = []) =>
    new Map(
      ours(dialect, variants)
        .filter(({ kind }) => kind.name === 'lifecycle policy')
        .map(({ name, body }) => [name, body['policy'] as JsonObject]),
    )
  const names = [...policies('elasticsearch').keys()]

  interface Ilm {
    phases: Record<string, { min_age?: string; actions: JsonObject } | undefined>
  }
  interface Ism {
    default_state: string
    states: {
      name: string
      actions: JsonObject[]
      transitions: { state_name: string; conditions?: { min_index_age?: string } }[]
    }[]
    ism_template: { index_patterns: string[]; priority: number }[]
  }

  const ilmDays = (policy: Ilm) => policy.phases['delete']?.min_age
  const ismDays = (policy: Ism) =>
    policy.states
      .find(({ name }) => name === policy.default_state)
      ?.transitions.find(({ state_name }) => state_name === 'delete')?.conditions?.min_index_age

  it('exists for both dialects', () => {
    expect(names).toEqual(['openvidu_daily_cleanup_policy', 'openvidu_monthly_cleanup_policy'])
    expect([...policies('opensearch').keys()]).toEqual(names)
  })

  it.each([
    ['openvidu_daily_cleanup_policy', '7d'],
    // A month's index is written for 31 days before it starts to age.
    ['openvidu_monthly_cleanup_policy', '38d'],
  ])('%s deletes after %s in both', (name, days) => {
    const ilm = policies('elasticsearch').get(name) as unknown as Ilm
    const ism = policies('opensearch').get(name) as unknown as Ism
    expect([ilmDays(ilm), ismDays(ism)]).toEqual([days, days])
    expect(ilm.phases['delete']?.actions).toEqual({ delete: {} })
    expect(ism.states.find((state) => state.name === 'delete')?.actions).toEqual([{ delete: {} }])
  })

  it.each(names)('%s deletes nothing when everything is kept, and is attached all the same', (name) => {
    const ilm = policies('elasticsearch', ['keep']).get(name) as unknown as Ilm
    const ism = policies('opensearch', ['keep']).get(name) as unknown as Ism
    expect(JSON.stringify(ilm)).not.toContain('"delete"')
    expect(JSON.stringify(ism)).not.toContain('"delete"')
    expect(ism.ism_template).toEqual((policies('opensearch').get(name) as unknown as Ism).ism_template)
  })

  interface Attached {
    index_patterns: string[]
    settings?: { index?: { lifecycle?: { name?: string } } }
    template?: { settings?: { index?: { lifecycle?: { name?: string } } } }
  }
  /** What the templates of Elasticsearch attach to a policy. */
  const attached = (name: string): string[] =>
    ours('elasticsearch')
      .map(({ body }) => body as unknown as Attached)
      .filter(({ settings: own, template }) => (template?.settings ?? own)?.index?.lifecycle?.name === name)
      .flatMap(({ index_patterns }) => index_patterns)

  it('takes no index of another one, and never the events', () => {
    const [daily, monthly] = names.map((name) =>
      (policies('opensearch').get(name) as unknown as Ism).ism_template.flatMap(({ index_patterns }) => index_patterns),
    ) as [string[], string[]]
    expect(patternsOverlap(daily, monthly)).toBe(false)
    expect(patternsOverlap([...daily, ...monthly], ['openvidu'])).toBe(false)
    expect(names.flatMap(attached)).not.toContain('openvidu')
  })
})
