import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { indexTemplate, legacyTemplate } from '../../../src/kinds/index-template/index-template.js'
import type { Existing, ResourceApi } from '../../../src/kinds/kind.js'
import { elasticsearch, opendistro, opensearch } from '../../../src/stack/flavors.js'
import type { JsonObject } from '../../../src/json.js'
import type { Stack } from '../../../src/stack/stack.js'
import { differencesOn } from '../differences.js'
import { memoryEngine, ok, readerOf, stackOf } from '../fake-stack.js'
import { projectFolder, readJson } from '../fixtures.js'

const api = indexTemplate.api.elasticsearch as ResourceApi
const legacy = legacyTemplate.api.elasticsearch as ResourceApi

const template = {
  index_patterns: ['openvidu-logs*'],
  priority: 200,
  template: {
    settings: { index: { lifecycle: { name: 'p' }, number_of_shards: 1, mapping: { total_fields: { limit: 1000 } } } },
    mappings: { properties: { a: { type: 'date' } } },
  },
  _meta: { description: 'd' },
} satisfies JsonObject

const at = (equivalentVersion: string, parts: Partial<Stack> = {}) =>
  stackOf({ equivalentVersion, version: equivalentVersion, ...parts })

describe('settings', () => {
  it.each<[string, JsonObject]>([
    [
      'nested as text',
      { index: { lifecycle: { name: 'p' }, number_of_shards: '1', mapping: { total_fields: { limit: '1000' } } } },
    ],
    ['flat', { 'index.lifecycle.name': 'p', 'index.number_of_shards': '1', 'index.mapping.total_fields.limit': 1000 }],
    ['without "index"', { lifecycle: { name: 'p' }, number_of_shards: 1, 'mapping.total_fields.limit': '1000' }],
  ])('given back %s are no difference', (_what, settings) => {
    const found = { body: { ...template, composed_of: [], template: { ...template.template, settings, aliases: {} } } }
    expect(differencesOn(stackOf(), indexTemplate, 't', template, found)).toEqual([])
  })

  it.each<[string, JsonObject, string[]]>([
    [
      'a value',
      { index: { lifecycle: { name: 'other' }, number_of_shards: '1', mapping: { total_fields: { limit: '1000' } } } },
      ['template.settings.index.lifecycle.name'],
    ],
    [
      'one less',
      { index: { lifecycle: { name: 'p' }, mapping: { total_fields: { limit: '1000' } } } },
      ['template.settings.index.number_of_shards'],
    ],
  ])('that differ in %s are one difference', (_what, settings, paths) => {
    const found = { body: { ...template, template: { ...template.template, settings } } }
    expect(differencesOn(stackOf(), indexTemplate, 't', template, found).map(({ path }) => path)).toEqual(paths)
  })

  it.each([
    ['7.4.2', false],
    ['7.5.0', true],
    ['7.10.2', true],
  ])('of a last pipeline are for servers that know it: %s %s', (version, known) => {
    const stack = at(version)
    const body = { ...template, template: { settings: { index: { final_pipeline: 'p', number_of_shards: 1 } } } }
    const adapted = JSON.stringify(api.adapt?.(body, { stack, lifecycle: true }, 't'))
    expect(adapted.includes('final_pipeline')).toBe(known)
    expect(adapted).toContain('number_of_shards')
  })

  it('a list stays one', () => {
    const body = { ...template, template: { settings: { index: { 'query.default_field': ['a', 'b'] } } } }
    expect(api.normalize(body)).toMatchObject({ template: { settings: { 'index.query.default_field': ['a', 'b'] } } })
  })
})

describe('what else differs', () => {
  it.each<[string, JsonObject, string]>([
    [
      'a mapping',
      { template: { ...template.template, mappings: { properties: { a: { type: 'keyword' } } } } },
      'template.mappings.properties.a.type',
    ],
    ['the patterns', { index_patterns: ['openvidu-logs*', 'x*'] }, 'index_patterns'],
    ['the priority', { priority: 1 }, 'priority'],
  ])('%s is one difference', (_what, edit, path) => {
    const found = { body: { ...template, ...edit } }
    expect(differencesOn(stackOf(), indexTemplate, 't', template, found).map((difference) => difference.path)).toEqual([
      path,
    ])
  })

  it('the mark is none', () => {
    const found = { body: { ...template, _meta: { description: 'd', elkctl: 'elkctl:openvidu:0123456789ab' } } }
    expect(differencesOn(stackOf(), indexTemplate, 't', template, found)).toEqual([])
  })
})

describe('the form that a server knows', () => {
  const parts = (stack: Stack, lifecycle = true) => ({ stack, lifecycle })

  it.each([
    ['7.8.0', '/_index_template'],
    ['7.10.2', '/_index_template'],
    ['9.1.0', '/_index_template'],
    ['7.7.1', '/_template'],
    ['7.3.0', '/_template'],
    ['6.8.23', '/_template?include_type_name=false'],
  ])('Elasticsearch %s reads %s', async (version, path) => {
    const search = readerOf({ [path]: ok(path === '/_index_template' ? { index_templates: [] } : {}) })
    await api.read(at(version, { search }), ['t'])
    expect(search.requests).toEqual([`GET ${path}`])
  })

  it.each([
    ['7.8.0', 'PUT /_index_template/t'],
    ['7.7.1', 'PUT /_template/t'],
    ['6.8.23', 'PUT /_template/t?include_type_name=false'],
  ])('Elasticsearch %s is written by %s', async (version, request) => {
    const engine = memoryEngine()
    await api.write({ search: engine.writer }, at(version), [{ name: 't', body: template, existing: undefined }], {
      password: undefined,
    })
    expect(engine.requests).toEqual([request])
  })

  it('is read with the body that it was given', async () => {
    const search = readerOf({ '/_index_template': ok({ index_templates: [{ name: 't', index_template: template }] }) })
    expect(await api.read(at('7.10.2', { search }), ['t'])).toEqual({
      status: 'read',
      objects: new Map([['t', { body: template }]]),
    })
    const old = readerOf({ '/_template': ok({ t: { order: 200, index_patterns: ['x'] } }) })
    expect(await api.read(at('7.3.0', { search: old }), ['t'])).toEqual({
      status: 'read',
      objects: new Map([['t', { body: { order: 200, index_patterns: ['x'] } }]]),
    })
  })

  it('is composable from 7.8 on, as it stands in the file', () => {
    expect(api.adapt?.(template, parts(at('7.8.0')), 't')).toEqual(template)
  })

  it('is legacy below, and what such a server gives back is no difference', () => {
    const stack = at('7.3.0')
    const adapted = api.adapt?.(template, parts(stack), 't') as JsonObject
    expect(adapted).toEqual({ index_patterns: ['openvidu-logs*'], order: 200, ...template.template })
    const given = {
      order: 200,
      index_patterns: ['openvidu-logs*'],
      settings: {
        index: { lifecycle: { name: 'p' }, number_of_shards: '1', mapping: { total_fields: { limit: '1000' } } },
      },
      mappings: template.template.mappings,
      aliases: {},
    }
    expect(differencesOn(stack, indexTemplate, 't', adapted, { body: given })).toEqual([])
    expect(
      differencesOn(stack, indexTemplate, 't', adapted, { body: { ...given, order: 1 } }).map(({ path }) => path),
    ).toEqual(['order'])
  })

  it('has a mark in its metadata, and in its version where there is no room for metadata', () => {
    expect(api.mark(at('7.8.0'), 't')?.put({}, 'm')).toEqual({ _meta: { elkctl: 'm' } })
    for (const mark of [api.mark(at('7.7.1'), 't'), legacy.mark(at('7.10.2'), 't')])
      expect(mark?.put({}, 'm')).toEqual({ version: 355_269_383 })
  })
})

describe('the settings of a rollover', () => {
  const lifecycle = { name: 'p', rollover_alias: 'logs', indexing_complete: true }
  const body = { ...template, template: { settings: { index: { lifecycle } } } }
  const managed = { rollover_alias: 'logs', rollover_skip: true }
  it.each([
    ['elasticsearch', elasticsearch, { lifecycle }],
    ['opensearch', opensearch, { plugins: { index_state_management: managed } }],
    ['opendistro', opendistro, { opendistro: { index_state_management: managed } }],
  ])('are those of the product: %s', (_what, flavor, index) => {
    expect(api.adapt?.(body, { stack: stackOf({}, flavor), lifecycle: true }, 't')).toEqual({
      ...template,
      template: { settings: { index } },
    })
  })

  it('are left out where nothing rolls over', () => {
    expect(api.adapt?.(body, { stack: stackOf({}, opensearch), lifecycle: false }, 't')).toEqual({
      ...template,
      template: {},
    })
  })
})

describe('without lifecycle management', () => {
  const { lifecycle: _attached, ...index } = template.template.settings.index

  it.each([
    ['Elasticsearch without ILM', elasticsearch, false],
    ['OpenSearch, whose policies attach themselves', opensearch, true],
    ['OpenSearch without ISM', opensearch, false],
  ])('nothing is attached: %s', (_what, flavor, lifecycle) => {
    const stack = stackOf({}, flavor)
    expect(api.adapt?.(template, { stack, lifecycle }, 't')).toEqual({
      ...template,
      template: { ...template.template, settings: { index } },
    })
  })

  it('a template that only attaches is not needed', () => {
    const body = { index_patterns: ['metricbeat*'], order: 1, settings: { index: { lifecycle: { name: 'p' } } } }
    expect(legacy.adapt?.(body, { stack: stackOf(), lifecycle: false }, 't')).toMatch(/no lifecycle management/)
    expect(legacy.adapt?.(body, { stack: stackOf(), lifecycle: true }, 't')).toEqual(body)
    const more = { ...body, mappings: { properties: {} } }
    expect(legacy.adapt?.(more, { stack: stackOf(), lifecycle: false }, 't')).toEqual({
      index_patterns: ['metricbeat*'],
      order: 1,
      mappings: { properties: {} },
    })
  })
})

describe('another policy on the same indices', () => {
  const attaching = (policy: string, more: JsonObject = {}): JsonObject => ({
    ...{ index_patterns: ['metricbeat-*'], order: 1, settings: { index: { lifecycle: { name: policy } } } },
    ...more,
  })
  const ours = attaching('ours')
  /** As a server keeps it, with the mark of elkctl unless there is another version. */
  const theirs = (more: JsonObject = {}, isMarked = true): Map<string, Existing> => {
    const body = attaching('theirs', more)
    const mark = legacy.mark(stackOf(), 't')
    return new Map([['theirs', { body: isMarked && mark ? mark.put(body, 'elkctl:other:0123456789ab') : body }]])
  }

  it.each<[string, Map<string, Existing>, boolean]>([
    ['from another application', theirs(), true],
    ['on more indices', theirs({ index_patterns: ['metricbeat*'] }), true],
    ['of another order', theirs({ order: 2 }), false],
    ['on other indices', theirs({ index_patterns: ['filebeat-*'] }), false],
    ['the same one', theirs({ settings: { 'index.lifecycle.name': 'ours' } }), false],
    ['none', theirs({ settings: { index: {} } }), false],
    ['not by elkctl, as that of a Beat', theirs({}, false), false],
  ])('%s', (_what, others, blocked) => {
    expect(legacy.conflict?.('ours', ours, others)).toEqual(
      blocked ? expect.stringMatching(/^legacy template "theirs" attaches theirs to the same indices/) : undefined,
    )
  })
})

describe('another template in the way', () => {
  const theirs = (priority: number | undefined, ...index_patterns: string[]): Map<string, Existing> =>
    new Map([['theirs', { body: { index_patterns, ...(priority !== undefined && { priority }) } }]])

  it.each([
    ['of the same priority on the same index', theirs(200, 'openvidu-logs-2026*'), true],
    ['of the same priority on everything', theirs(200, 'x', '*'), true],
    ['of another priority', theirs(199, 'openvidu-logs*'), false],
    ['on other indices', theirs(200, 'logs-*-*'), false],
    ['without priority', theirs(undefined, 'openvidu-logs*'), false],
    ['none', new Map<string, Existing>(), false],
  ])('%s: %s', (_what, others, blocked) => {
    const obstacle = api.conflict?.('ours', template, others)
    if (blocked) expect(obstacle).toMatch(/"theirs" has the same priority 200/)
    else expect(obstacle).toBeUndefined()
  })

  it('no priority and priority 0 are the same', () => {
    expect(api.conflict?.('ours', { ...template, priority: 0 }, theirs(undefined, '*'))).toMatch(/"theirs"/)
  })

  it('that elkctl made with another prefix is called that, with the ways out', () => {
    const others = theirs(200, 'openvidu-logs-2026*')
    const { body } = others.get('theirs') ?? { body: {} }
    const marked = new Map([['theirs', { body: { ...body, _meta: { elkctl: 'elkctl:isp:0123456789ab' } } }]])
    expect(api.conflict?.('acme', template, marked, { profile: 'isp', prefixes: { acme: 'LOG_PREFIX' } })).toEqual({
      reason:
        'elkctl made the index template theirs with another prefix, and it has the same priority for overlapping patterns (openvidu-logs-2026*)',
      hint: 'Choose another LOG_PREFIX; or, where nothing writes to openvidu-logs-2026* any more: DELETE /_index_template/theirs. The indices stay.',
    })
    expect(api.conflict?.('acme', template, marked, { profile: 'dodas', prefixes: {} })).toMatch(/"theirs" has/)
  })

  it('itself is none', () => {
    expect(api.conflict?.('theirs', template, theirs(200, 'openvidu-logs*'))).toBeUndefined()
  })

  it('our own templates are not in each other’s way', () => {
    const folder = join(projectFolder, 'templates', 'openvidu', 'index-templates')
    const files = readdirSync(folder)
    expect(files.length).toBeGreaterThan(3)
    const all = new Map(
      files.map((file): [string, Existing] => [file, { body: readJson<JsonObject>(join(folder, file)) }]),
    )
    for (const [name, { body }] of all) expect([name, api.conflict?.(name, body, all)]).toEqual([name, undefined])
  })
})

// "provided a template property which is managed by the system: created_date": an answer of Elasticsearch 9.5.3
it('dates that the server keeps with a template are no difference, and are not sent back', () => {
  const dates = { created_date_millis: 1_790_000_000_000, modified_date_millis: 1_790_000_000_001 }
  const seen = { ...template, ...dates, created_date: '2026-11-28T07:40:00.000Z' }
  expect(differencesOn(stackOf(), indexTemplate, 't', template, { body: seen })).toEqual([])
  expect(api.writable?.(seen)).toEqual(template)
})
