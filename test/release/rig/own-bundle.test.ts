import { describe, expect, it } from '@jest/globals'
import { isObject, type Json, type JsonObject } from '../../../sandbox/dashboards/json.js'
import { loadDefinitions, type Definition } from '../../../src/engine/definitions.js'
import { InterruptedError, UnreachableError } from '../../../src/errors.js'
import { parsed } from '../../../src/kinds/saved-object/parts.js'
import { elasticsearch, opensearch, type Dialect } from '../../../src/stack/flavors.js'
import {
  definitions as sentThen,
  found,
  kibana,
  nameOf,
  openSearchDashboards,
  sentText,
  withRecordOf,
  type Server,
  type StoredObject,
} from '../../unit/kinds/own-bundle.js'
import { DashboardsInMemory } from '../../rig/dashboards-in-memory.js'

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

const ofDialect = (dialect: Dialect) =>
  loadDefinitions({ profile: 'openvidu', dialect, variables: {}, variants: [], rename: {}, only: ['saved object'] })
/** Read and checked once: that takes longer than most of the tests. */
const definitionsOfToday = { elasticsearch: ofDialect('elasticsearch'), opensearch: ofDialect('opensearch') }

/** The objects that the dashboards folder makes today. */
const today = ({ flavor }: Server) => definitionsOfToday[flavor.dialect]

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
    // From Kibana 9 on, the two visualizations that are controls are not needed.
    expect(outcomes).toHaveLength(today(server).length - (server.version.startsWith('9.') ? 2 : 0))
    expect(await dashboards.pending(today(server))).toEqual([])
  })

  it('those that an earlier elkctl wrote are no hand’s work', async () => {
    const dashboards = new DashboardsInMemory(server)
    await dashboards.import(sentText, true)
    const changes = await dashboards.pending(today(server))
    const hands = changes.filter((change) => change.action !== 'update' || change.origin !== 'older')
    // Index patterns had no mark then.
    expect(hands.map(({ action, name }) => `${action} ${name}`)).toEqual([
      'update index-pattern/openvidu',
      'update index-pattern/openvidu-server-metrics',
      'create visualization/openvidu-installed-by-elkctl',
    ])
    const outcomes = await dashboards.init(today(server))
    expect(outcomes.filter(({ status }) => status !== 'applied')).toEqual([])
    expect(await dashboards.pending(today(server))).toEqual([])
  })

  it('the file of the recordings, whose marks stand in descriptions, is that of an earlier elkctl; without its marks it differs in nothing', async () => {
    const dashboards = new DashboardsInMemory(server)
    await dashboards.import(sentText, true)
    const unneeded = server.version.startsWith('9.') ? /-selector$|^dashboard/ : /^$/
    const desired = sentThen.filter(({ name }) => !unneeded.test(name))
    const changes = await dashboards.pending(desired)
    expect(changes.map((change) => change.action === 'update' && [change.origin, change.differences])).toEqual(
      desired.filter(({ name }) => !name.startsWith('index-pattern/')).map(() => ['older', []]),
    )
    await dashboards.init(withRecordOf(desired))
    expect(await dashboards.pending(withRecordOf(desired))).toEqual([])
    const described = (await dashboards.all()).filter(
      (object) => !unneeded.test(nameOf(object)) && String(object.attributes['description']).includes('elkctl:'),
    )
    expect(described.map(nameOf)).toEqual([])
  })
})

/**
 * A server of a release that elkctl does not know: it rewrites how each TSVB panel splits its series, and what each dashboard asks. This is made up:
 * it stands for whatever releases do that nobody has recorded.
 */
class Unknown extends DashboardsInMemory {
  imports = 0
  /** what becomes of the imports after the first one */
  again = (write: () => Promise<Json>): Promise<Json> => write()

  constructor(private readonly form: (imports: number) => string = () => 'all') {
    super({ flavor: elasticsearch, version: '9.9.0' })
  }

  override import(text: string, overwrite: boolean): Promise<Json> {
    if (isRecordAlone(text)) return super.import(text, overwrite)
    const write = () => this.importRewritten(text, overwrite)
    return this.imports++ > 0 ? this.again(write) : write()
  }

  private async importRewritten(text: string, overwrite: boolean): Promise<Json> {
    const answer = await super.import(text, overwrite)
    const form = this.form(this.imports)
    for (const name of text
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [nameOf(JSON.parse(line) as StoredObject)])))
      if (/^(visualization|dashboard)\//.test(name))
        this.save(name, (object) => {
          rewrite(object, form)
        })
    return answer
  }

  /** What a run writes, and what it says of it. */
  async run(desired: Definition[] = today(kibana)) {
    const outcomes = await this.init(desired)
    const unclear = outcomes.filter(({ status }) => status === 'unclear')
    expect(outcomes.filter(({ status }) => status !== 'applied' && status !== 'unclear')).toEqual([])
    const otherwise = outcomes.flatMap((outcome) =>
      outcome.status === 'applied' && outcome.keptOtherwise ? [outcome.keptOtherwise] : [],
    )
    return { outcomes, unclear, otherwise, unnoted: new Set(otherwise.map(({ unnoted }) => unnoted)) }
  }
}

/** It follows every import, with the marks of what was imported. */
const isRecordAlone = (text: string): boolean =>
  text.trimEnd().split('\n').length === 1 && text.includes('-installed-by-elkctl')

/** Dashboards, and visualizations of TSVB with a series that is not split. */
const rewrittenObjects = 8 + 12

function rewrite({ type, attributes }: StoredObject, form: string): void {
  if (type === 'visualization')
    attributes['visState'] = String(attributes['visState']).replaceAll(
      '"split_mode":"everything"',
      `"split_mode":"${form}"`,
    )
  else
    attributes['kibanaSavedObjectMeta'] = { searchSourceJSON: JSON.stringify({ query: { query: form }, filter: [] }) }
}

describe('a server that rewrites objects in a way that elkctl does not know', () => {
  it('has them written: what it made of them is said, and stops nothing', async () => {
    const { otherwise, unnoted } = await new Unknown().run()
    expect(otherwise).toHaveLength(rewrittenObjects)
    expect(
      otherwise.flatMap(({ paths }) => paths).filter((path) => !/^series\[\d+\]\.split_mode$|^query$/.test(path)),
    ).toEqual([])
    expect([...unnoted]).toEqual([undefined])
  })

  it('a second run writes nothing and says nothing', async () => {
    const dashboards = new Unknown()
    await dashboards.run()
    expect(dashboards.imports).toBe(2)
    expect(await dashboards.run()).toMatchObject({ outcomes: [], otherwise: [] })
    expect(dashboards.imports).toBe(2)
  })

  it.each<[what: string, edit: (attributes: JsonObject) => void]>([
    [
      'where the server rewrote it',
      (attributes) => {
        attributes['visState'] = String(attributes['visState']).replace('"split_mode":"all"', '"split_mode":"terms"')
      },
    ],
    [
      'back to what was sent',
      (attributes) => {
        attributes['visState'] = String(attributes['visState']).replace(
          '"split_mode":"all"',
          '"split_mode":"everything"',
        )
      },
    ],
    [
      'elsewhere',
      (attributes) => {
        attributes['title'] = 'Mine'
      },
    ],
  ])('what a person changes %s is an edit, and once', async (_what, edit) => {
    const dashboards = new Unknown()
    await dashboards.run()
    const name = (await dashboards.all())
      .filter(({ attributes }) => String(attributes['visState']).split('"split_mode":"all"').length > 2)
      .map(nameOf)
      .at(0)
    dashboards.save(String(name), ({ attributes }) => {
      edit(attributes)
    })
    expect(await dashboards.pending(today(kibana))).toMatchObject([{ name, action: 'update', origin: 'edited' }])
    await dashboards.run()
    expect(await dashboards.pending(today(kibana))).toEqual([])
  })

  it('what we change later is an update, and once', async () => {
    const dashboards = new Unknown()
    const first = await dashboards.run()
    const rewritten = first.outcomes.flatMap((outcome) =>
      outcome.status === 'applied' && outcome.keptOtherwise ? [outcome.change.name] : [],
    )
    const name = String(rewritten[0])
    const ofToday = (body: Json): Json => ({
      ...(body as JsonObject),
      attributes: { ...((body as JsonObject)['attributes'] as JsonObject), title: 'Of today' },
    })
    const changed = today(kibana).map((definition) => {
      if (definition.name === name) return { ...definition, body: ofToday(definition.body) as JsonObject }
      const recorded = definition.body['recorded']
      if (!isObject(recorded)) return definition
      return {
        ...definition,
        body: { ...definition.body, recorded: { ...recorded, [name]: ofToday(recorded[name] ?? {}) } },
      }
    })
    expect(await dashboards.pending(changed)).toMatchObject([
      { name, action: 'update', origin: 'older' },
      { name: 'visualization/openvidu-installed-by-elkctl', action: 'update', origin: 'older' },
    ])
    await dashboards.run(changed)
    expect(await dashboards.pending(changed)).toEqual([])
  })

  it('in another way each time: that is said, and each plan shows them', async () => {
    const dashboards = new Unknown((imports) => `form ${imports}`)
    const { otherwise, unnoted } = await dashboards.run()
    expect([...unnoted]).toEqual(['is changed in another way by each write'])
    const changes = await dashboards.pending(today(kibana))
    expect(changes.length).toBe(otherwise.length)
    expect(changes.filter((change) => change.action !== 'update' || change.origin !== 'edited')).toEqual([])
  })

  const interrupted = () => Promise.reject(new InterruptedError({ unanswered: 'POST /api/saved_objects/_import' }))
  const isLost = () => Promise.reject(new UnreachableError('Cut off', { code: 'ECONNRESET', hint: 'Try again' }))

  it.each<[what: string, again: Unknown['again']]>([
    ['is not sent any more', () => Promise.reject(new InterruptedError())],
    ['does not arrive', isLost],
    ['is carried out and loses its answer', (write) => write().then(isLost)],
  ])('a second import that %s: they are written, that is said, and the next run does it', async (_what, again) => {
    const dashboards = new Unknown()
    dashboards.again = again
    const { unclear, unnoted } = await dashboards.run()
    expect(unclear).toEqual([])
    expect([...unnoted]).toEqual(['was not found written a second time'])
    dashboards.again = (write) => write()
    expect([...(await dashboards.run()).unnoted]).toEqual([undefined])
    expect(await dashboards.pending(today(kibana))).toEqual([])
  })

  it.each<[what: string, again: Unknown['again']]>([
    ['is interrupted before it is carried out', interrupted],
    ['is carried out and interrupted before its answer', (write) => write().then(interrupted)],
  ])('a second import that %s is unclear, for its marks were not found; the next run does it', async (_what, again) => {
    const dashboards = new Unknown()
    dashboards.again = again
    const { unclear, otherwise } = await dashboards.run()
    expect(unclear).toHaveLength(rewrittenObjects)
    expect(otherwise).toEqual([])
    dashboards.again = (write) => write()
    expect([...(await dashboards.run()).unnoted]).toEqual([undefined])
    expect(await dashboards.pending(today(kibana))).toEqual([])
  })
})
