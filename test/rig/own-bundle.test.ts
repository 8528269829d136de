import { describe, expect, it } from '@jest/globals'
import { isObject, type Json, type JsonObject } from '../../sandbox/dashboards/json.js'
import { loadDefinitions } from '../../src/engine/definitions.js'
import { parsed } from '../../src/kinds/saved-object/parts.js'
import { elasticsearch, opensearch } from '../../src/stack/flavors.js'
import {
  definitions as sentThen,
  found,
  kibana,
  nameOf,
  openSearchDashboards,
  sentText,
  type Server,
  type StoredObject,
} from '../unit/kinds/own-bundle.js'
import { DashboardsInMemory } from './dashboards-in-memory.js'

/** By name; with the JSON in its texts opened, for the order of keys means nothing; without what is another one after every write. */
const comparable = (answer: StoredObject[]): JsonObject =>
  Object.fromEntries(
    answer.map((object) => {
      const { updated_at: _time, version: _version, score: _score, namespaces: _space, ...lasting } = object
      return [nameOf(object), opened(lasting)]
    }),
  )

function opened(value: Json): Json {
  if (typeof value === 'string') {
    const inner = parsed(value) ?? null
    return typeof inner === 'object' && inner !== null ? opened(inner) : value
  }
  if (Array.isArray(value)) return value.map(opened)
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, opened(member)]))
    : value
}

describe.each([
  ['Kibana 7.12.1', kibana, 'kibana-7.12.1-find'],
  ['OpenSearch Dashboards 2.19.2', openSearchDashboards, 'opensearch-dashboards-2.19.2-find'],
])('the double of %s', (_title, server, recording) => {
  it('makes of our own file what the server made of it, object by object', async () => {
    const dashboards = new DashboardsInMemory(server)
    expect(await dashboards.import(sentText, true)).toMatchObject({ success: true })
    const [made, recorded] = [comparable(await dashboards.all()), comparable(found(recording))]
    expect(Object.keys(made).sort()).toEqual(Object.keys(recorded).sort())
    for (const [name, object] of Object.entries(recorded)) expect([name, made[name]]).toEqual([name, object])
  })
})

/** The objects that the dashboards folder makes today. */
const today = (server: Server) =>
  loadDefinitions({
    profile: 'openvidu',
    dialect: server.flavor.dialect,
    variables: {},
    variants: [],
    rename: {},
    only: ['saved object'],
  })

describe.each<[title: string, server: Server]>([
  ['Kibana 7.3.2 (derived)', { flavor: elasticsearch, version: '7.3.2' }],
  ['Kibana 7.10.2 (derived)', { flavor: elasticsearch, version: '7.10.2' }],
  ['Kibana 7.12.1', kibana],
  ['Kibana 7.17.29 (derived)', { flavor: elasticsearch, version: '7.17.29' }],
  ['Kibana 8.19.21 (derived)', { flavor: elasticsearch, version: '8.19.21' }],
  ['Kibana 9.5.3 (derived)', { flavor: elasticsearch, version: '9.5.3' }],
  ['OpenSearch Dashboards 1.3.20 (derived)', { flavor: opensearch, version: '1.3.20' }],
  ['OpenSearch Dashboards 2.19.2', openSearchDashboards],
])('on the double of %s', (_title, server) => {
  it('the objects of today are imported, read back as wanted, and nothing is left to do', async () => {
    const dashboards = new DashboardsInMemory(server)
    const outcomes = await dashboards.init(today(server))
    expect(outcomes.filter(({ status }) => status !== 'applied')).toEqual([])
    expect(outcomes.length).toBeGreaterThan(110)
    expect(await dashboards.pending(today(server))).toEqual([])
  })

  it('those that an earlier elkctl wrote are no hand’s work', async () => {
    const dashboards = new DashboardsInMemory(server)
    await dashboards.import(sentText, true)
    const changes = await dashboards.pending(today(server))
    expect(changes.filter((change) => change.action !== 'update' || change.origin !== 'older')).toEqual([])
    const outcomes = await dashboards.init(today(server))
    expect(outcomes.filter(({ status }) => status !== 'applied')).toEqual([])
    expect(await dashboards.pending(today(server))).toEqual([])
  })

  it('the file of the recordings leaves nothing to do', async () => {
    const dashboards = new DashboardsInMemory(server)
    await dashboards.import(sentText, true)
    const unneeded = server.version.startsWith('9.') ? /-selector$|^dashboard/ : /^$/
    const changes = await dashboards.pending(sentThen.filter(({ name }) => !unneeded.test(name)))
    expect(changes).toEqual([])
  })
})

/** A server of a release that elkctl does not know: it rewrites how each TSVB panel splits its series. */
class Unknown extends DashboardsInMemory {
  override async import(text: string, overwrite: boolean): Promise<Json> {
    const answer = await super.import(text, overwrite)
    for (const { type, id, attributes } of await this.all())
      if (String(attributes['visState']).includes('"type":"metrics"'))
        this.save(`${type}/${id}`, (object) => {
          object.attributes['visState'] = String(attributes['visState']).replaceAll(
            '"split_mode":"everything"',
            '"split_mode":"all"',
          )
        })
    return answer
  }
}

describe('a server that rewrites objects in a way that elkctl does not know', () => {
  it('has them written: what it made of them is said, and stops nothing', async () => {
    const dashboards = new Unknown({ flavor: elasticsearch, version: '9.9.0' })
    const outcomes = await dashboards.init(today(kibana))
    expect(outcomes.filter(({ status }) => status !== 'applied')).toEqual([])
    const otherwise = outcomes.flatMap((outcome) =>
      outcome.status === 'applied' && outcome.keptOtherwise ? [outcome.keptOtherwise] : [],
    )
    expect(otherwise.length).toBeGreaterThan(0)
    expect(otherwise.flat().every((path) => /^series\[\d+\]\.split_mode$/.test(path))).toBe(true)
  })
})
