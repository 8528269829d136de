import { describe, expect, it } from '@jest/globals'
import { planOldIndices } from '../../../src/lifecycle/old-index.js'
import { clusterStatePath } from '../../../src/kinds/cluster-state.js'
import { indexTemplate } from '../../../src/kinds/index-template/index-template.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../fake-stack.js'
import { planChanges } from '../../../src/engine/plan.js'
import type { JsonObject } from '../../../src/json.js'
import { definition, options } from '../engine/planning.js'

const mappings = { properties: { time: { type: 'date' } } }
const template = definition(indexTemplate, 'events', { index_patterns: ['events'], template: { mappings } })
const daily = definition(indexTemplate, 'logs', { index_patterns: ['logs*'], template: { mappings } })
const mappingPath = '/events/_mapping?ignore_unavailable=true'
const numbers = { properties: { time: { type: 'long' } } }
const old = ok({ events: { mappings: numbers } })
const state = (...names: string[]): Answer =>
  ok({ metadata: { indices: Object.fromEntries(names.map((name) => [name, { state: 'open' }])) } })
const stateWith = (name: string, mapping: JsonObject): Answer =>
  ok({ metadata: { indices: { [name]: { state: 'open', mappings: { _doc: mapping } } } } })

async function look(answers: Record<string, Answer>, definitions = [template, daily]) {
  const search = readerOf(answers)
  return { ...(await planOldIndices(definitions, stackOf({ search }))), requests: search.requests }
}

describe('an index older than its template', () => {
  it('is found by one request, and not where indices are made anew every day', async () => {
    const { oldIndices, requests } = await look({ [clusterStatePath]: stateWith('events', numbers) })
    expect(oldIndices).toEqual([
      {
        index: 'events',
        differences: [{ field: 'time', has: 'long', wanted: 'date' }],
        template: { mappings },
        copy: undefined,
      },
    ])
    expect(requests).toEqual([`GET ${clusterStatePath}`])
  })

  it('is asked for by its name where a dot in it hides its mapping in the cluster state', async () => {
    const dotted = definition(indexTemplate, 'events', { index_patterns: ['app.events'], template: { mappings } })
    const path = '/app.events/_mapping?ignore_unavailable=true'
    const { oldIndices, requests } = await look(
      { [clusterStatePath]: state('app.events'), [path]: ok({ 'app.events': { mappings: numbers } }) },
      [dotted],
    )
    expect(oldIndices.map(({ index }) => index)).toEqual(['app.events'])
    expect(requests).toEqual([`GET ${clusterStatePath}`, `GET ${path}`])
  })

  it('costs nothing where there is none', async () => {
    const { oldIndices, unseen, requests } = await look({ [clusterStatePath]: state('logs-1') })
    expect({ oldIndices, unseen, requests }).toEqual({
      oldIndices: [],
      unseen: [],
      requests: [`GET ${clusterStatePath}`],
    })
  })

  it('is none that has the types of its template', async () => {
    expect((await look({ [clusterStatePath]: stateWith('events', mappings) })).oldIndices).toEqual([])
  })

  it('has its whole mapping, and that of its copy, in the cluster state that a plan asks for', async () => {
    const search = readerOf({ '/_index_template': ok({ index_templates: [] }) })
    await planChanges([template, daily], stackOf({ search }), options)
    const state = search.requests.find((request) => request.includes('_cluster/state')) ?? ''
    const whole = state.split(',').filter((path) => /\.mappings$/.test(path))
    expect(whole).toEqual(['metadata.indices.events.mappings', 'metadata.indices.events-before-elkctl.mappings'])
  })

  it('is looked for where the list of indices may not be read', async () => {
    expect((await look({ [clusterStatePath]: forbidden, [mappingPath]: old })).oldIndices).toHaveLength(1)
  })

  it('cannot be told where its mapping may not be read either', async () => {
    const { oldIndices, unseen } = await look({ [clusterStatePath]: forbidden, [mappingPath]: forbidden })
    expect(oldIndices).toEqual([])
    expect(unseen).toMatchObject([{ name: 'events', action: 'unverified' }])
    expect(unseen[0]).toHaveProperty('reason', expect.stringMatching(/^cannot tell .*: 403/))
  })

  it.each([
    ['elkctl', { _meta: { elkctl: { copyOf: 'events' } }, ...mappings }, 'events-before-elkctl'],
    ['somebody else', mappings, undefined],
  ])('whose index is gone is known by the copy, when it was made by %s', async (_who, ofCopy, copy) => {
    const { oldIndices } = await look({
      [clusterStatePath]: stateWith('events-before-elkctl', ofCopy),
    })
    expect(oldIndices.map((found) => found.copy)).toEqual(copy === undefined ? [] : [copy])
  })
})
