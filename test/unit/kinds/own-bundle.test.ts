import { describe, expect, it } from '@jest/globals'
import type { Change } from '../../../src/engine/change.js'
import {
  definitions,
  found,
  kibana,
  nameOf,
  openSearchDashboards,
  plannedOver,
  recorded,
  sent,
  type StoredObject,
} from './own-bundle.js'
import type { Json, JsonObject } from '../../../src/json.js'

const servers = [
  ['Kibana 7.12.1', kibana, found('kibana-7.12.1-find')],
  ['OpenSearch Dashboards 2.19.2', openSearchDashboards, found('opensearch-dashboards-2.19.2-find')],
] as const

type Edit = (parts: Parts) => unknown

const first = (list: Json | undefined): JsonObject => (list as JsonObject[])[0] as JsonObject

/** What a person may change in a browser: the object, the change, and the places where the plan sees it. */
const edits: [what: string, name: string, edit: Edit, differences: [path: string, before: string][]][] = [
  [
    'the query of a TSVB panel, which is in its parameters',
    'visualization/openvidu-nginx-active-connections',
    ({ params }) => (params['filter'] = { language: 'lucene', query: 'host:a' }),
    [['query', 'host:a']],
  ],
  [
    'a TSVB panel that had no query',
    'visualization/openvidu-cluster-monitoring-cpu-gauge',
    ({ params }) => (params['filter'] = { language: 'kuery', query: 'host:a' }),
    [['query', 'host:a']],
  ],
  [
    'the query of one series',
    'visualization/openvidu-server-monitoring-metrics-gc-count',
    ({ params }) => Object.assign(first(params['series']), { filter: { language: 'lucene', query: 'b' } }),
    [['series[0].query', 'b']],
  ],
  [
    'one of the queries of a series',
    'visualization/openvidu-server-application-metrics-status-code',
    ({ params }) =>
      Object.assign(first(first(params['series'])['split_filters']), {
        filter: { language: 'lucene', query: 'c' },
      }),
    [['series[0].queries[0].query', 'c']],
  ],
  [
    'what a ratio counts',
    'visualization/openvidu-server-application-metrics-error-rate',
    ({ params }) =>
      Object.assign(first(first(params['series'])['metrics']), {
        numerator: { language: 'lucene', query: 'status:5*' },
      }),
    [['series[0].metrics[0].numerator', 'status:5*']],
  ],
  [
    'the indices of a TSVB panel',
    'visualization/openvidu-nginx-active-connections',
    ({ params }) => (params['index_pattern'] = 'mine-*'),
    [['index_pattern', 'mine-*']],
  ],
  [
    'the field of a TSVB panel',
    'visualization/openvidu-nginx-active-connections',
    ({ params }) => Object.assign(first(first(params['series'])['metrics']), { field: 'f' }),
    [['series[0].metrics[0].field', 'f']],
  ],
  [
    'the index pattern of a panel',
    'visualization/openvidu-recordings-by-size',
    ({ references }) => Object.assign(first(references), { id: 'mine' }),
    [
      ['shows.index-pattern/openvidu', '(nothing)'],
      ['shows.index-pattern/mine', 'true'],
    ],
  ],
  [
    'the field of an aggregation',
    'visualization/openvidu-sessions-jitter',
    ({ aggs }) => Object.assign(first(aggs)['params'] as JsonObject, { field: 'f' }),
    [['aggregations[0].field', 'f']],
  ],
  [
    'the query of a chart',
    'visualization/openvidu-sessions-jitter',
    ({ source }) => (source['query'] = { language: 'kuery', query: 'd' }),
    [['query', 'd']],
  ],
  [
    'the kind of chart',
    'visualization/openvidu-sessions-jitter',
    ({ state }) => (state['type'] = 'area'),
    [['type', 'area']],
  ],
  [
    'the text of a panel',
    'visualization/openvidu-node-monitoring-tip',
    ({ params }) => (params['markdown'] = 'mine'),
    [['markdown', 'mine']],
  ],
  [
    'the field of a control',
    'visualization/openvidu-nginx-selector',
    ({ params }) => Object.assign(first(params['controls']), { fieldName: 'f' }),
    [['controls[0].fieldName', 'f']],
  ],
  [
    'the title of a chart',
    'visualization/openvidu-sessions-jitter',
    ({ attributes }) => (attributes['title'] = 'Mine'),
    [['title', 'Mine']],
  ],
  [
    'the columns of a search',
    'search/openvidu-kurento-logs',
    ({ attributes }) => (attributes['columns'] = ['message']),
    [['columns', 'message']],
  ],
  [
    'the order of a search',
    'search/openvidu-kurento-logs',
    ({ attributes }) => (attributes['sort'] = [['@timestamp', 'asc']]),
    [['sort[0]', '@timestamp,asc']],
  ],
  [
    'the size of a panel',
    'dashboard/openvidu-recordings',
    ({ panels }) => Object.assign(panels[1]?.['gridData'] as JsonObject, { w: 10 }),
    [['panel "Number of recordings per day"', '10 × 13 at 12,0']],
  ],
  [
    'the title of a panel, on the dashboard alone',
    'dashboard/openvidu-recordings',
    ({ panels }) => Object.assign(panels[1] as JsonObject, { title: 'Mine' }),
    [['panel "Number of recordings per day"', '12 × 13 at 12,0, titled "Mine"']],
  ],
  [
    'that a panel has a title',
    'dashboard/openvidu-recordings',
    ({ panels }) => Object.assign(panels[1] as JsonObject, { embeddableConfig: { hidePanelTitles: true } }),
    [['panel "Number of recordings per day"', '12 × 13 at 12,0, without its title']],
  ],
  [
    'the filters of a dashboard',
    'dashboard/openvidu-recordings',
    ({ source }) => (source['filter'] = [{ meta: { key: 'a' }, query: { match_phrase: { a: 'b' } } }]),
    [['filters', '[object Object]']],
  ],
]

describe.each(servers)('what %s made of our own file', (_title, server, answer) => {
  it('is all of it', () => {
    expect(answer.map(nameOf).sort()).toEqual(sent.map(nameOf).sort())
  })

  it('leaves the plan nothing to do', async () => {
    expect(await plannedOver(server, recorded(answer))).toEqual([])
  })

  it('is that of an earlier elkctl while the marks stand in descriptions, and differs in nothing', async () => {
    const changes = await plannedOver(server, answer)
    const marked = answer.filter(({ type }) => type !== 'index-pattern')
    expect(changes.map(told)).toEqual(
      definitions
        .filter(({ name }) => marked.some((object) => nameOf(object) === name))
        .map(({ name }) => ({ name, origin: 'older', differences: [] })),
    )
  })

  it.each(edits)('shows it when a person changes %s', async (_what, name, edit, differences) => {
    const objects = answer.map((object) => (nameOf(object) === name ? edited(object, edit) : object))
    expect((await plannedOver(server, recorded(objects))).map(told)).toEqual([{ name, origin: 'edited', differences }])
  })
})

describe('an index pattern that browsers completed at first view', () => {
  const viewed = found('opensearch-dashboards-2.19.2-index-patterns-after-view')
  const others = found('opensearch-dashboards-2.19.2-find').filter(({ type }) => type !== 'index-pattern')
  const answer = [...others, ...viewed]
  const withPattern = (id: string, edit: (attributes: JsonObject) => void) =>
    answer.map((object) => {
      const copy = structuredClone(object)
      if (nameOf(object) === `index-pattern/${id}`) edit(copy.attributes)
      return copy
    })
  const formats = (attributes: JsonObject) => JSON.parse(String(attributes['fieldFormatMap'])) as JsonObject

  it('is no difference', async () => {
    expect(viewed.filter(({ attributes }) => attributes['fields'] !== '[]')).toHaveLength(5)
    expect(await plannedOver(openSearchDashboards, recorded(answer))).toEqual([])
  })

  it('is one when a person chooses another format', async () => {
    const objects = withPattern('openvidu', (attributes) => {
      const size = { id: 'bytes', params: { pattern: '0b' } }
      attributes['fieldFormatMap'] = JSON.stringify({ ...formats(attributes), size })
    })
    expect((await plannedOver(openSearchDashboards, recorded(objects))).map(told)).toEqual([
      { name: 'index-pattern/openvidu', origin: 'unmarked', differences: [['formats.size.params.pattern', '0b']] },
    ])
  })

  it('keeps what is there when it is updated: fields, counts, scripts, formats of other fields', async () => {
    const script = { name: 'mine', scripted: true, script: '1', lang: 'painless', type: 'number', count: 3 }
    const objects = withPattern('openvidu', (attributes) => {
      attributes['fields'] = JSON.stringify([...(JSON.parse(String(attributes['fields'])) as JsonObject[]), script])
      attributes['fieldFormatMap'] = JSON.stringify({ ...formats(attributes), mine: { id: 'string', params: {} } })
      attributes['sourceFilters'] = '[{"value":"secret*"}]'
      attributes['timeFieldName'] = 'startTime'
    })
    const there = objects.find((object) => nameOf(object) === 'index-pattern/openvidu')
    const [change] = await plannedOver(openSearchDashboards, recorded(objects))
    expect(change).toMatchObject({
      action: 'update',
      differences: [{ path: 'timeFieldName', before: 'startTime', after: 'timestamp' }],
      kept: [{ path: 'formats.mine' }],
      after: {
        migrationVersion: { 'index-pattern': '7.6.0' },
        attributes: {
          timeFieldName: 'timestamp',
          fields: there?.attributes['fields'],
          sourceFilters: '[{"value":"secret*"}]',
          fieldFormatMap: { mine: { id: 'string' }, size: { id: 'bytes' } },
        },
      },
    })
  })
})

function told(change: Change): JsonObject {
  if (change.action !== 'update') return { name: change.name, action: change.action }
  return {
    name: change.name,
    origin: change.origin,
    differences: change.differences.map(({ path, before }) => [path, String(before ?? '(nothing)')]),
  }
}

interface Parts {
  attributes: JsonObject
  references: JsonObject[]
  /** `visState` */
  state: JsonObject
  params: JsonObject
  aggs: JsonObject[]
  panels: JsonObject[]
  source: JsonObject
}

/** A copy with its JSON texts opened, changed and closed again. */
function edited(object: StoredObject, edit: Edit): StoredObject {
  const copy = structuredClone(object)
  const meta = (copy.attributes['kibanaSavedObjectMeta'] ?? {}) as JsonObject
  const open = (text: Json | undefined, otherwise: Json): Json =>
    text === undefined ? otherwise : (JSON.parse(String(text)) as Json)
  const state = open(copy.attributes['visState'], {}) as JsonObject
  const panels = open(copy.attributes['panelsJSON'], []) as JsonObject[]
  const source = open(meta['searchSourceJSON'], {}) as JsonObject
  const { attributes, references } = copy
  edit({
    attributes,
    references,
    state,
    params: (state['params'] ?? {}) as JsonObject,
    aggs: (state['aggs'] ?? []) as JsonObject[],
    panels,
    source,
  })
  if ('visState' in attributes) attributes['visState'] = JSON.stringify(state)
  if ('panelsJSON' in attributes) attributes['panelsJSON'] = JSON.stringify(panels)
  if ('searchSourceJSON' in meta) meta['searchSourceJSON'] = JSON.stringify(source)
  return copy
}
