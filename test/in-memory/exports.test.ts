import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { loadDefinitions, type Definition } from '../../src/engine/definitions.js'
import type { JsonObject } from '../../src/json.js'
import { elasticsearch } from '../../src/stack/flavors.js'
import { DashboardsInMemory } from '../rig/dashboards-in-memory.js'
import { fixture, readJson } from '../unit/fixtures.js'
import { kibana, openSearchDashboards, type Server } from '../unit/kinds/own-bundle.js'
import { temporaryFolder } from '../unit/temporary-folder.js'
import { refusalOf } from '../unit/data-files/refusal.js'

const folder = temporaryFolder()
const kibana8: Server = { flavor: elasticsearch, version: '8.19.21' }

/** Exports of real servers, as they were recorded; that of Kibana 8, with its data view and Lens, is written after their form. */
const recorded = (path: string): string =>
  readJson<{ response: { body: string } }>(fixture('recordings', ...path.split('/'))).response.body
const ofKibana7 = recorded('kibana-7.12.1/066-export-dashboard-deep-200.json')
const ofOpenSearch = recorded('opensearch-dashboards-2.19.2/077-export-dashboard-deep-200.json')

function place(path: string, content: string | JsonObject): void {
  const file = folder.path(`dashboards/p/${path}`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
}

function placeKibana8(name = 'stations.ndjson'): void {
  mkdirSync(folder.path('dashboards/p'), { recursive: true })
  copyFileSync(fixture('exports', 'kibana-8.19.ndjson'), folder.path(`dashboards/p/${name}`))
}

const load = ({ flavor }: Server): Definition[] =>
  loadDefinitions({
    folder: folder.path(),
    profile: 'p',
    dialect: flavor.dialect,
    variables: {},
    variants: [],
    rename: {},
  })

const refused = (): string => refusalOf(folder.path())

/** The profile of the folder above. */
const ofP = { profile: 'p' }
const record = 'visualization/p-installed-by-elkctl'

const stations = 'dashboard/b7f3f1b4-51ce-4f0a-9a62-74e1f0f5a9d3'
const temperature = 'lens/3d0a52c1-2f7b-4f0f-8a3e-0f4f3f0d8f21'
const readings = 'index-pattern/9f6c1a52-7f0e-4b0f-9a52-6a2f0d9f7a10'

it('an export is read without what is of its server alone, and without its last line', () => {
  place('board.ndjson', ofKibana7)
  const read = load(kibana)
  expect(read.map(({ name, file, line }) => [name, file, line])).toEqual([
    ['index-pattern/ov-ip', 'dashboards/p/board.ndjson', 1],
    ['visualization/ov-metric', 'dashboards/p/board.ndjson', 2],
    ['visualization/ov-line', 'dashboards/p/board.ndjson', 3],
    ['dashboard/ov-dash', 'dashboards/p/board.ndjson', 4],
    [record, 'dashboards/p', undefined],
  ])
  expect(read[0]?.body).toEqual({
    attributes: { fields: '[]', timeFieldName: 'timestamp', title: 'openvidu' },
    references: [],
    coreMigrationVersion: '7.12.1',
    migrationVersion: { 'index-pattern': '7.11.0' },
  })
  expect(
    read.flatMap(({ body }) => Object.keys(body).filter((key) => ['version', 'updated_at'].includes(key))),
  ).toEqual([])
})

describe.each<[string, Server, () => void, string, string[]]>([
  [
    'of Kibana 7.12 into Kibana 7.12',
    kibana,
    () => {
      place('x.ndjson', ofKibana7)
    },
    'dashboard/ov-dash',
    ['visualization/ov-line', 'visualization/ov-metric', 'index-pattern/ov-ip'],
  ],
  [
    'of Kibana 7.12 into Kibana 8.19',
    kibana8,
    () => {
      place('x.ndjson', ofKibana7)
    },
    'dashboard/ov-dash',
    ['visualization/ov-line', 'visualization/ov-metric', 'index-pattern/ov-ip'],
  ],
  [
    'of OpenSearch Dashboards 2.19 into itself',
    openSearchDashboards,
    () => {
      place('x.ndjson', ofOpenSearch)
    },
    'dashboard/ov-dash',
    ['visualization/ov-line', 'visualization/ov-metric', 'index-pattern/ov-ip'],
  ],
  [
    'of OpenSearch Dashboards 2.19 into Kibana 7.12',
    kibana,
    () => {
      place('x.ndjson', ofOpenSearch)
    },
    'dashboard/ov-dash',
    ['visualization/ov-line', 'visualization/ov-metric', 'index-pattern/ov-ip'],
  ],
  [
    'of Kibana 8.19, with a data view and Lens, into Kibana 8.19',
    kibana8,
    () => {
      placeKibana8()
    },
    stations,
    [temperature, readings],
  ],
  [
    'of Kibana 8.19 into Kibana 9',
    { flavor: elasticsearch, version: '9.5.3' },
    () => {
      placeKibana8()
    },
    stations,
    [temperature, readings],
  ],
])('an export %s', (_what, server, given, board, shown) => {
  it('is imported, marked, unchanged by a second run, and removed', async () => {
    given()
    const dashboards = new DashboardsInMemory(server)
    const outcomes = await dashboards.init(load(server), ofP)
    expect(outcomes.map(({ status }) => status)).toEqual([board, ...shown, record].map(() => 'applied'))
    expect(await dashboards.pending(load(server), ofP)).toEqual([])

    const { changes } = await dashboards.plan(load(server), ofP)
    expect(changes.map(({ action }) => action)).toEqual([board, ...shown, record].map(() => 'unchanged'))
    dashboards.save(board, ({ attributes }) => {
      attributes['title'] = 'Mine'
    })
    expect(await dashboards.pending(load(server), ofP)).toMatchObject([{ name: board, origin: 'edited' }])
    // The record links to dashboards by their addresses: nothing refers to it, and it refers to nothing.
    for (const name of [board, ...shown, record]) await dashboards.remove(name)
    expect(await dashboards.all()).toEqual([])
  })

  it('shows what a person changed', async () => {
    given()
    const dashboards = new DashboardsInMemory(server)
    await dashboards.init(load(server), ofP)
    dashboards.save(board, ({ attributes }) => {
      attributes['title'] = 'Mine'
    })
    expect(await dashboards.pending(load(server), ofP)).toMatchObject([
      { name: board, action: 'update', origin: 'edited', differences: [{ path: 'title', before: 'Mine' }] },
    ])
  })
})

describe('an object of a type that elkctl does not know', () => {
  it('is compared with everything that it holds', async () => {
    placeKibana8()
    const dashboards = new DashboardsInMemory(kibana8)
    await dashboards.init(load(kibana8), ofP)
    dashboards.save(temperature, ({ attributes }) => {
      const state = attributes['state'] as { visualization: JsonObject }
      state.visualization['preferredSeriesType'] = 'area'
    })
    expect(await dashboards.pending(load(kibana8), ofP)).toMatchObject([
      {
        name: temperature,
        origin: 'edited',
        differences: [{ path: 'state.visualization.preferredSeriesType', before: 'area', after: 'line' }],
      },
    ])
  })

  it('of another one is not written over without being asked', async () => {
    placeKibana8()
    const dashboards = new DashboardsInMemory(kibana8)
    await dashboards.init(load(kibana8), ofP)
    dashboards.deleteByHand(record)
    dashboards.save(temperature, ({ attributes }) => {
      Object.assign(attributes, { description: 'theirs', visualizationType: 'lnsPie' })
    })
    expect(await dashboards.pending(load(kibana8), ofP)).toMatchObject([
      { name: temperature, action: 'blocked', exit: 'conflict' },
      { name: record, action: 'create' },
    ])
    expect(await dashboards.pending(load(kibana8), { ...ofP, adopt: true })).toMatchObject([
      { name: temperature, action: 'update' },
      { name: record, action: 'create' },
    ])
  })

  it('stops nothing else where the server does not know it, which is said', async () => {
    const lens = {
      type: 'lens',
      id: 'l',
      attributes: { title: 'L', state: {} },
      references: [],
      coreMigrationVersion: '8.8.0',
    }
    place('l.ndjson', lens)
    place('board.ndjson', ofOpenSearch)
    const dashboards = new DashboardsInMemory(openSearchDashboards)
    const outcomes = await dashboards.init(load(openSearchDashboards), ofP)
    const failed = outcomes.filter(({ status }) => status !== 'applied')
    expect(failed).toMatchObject([
      {
        change: { name: 'lens/l' },
        status: 'failed',
        error: {
          exit: 'failure',
          message:
            'The import of saved objects failed although it was answered 200: lens/l: this server has no objects of the type lens',
          hint: expect.stringContaining('NAME.elasticsearch.ndjson') as unknown,
        },
      },
      // It holds the marks of the others; that of this one is missing.
      { change: { name: record }, status: 'not tried' },
    ])
    expect(await dashboards.all()).toHaveLength(5)
  })

  it('is for the servers of one product where its file says so', () => {
    placeKibana8('stations.elasticsearch.ndjson')
    place('board.ndjson', ofOpenSearch)
    expect(load(openSearchDashboards)).toHaveLength(5)
    expect(load(kibana8)).toHaveLength(8)
    expect(refused()).toBe('not refused')
  })
})

it.each<[string, Server, () => void, string]>([
  [
    'of Kibana 7.12 into OpenSearch Dashboards',
    openSearchDashboards,
    () => {
      place('x.ndjson', ofKibana7)
    },
    'OpenSearch Dashboards 2.19.2',
  ],
  [
    'of Kibana 8.19 into Kibana 7.12',
    kibana,
    () => {
      placeKibana8()
    },
    'Kibana 7.12.1',
  ],
])(
  'an export of a newer server, %s, is refused, and the message says what to do',
  async (_what, server, given, called) => {
    given()
    const dashboards = new DashboardsInMemory(server)
    const [first, ...others] = await dashboards.init(load(server), ofP)
    expect(first).toMatchObject({
      status: 'failed',
      error: {
        exit: 'failure',
        message: expect.stringMatching(
          /^The import of saved objects was refused, and nothing was imported: .*belongs to a more recent version/,
        ) as unknown,
        hint: `A newer server exported it. Export it from a server that is not newer than this one (${called}), then run the command again.`,
      },
    })
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 'not tried'))
    expect(await dashboards.all()).toEqual([])
  },
)

describe('beside sources of our own', () => {
  const source = (panel: JsonObject): JsonObject => ({
    title: 'Board',
    description: 'A board.',
    index: 'ov-ip',
    panels: [{ at: [0, 0, 24, 10], ...panel }],
  })

  it('an export may be named by them', () => {
    place('board.ndjson', ofKibana7)
    place('a.json', source({ use: 'ov-line' }))
    place('b.json', source({ id: 'x', title: 'X', chart: 'metric', metrics: ['count'] }))
    place('c.json', source({ id: 'x', title: 'X', chart: 'markdown', text: '[more](dashboard:ov-dash)' }))
    expect(load(kibana).map(({ name }) => name)).toEqual([
      ...['index-pattern/ov-ip', 'visualization/ov-metric', 'visualization/ov-line', 'dashboard/ov-dash'],
      ...['dashboard/a', 'visualization/b-x', 'dashboard/b', 'visualization/c-x', 'dashboard/c', record],
    ])
  })

  it('no object is there twice', () => {
    place('board.ndjson', ofKibana7)
    place('index-pattern/ov-ip.json', { attributes: { title: 'x', timeFieldName: 't' }, references: [] })
    place('more.ndjson', ofOpenSearch)
    place('ov-dash.json', source({ use: 'ov-line' }))
    expect(refused().split('\n')).toEqual([
      'usage: 3 data files are broken:',
      '  - dashboards/p/board.ndjson: line 1: index-pattern/ov-ip is there already, in dashboards/p/index-pattern/ov-ip.json',
      '  - dashboards/p/more.ndjson: line 1: index-pattern/ov-ip is there already, in dashboards/p/index-pattern/ov-ip.json',
      '  - dashboards/p/more.ndjson: line 2: visualization/ov-metric is there already, in dashboards/p/board.ndjson, line 2',
      '  - dashboards/p/more.ndjson: line 3: visualization/ov-line is there already, in dashboards/p/board.ndjson, line 3',
      '  - dashboards/p/more.ndjson: line 4: dashboard/ov-dash is there already, in dashboards/p/board.ndjson, line 4',
      '  - dashboards/p/ov-dash.json: dashboard/ov-dash is there already, in dashboards/p/board.ndjson, line 4',
    ])
  })
})

describe('a broken export is named with its line', () => {
  const [pattern = '', metric = '', line = '', board = ''] = ofKibana7.split('\n')

  it.each<[string, string, string]>([
    [
      'a reference to what no file has',
      `${pattern}\n\n${metric}\n${board}`,
      'line 4: dashboard/ov-dash refers to visualization/ov-line, which no file has; export it together with its related objects',
    ],
    [
      'one object twice',
      `${pattern}\r\n${pattern}\r\n`,
      'line 2: index-pattern/ov-ip is there already, in dashboards/p/x.ndjson, line 1',
    ],
    [
      'a line that is cut off',
      `${pattern}\n${line.slice(0, 50)}`,
      'line 2 is not a JSON object; an export has one object a line',
    ],
    [
      'an object over many lines',
      '{\n"a": 1,\n"b": 2,\n"c": 3\n}',
      'lines 1, 2, 3 and 2 more are not JSON objects; an export has one object a line',
    ],
    ['no object', '{"exportedCount":0}', 'it holds no saved object'],
    ['nothing', '\n', 'it is empty'],
    ['an object without its type', '{"id":"x","attributes":{}}', 'line 1: type is missing; it must be a text'],
    [
      'an object without its attributes, and references that are none',
      `${pattern}\n{"id":"x","type":"lens","references":[{"type":"tag"}]}`,
      'line 2: attributes is missing; it must be an object; line 2: references[0].name is missing; it must be a text; line 2: references[0].id is missing; it must be a text',
    ],
    [
      'settings of its server',
      '{"id":"8.19.0","type":"config","attributes":{}}',
      'line 1: config/8.19.0 is the settings of the server that exported it; take the line out',
    ],
  ])('%s', (_what, content, problem) => {
    place('x.ndjson', content)
    expect(refused()).toBe(`usage: The data file dashboards/p/x.ndjson is broken: ${problem}.`)
  })
})
