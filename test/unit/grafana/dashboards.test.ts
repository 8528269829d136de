import { describe, expect, it } from '@jest/globals'
import { forGrafana } from '../../../src/grafana/application.js'
import { objectsIn, type JsonObject } from '../../../src/json.js'
import { profiles } from '../../../src/profiles/index.js'
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
        { name: 'agent_hostname', allValue: '*:*', query: '{"find":"terms","field":"agent.hostname","size":500}' },
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
  const made = (shown: string, body: JsonObject) =>
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
              panelsJSON: text([{ panelRefName: 'panel_1', gridData: { x: 0, y: 0, w: 24, h: 15 } }]),
            },
            references: [{ name: '1:panel_1', type: shown.split('/')[0] ?? '', id: shown.split('/')[1] ?? '' }],
          },
        },
      ],
      { name: 'p', title: 'P', server: server() },
    ).dashboards[0]

  it('is read as the text that it is', () => {
    expect(made('visualization/lines', metric('lucene'))?.model['panels']).toMatchObject([
      { type: 'stat', title: 'Lines', targets: [{ query: 'level:error', metrics: [{ id: '1', type: 'count' }] }] },
    ])
  })

  it.each([
    ['asks in KQL, which Grafana does not know', 'visualization/lines', metric('kuery')],
    ['has filters of Kibana’s own', 'visualization/lines', metric('lucene', [{ meta: {} }])],
    ['is a lens, which only Kibana draws', 'lens/lines', metric('lucene')],
    [
      'is stored in a form that elkctl does not know (visState)',
      'visualization/lines',
      { attributes: { title: 'Lines', visState: 'broken', kibanaSavedObjectMeta: { searchSourceJSON: '{}' } } },
    ],
  ])('is left out where it %s', (why, shown, body) => {
    expect(made(shown, body as JsonObject)?.leftOut).toEqual([{ dashboard: 'Board', panel: 'Lines', why }])
  })
})
