import { describe, expect, it } from '@jest/globals'
import { forGrafana } from '../../../src/grafana/application.js'
import { objectsIn, type JsonObject } from '../../../src/json.js'
import { profiles } from '../../../src/profiles/index.js'
import type { Dialect } from '../../../src/stack/flavors.js'
import { madeOf, server } from './made.js'

const panels = (name: string, uid: string): JsonObject[] =>
  objectsIn(madeOf(name).dashboards.find((one) => one.uid === uid)?.model['panels'])

const panel = (name: string, uid: string, title: string): JsonObject | undefined =>
  panels(name, uid).find((one) => one['title'] === title)

it('leaves out what groups by a script, and says so', () => {
  const leftOut = profiles.flatMap(({ name }) => madeOf(name).dashboards.flatMap((one) => one.leftOut))
  expect(leftOut).toEqual([
    ...[
      ['Server Application Metrics', 'Top 10 Most Used API endpoints'],
      ['Server Application Metrics', 'Top 10 Slowest API endpoints'],
      ['ISP Management - System Metrics Dashboard', 'CPU Usage by core'],
    ].map(([dashboard, title]) => ({
      ...{ dashboard, panel: title },
      why: 'groups by a script, and Grafana by fields only',
    })),
  ])
})

it('has a data source for each index pattern that a panel asks, and for no other', () => {
  expect(madeOf('isp').dataSources.map(({ uid, database, jsonData }) => [uid, database, jsonData])).toMatchObject([
    ['elkctl-isp-health', 'isp-health-*', { timeField: 'timestamp' }],
    ['elkctl-isp-logs', 'isp-logs-*', { timeField: 'timestamp', logLevelField: 'log_level' }],
    ['elkctl-isp-metrics', 'isp-metrics-*', { timeField: 'timestamp' }],
  ])
})

it('is the same every time', () => {
  expect(JSON.stringify(madeOf('dodas'))).toBe(JSON.stringify(madeOf('dodas')))
})

describe('a panel', () => {
  it('is divided where it shows series made of others', () => {
    const titles = panels('openvidu', 'openvidu-cluster-monitoring').map(({ title, type, gridPos }) => [
      title,
      type,
      gridPos,
    ])
    expect(titles.filter(([title]) => String(title).startsWith('Inbound'))).toEqual([
      ['Inbound Traffic: Inbound Traffic', 'stat', { x: 16, y: 2, w: 2, h: 5 }],
      ['Inbound Traffic: Total Transferred', 'stat', { x: 18, y: 2, w: 2, h: 5 }],
    ])
  })

  it('that shows a share divides one query by another', () => {
    const { targets } = panel('isp', 'isp-system-health', 'Error Rates') ?? {}
    expect(
      objectsIn(targets).map(({ refId, hide, query, expression }) => ({ refId, hide, query, expression })),
    ).toEqual([
      { refId: 'A', hide: true, query: 'log_level:(error OR critical)', expression: undefined },
      { refId: 'B', hide: true, query: '', expression: undefined },
      { refId: 'C', hide: undefined, query: undefined, expression: '$A / $B' },
    ])
  })

  it('leads to another dashboard, which can be narrowed to what was clicked', () => {
    const { fieldConfig } = panel('dodas', 'dodas-hosts', 'Top hosts by CPU') ?? {}
    expect(JSON.stringify(fieldConfig)).toContain(
      '/d/dodas-host?var-agent_hostname=${__field.displayName}&${__url_time_range}',
    )
    const host = madeOf('dodas').dashboards.find(({ uid }) => uid === 'dodas-host')?.model
    expect(host?.['templating']).toMatchObject({
      list: [
        {
          name: 'agent_hostname',
          allValue: '*:*',
          sort: 5,
          query: '{"find":"terms","field":"agent.hostname","size":500,"orderBy":"doc_count"}',
        },
      ],
    })
    const queries = objectsIn(host?.['panels']).flatMap(({ targets }) => objectsIn(targets))
    expect(queries.filter(({ query }) => !String(query).includes('agent.hostname:($agent_hostname)'))).toEqual([])
  })

  it('of a log is a log, and a heading is a row', () => {
    expect(panel('isp', 'isp-application-logs', 'Recent Errors')).toMatchObject({
      type: 'logs',
      targets: [{ metrics: [{ id: '1', type: 'logs', settings: { limit: '500' } }], bucketAggs: [] }],
    })
    expect(panel('openvidu', 'openvidu-server-monitoring-metrics', 'Tomcat Statistics')).toMatchObject({
      type: 'row',
      collapsed: false,
    })
  })
})

describe('what a dashboards server exported', () => {
  const text = (value: object) => JSON.stringify(value)
  const reference = { name: 'kibanaSavedObjectMeta.searchSourceJSON.index', type: 'index-pattern', id: 'logs' }
  const metric = (language: string, filter: object[] = []) => ({
    attributes: {
      title: 'Lines',
      visState: text({
        type: 'metric',
        params: {},
        aggs: [{ id: '1', enabled: true, type: 'count', schema: 'metric', params: {} }],
      }),
      uiStateJSON: '{}',
      kibanaSavedObjectMeta: {
        searchSourceJSON: text({ query: { query: 'level:error', language }, filter, indexRefName: reference.name }),
      },
    },
    references: [reference],
  })
  const made = (shown: string, body: JsonObject, { dialect, ofBoard, ofPanel }: Board = {}) =>
    forGrafana(
      [
        {
          name: 'index-pattern/logs',
          body: { attributes: { title: 'logs-*', timeFieldName: '@timestamp' }, references: [] },
        },
        { name: shown, body },
        {
          name: 'dashboard/board',
          body: {
            attributes: {
              title: 'Board',
              panelsJSON: text([{ panelRefName: 'panel_1', gridData: { x: 0, y: 0, w: 24, h: 15 }, ...ofPanel }]),
              ...(ofBoard && { kibanaSavedObjectMeta: { searchSourceJSON: text(ofBoard) } }),
            },
            references: [{ name: '1:panel_1', type: shown.split('/')[0] ?? '', id: shown.split('/')[1] ?? '' }],
          },
        },
      ],
      { name: 'p', title: 'P', server: server(dialect && { dialect }) },
    ).dashboards[0]
  interface Board {
    dialect?: Dialect
    /** its search source */
    ofBoard?: object
    ofPanel?: object
  }
  const search = (attributes: object, source: object = {}) => ({
    attributes: {
      ...{ title: 'Lines', columns: ['z', 'a'], sort: [['@timestamp', 'desc']], ...attributes },
      kibanaSavedObjectMeta: {
        searchSourceJSON: text({ query: { query: 'a:1', language: 'lucene' }, filter: [], ...source }),
      },
    },
    references: [reference],
  })
  const control = (more: object) => ({
    attributes: {
      title: 'Choose',
      visState: text({
        type: 'input_control_vis',
        params: { controls: [{ fieldName: 'host', label: 'Host', type: 'list', ...more }] },
      }),
      kibanaSavedObjectMeta: { searchSourceJSON: '{}' },
    },
    references: [{ name: 'control_0', type: 'index-pattern', id: 'logs' }],
  })

  it('is read as the text that it is', () => {
    expect(made('visualization/lines', metric('lucene'))?.model['panels']).toMatchObject([
      { type: 'stat', title: 'Lines', targets: [{ query: 'level:error', metrics: [{ id: '1', type: 'count' }] }] },
    ])
  })

  it.each([
    ['asks in KQL, which Grafana does not know', 'visualization/lines', metric('kuery')],
    ['has filters of Kibana’s own', 'visualization/lines', metric('lucene', [{ meta: {} }])],
    ['has filters of Kibana’s own', 'search/lines', search({}, { filter: [{ meta: {} }] })],
    [
      'is sorted by a (asc), and Grafana lists the newest documents first',
      'search/lines',
      search({ sort: [['a', 'asc']] }),
    ],
    [
      'is sorted by @timestamp (asc), and Grafana lists the newest documents first',
      'search/lines',
      search({ sort: ['@timestamp', 'asc'] }),
    ],
    ['is a lens, which only Kibana draws', 'lens/lines', metric('lucene')],
    [
      'is stored in a form that elkctl does not know (visState)',
      'visualization/lines',
      { attributes: { title: 'Lines', visState: 'broken', kibanaSavedObjectMeta: { searchSourceJSON: '{}' } } },
    ],
  ])('is left out where it %s', (why, shown, body) => {
    expect(made(shown, body as JsonObject)?.leftOut).toEqual([{ dashboard: 'Board', panel: 'Lines', why }])
  })

  it.each([
    ['KQL', 'asks in KQL, which Grafana does not know', { query: { query: 'a:1', language: 'kuery' } }],
    ['filters', 'is on a dashboard that has filters of Kibana’s own', { filter: [{ meta: {} }] }],
  ])('is left out of a dashboard with %s', (_what, why, ofBoard) => {
    const found = made('visualization/lines', metric('lucene'), { ofBoard })
    expect(found?.leftOut).toEqual([{ dashboard: 'Board', panel: 'Lines', why }])
  })

  it('is narrowed by what its dashboard asks', () => {
    const ofBoard = { query: { query: 'site:a', language: 'lucene' } }
    expect(made('visualization/lines', metric('lucene'), { ofBoard })?.model['panels']).toMatchObject([
      { targets: [{ query: '(level:error) AND (site:a)' }] },
    ])
  })

  it.each([
    [
      'is a control of the form "range", and Grafana chooses from lists',
      { type: 'range', indexPatternRefName: 'control_0' },
    ],
    ['asks an index pattern without a time field, which Grafana does not take', { indexPatternRefName: 'control_1' }],
  ])('has no variable for a control that %s', (why, more) => {
    const found = made('visualization/choose', control(more))
    expect(found?.leftOut).toEqual([{ dashboard: 'Board', panel: 'Host', why }])
    expect(found?.model['templating']).toEqual({ list: [] })
  })

  it('is a table with the columns of a saved search in their order, or in that of the dashboard', () => {
    const columns = (ofPanel: object) => {
      const [table] = objectsIn(made('search/lines', search({}), { ofPanel })?.model['panels'])
      return objectsIn(table?.['transformations']).map(({ options }) => options)
    }
    const organize = { excludeByName: {}, renameByName: {} }
    expect(columns({})).toEqual([
      { include: { names: ['@timestamp', 'z', 'a'] } },
      { indexByName: { '@timestamp': 0, z: 1, a: 2 }, ...organize },
    ])
    expect(columns({ embeddableConfig: { columns: ['b'] } })).toEqual([
      { include: { names: ['@timestamp', 'b'] } },
      { indexByName: { '@timestamp': 0, b: 1 }, ...organize },
    ])
  })

  it.each([
    ['elasticsearch', { size: '500' }, 0],
    ['opensearch', { size: '500', order: 'desc', useTimeRange: true }, 1],
  ] as const)('asks %s for documents as its data source wants it', (dialect, settings, buckets) => {
    const target = (columns: string[]) => {
      const [panel] = objectsIn(made('search/lines', search({ columns }), { dialect })?.model['panels'])
      return objectsIn(panel?.['targets'])[0]
    }
    expect(target(['a'])).toMatchObject({ metrics: [{ type: 'raw_data', settings }], bucketAggs: [] })
    expect(objectsIn(target(['message'])?.['bucketAggs'])).toHaveLength(buckets)
  })
})
