import { describe, expect, it } from '@jest/globals'
import { planOldIndices } from '../../../src/lifecycle/old-index.js'
import { clusterStatePath } from '../../../src/kinds/cluster-state.js'
import { indexTemplate } from '../../../src/kinds/index-template.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../fake-stack.js'
import { definition } from '../engine/planning.js'

const mappings = { properties: { time: { type: 'date' } } }
const template = definition(indexTemplate, 'events', { index_patterns: ['events'], template: { mappings } })
const daily = definition(indexTemplate, 'logs', { index_patterns: ['logs*'], template: { mappings } })
const mappingPath = '/events/_mapping?ignore_unavailable=true'
const numbers = { properties: { time: { type: 'long' } } }
const old = ok({ events: { mappings: numbers } })
const state = (...names: string[]): Answer =>
  ok({ metadata: { indices: Object.fromEntries(names.map((name) => [name, { state: 'open' }])) } })

async function look(answers: Record<string, Answer>, definitions = [template, daily]) {
  const search = readerOf(answers)
  return { ...(await planOldIndices(definitions, stackOf({ search }))), requests: search.requests }
}

describe('an index older than its template', () => {
  it('is found by one request, and not where indices are made anew every day', async () => {
    const { oldIndices, requests } = await look({ [clusterStatePath]: state('events', 'logs-1'), [mappingPath]: old })
    expect(oldIndices).toEqual([
      {
        index: 'events',
        differences: [{ field: 'time', has: 'long', wanted: 'date' }],
        template: { mappings },
        copy: undefined,
      },
    ])
    expect(requests).toEqual([`GET ${clusterStatePath}`, `GET ${mappingPath}`])
  })

  it('costs nothing where there is none', async () => {
    const { oldIndices, unseen, requests } = await look({ [clusterStatePath]: state('logs-1') })
    expect({ oldIndices, unseen, requests }).toEqual({
      oldIndices: [],
      unseen: [],
      requests: [`GET ${clusterStatePath}`],
    })
  })

  it.each([
    ['numbers as times', numbers, [{ field: 'time', has: 'long', wanted: 'date' }]],
    ['its template', mappings, undefined],
  ])('costs nothing where the cluster state has its whole mapping: %s', async (_what, mapping, differences) => {
    const events = definition(indexTemplate, 'events', { index_patterns: ['openvidu'], template: { mappings } })
    const indices = { openvidu: { state: 'open', mappings: { _doc: mapping } } }
    const { oldIndices, requests } = await look({ [clusterStatePath]: ok({ metadata: { indices } }) }, [events])
    expect(oldIndices.map((found) => found.differences)).toEqual(differences ? [differences] : [])
    expect(requests).toEqual([`GET ${clusterStatePath}`])
  })

  it('is looked for where the list of indices may not be read', async () => {
    expect((await look({ [clusterStatePath]: forbidden, [mappingPath]: old })).oldIndices).toHaveLength(1)
  })

  it('cannot be told where its mapping may not be read either', async () => {
    const { oldIndices, unseen } = await look({ [clusterStatePath]: state('events'), [mappingPath]: forbidden })
    expect(oldIndices).toEqual([])
    expect(unseen).toMatchObject([{ name: 'events', action: 'unverified' }])
    expect(unseen[0]).toHaveProperty('reason', expect.stringMatching(/^cannot tell .*: 403/))
  })

  it.each([
    ['elkctl', { _meta: { elkctl: { copyOf: 'events' } }, ...mappings }, 'events-before-elkctl'],
    ['somebody else', mappings, undefined],
  ])('whose index is gone is known by the copy, when it was made by %s', async (_who, ofCopy, copy) => {
    const { oldIndices } = await look({
      [clusterStatePath]: state('events-before-elkctl'),
      '/events-before-elkctl/_mapping?ignore_unavailable=true': ok({
        'events-before-elkctl': { mappings: ofCopy },
      }),
    })
    expect(oldIndices.map((found) => found.copy)).toEqual(copy === undefined ? [] : [copy])
  })
})
