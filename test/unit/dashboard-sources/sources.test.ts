import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { loadDefinitions, type Definition } from '../../../src/engine/definitions.js'
import { ElkctlError } from '../../../src/errors.js'
import { objectsIn, valueIn, type JsonObject } from '../../../src/json.js'
import { checkForm } from '../check-form.js'
import { readText } from '../../engine/content/data-files.js'
import { temporaryFolder } from '../temporary-folder.js'

const events: JsonObject = { attributes: { title: 'events-*', timeFieldName: 'time', fields: '[]' }, references: [] }
const table: JsonObject = {
  id: 'days',
  title: 'Days',
  description: 'One row a day.',
  at: [0, 0, 48, 10],
  chart: 'table',
  metrics: ['count as Count'],
  buckets: [{ date_histogram: 'time', interval: 'd' }],
}
const series = (value: unknown): JsonObject => ({
  ...withoutAggregations,
  chart: 'tsvb_timeseries',
  series: [{ label: 'Line', value: value as string }],
})
const { metrics: _metrics, buckets: _buckets, ...withoutAggregations } = table
const board = (...panels: JsonObject[]): JsonObject => ({
  title: 'Board',
  description: 'A board.',
  index: 'events',
  panels,
})

const folder = temporaryFolder()

function expand(files: Record<string, JsonObject>): Definition[] {
  mkdirSync(folder.path('dashboards/test/index-pattern'), { recursive: true })
  for (const [name, body] of Object.entries({ 'index-pattern/events': events, ...files }))
    writeFileSync(folder.path(`dashboards/test/${name}.json`), JSON.stringify(body))
  return loadDefinitions({
    check: checkForm,
    folder: folder.path(),
    profile: 'test',
    dialect: 'opensearch',
    variables: {},
    variants: [],
    rename: {},
  }).filter(({ name }) => name !== 'visualization/test-installed-by-elkctl')
}

const refusal = (files: Record<string, JsonObject>): string => {
  try {
    expand(files)
  } catch (error) {
    if (error instanceof ElkctlError) return `${error.exit}: ${error.message}`
    throw error
  }
  return 'not refused'
}

describe('a source of a dashboard', () => {
  it('stands for a visualization for each panel, and the dashboard with references to them', () => {
    const made = expand({ board: board(table, { ...table, id: 'more', title: 'More', at: [0, 10, 48, 5] }) })
    expect(made.map(({ name, file }) => `${name} of ${file}`)).toEqual([
      'index-pattern/events of dashboards/test/index-pattern/events.json',
      'visualization/board-days of dashboards/test/board.json',
      'visualization/board-more of dashboards/test/board.json',
      'dashboard/board of dashboards/test/board.json',
    ])
    expect(made.at(-1)?.body).toMatchObject({
      attributes: { title: 'Board', timeRestore: false },
      references: [
        { name: 'panel_0', type: 'visualization', id: 'board-days' },
        { name: 'panel_1', type: 'visualization', id: 'board-more' },
      ],
    })
    expect(made[1]?.body).toMatchObject({
      attributes: {
        visState: {
          title: 'Days',
          type: 'table',
          params: { showTotal: true },
          aggs: [
            { id: '1', type: 'count', schema: 'metric', params: { customLabel: 'Count' } },
            { id: '2', type: 'date_histogram', schema: 'bucket', params: { field: 'time', interval: 'd' } },
          ],
        },
      },
      references: [{ name: 'kibanaSavedObjectMeta.searchSourceJSON.index', type: 'index-pattern', id: 'events' }],
    })
  })

  it('opens with its own time range, to now where no end is named', () => {
    const made = expand({
      one: { ...board(table), time: 'now-2h' },
      other: { ...board(table), time: ['now/d', 'now/d'] },
    })
    expect(made.filter(({ name }) => name.startsWith('dashboard/')).map(({ body }) => body)).toMatchObject([
      { attributes: { timeRestore: true, timeFrom: 'now-2h', timeTo: 'now' } },
      { attributes: { timeRestore: true, timeFrom: 'now/d', timeTo: 'now/d' } },
    ])
  })

  it('shows visualizations and saved searches of any file', () => {
    const search = { id: 'all', title: 'All', description: 'All events.', columns: ['name'] }
    const used = board(table, { use: 'board-days', at: [0, 10, 24, 5] }, { use: 'more-all', at: [24, 10, 24, 5] })
    const made = expand({ board: used, more: { index: 'events', searches: [search] } })
    expect(made.find(({ name }) => name === 'dashboard/board')?.body['references']).toEqual([
      { name: 'panel_0', type: 'visualization', id: 'board-days' },
      { name: 'panel_1', type: 'visualization', id: 'board-days' },
      { name: 'panel_2', type: 'search', id: 'more-all' },
    ])
  })

  it('says where a colour starts, and that less is worse where the levels fall', () => {
    const top = (id: string, thresholds?: number[]): JsonObject => ({
      ...{ ...series('avg a'), id, chart: 'tsvb_top_n' },
      ...(thresholds && { thresholds, whole_range: true }),
    })
    const made = expand({ board: board(top('plain'), top('rising', [80, 90]), top('falling', [99, 95])) })
    const [plain, rising, falling] = made
      .filter(({ name }) => name.startsWith('visualization/'))
      .map(({ body }) => valueIn(body, 'attributes', 'visState', 'params') as JsonObject)
    const levels = (params: JsonObject | undefined) =>
      objectsIn(params?.['bar_color_rules']).map(({ value, bar_color }) => [value, bar_color])
    const [green, orange, red] = ['#68BC00', '#FE9200', '#D33115']
    const asLevel = ([from, color]: [string, string]) => [Number(from), color]
    expect(levels(plain)).toEqual([[0, green]])
    expect(levels(rising)).toEqual(Object.entries({ 0: green, 80: orange, 90: red }).map(asLevel))
    expect(levels(falling)).toEqual(Object.entries({ 0: red, 95: orange, 99: green }).map(asLevel))
    expect([plain?.['time_range_mode'], rising?.['time_range_mode']]).toEqual([undefined, 'entire_time_range'])
  })

  it('says how a chart looks: times may be left out, other names not; colours, legend and size of a number', () => {
    const chart = (id: string, more: JsonObject): JsonObject => ({ ...table, id, ...more })
    const made = expand({
      board: {
        scripts: { started: "doc['start'].value" },
        ...board(
          chart('line', { chart: 'line', legend: 'bottom', fixed_colors: { Count: '#6F87D8' } }),
          chart('bars', { chart: 'horizontal_bar', buckets: [{ terms: 'place' }] }),
          chart('ring', { chart: 'pie' }),
          chart('averages', { metrics: ['avg size as Size'] }),
          chart('number', {
            chart: 'metric',
            buckets: [],
            font_size: 18,
            metrics: [{ metric: 'max time as Start', script: 'started' }],
          }),
        ),
      },
    })
    const attributes = (id: string) => made.find(({ name }) => name === `visualization/board-${id}`)?.body['attributes']
    expect(attributes('line')).toMatchObject({
      uiStateJSON: { vis: { colors: { Count: '#6F87D8' } } },
      visState: {
        params: {
          categoryAxes: [{ labels: { filter: true } }],
          seriesParams: [{ showCircles: false }],
          addLegend: true,
          legendPosition: 'bottom',
        },
      },
    })
    expect(attributes('bars')).toMatchObject({
      visState: { params: { categoryAxes: [{ labels: { filter: false } }], addLegend: false } },
    })
    expect(attributes('averages')).toMatchObject({ visState: { params: { showTotal: false } } })
    expect(attributes('ring')).toMatchObject({ visState: { params: { addLegend: true, legendPosition: 'bottom' } } })
    expect(attributes('number')).toMatchObject({
      visState: {
        params: { metric: { style: { fontSize: 18 } } },
        aggs: [
          {
            type: 'max',
            params: {
              field: 'time',
              customLabel: 'Start',
              json: `{"script":{"source":"doc['start'].value","lang":"painless"}}`,
            },
          },
        ],
      },
    })
  })

  it('lists days with the newest first, all else as it is ranked; a rate leaves out intervals that the range cuts off', () => {
    const perSecond = { date_histogram: 'time', per_second: true }
    const made = expand({
      board: board(
        table,
        { ...table, id: 'places', title: 'Places', buckets: [{ terms: 'place' }] },
        { ...table, id: 'rate', title: 'Rate', chart: 'line', buckets: [perSecond] },
      ),
    })
    const attributes = (id: string) => made.find(({ name }) => name === `visualization/board-${id}`)?.body['attributes']
    const sorted = (columnIndex: number | null, direction: string | null) => ({
      uiStateJSON: { vis: { params: { sort: { columnIndex, direction } } } },
      visState: { params: { sort: { columnIndex, direction } } },
    })
    expect(attributes('days')).toMatchObject(sorted(0, 'desc'))
    expect(attributes('places')).toMatchObject(sorted(null, null))
    expect(attributes('days')).toMatchObject({ visState: { aggs: [{}, { params: { drop_partials: false } }] } })
    expect(attributes('rate')).toMatchObject({ visState: { aggs: [{}, { params: { drop_partials: true } }] } })
  })

  it('has headings: bold Markdown without a title of the panel above it', () => {
    const made = expand({ board: board({ id: 'part', title: 'Part', at: [0, 0, 48, 3], chart: 'section' }) })
    expect(made.map(({ body }) => body['attributes'])).toMatchObject([
      { title: 'events-*' },
      { title: 'Part', description: '', visState: { type: 'markdown', params: { markdown: '### Part' } } },
      { panelsJSON: [{ title: '', embeddableConfig: { hidePanelTitles: true } }] },
    ])
  })

  it('may show what another source makes', () => {
    const { at: _at, ...shared } = table
    const made = expand({
      board: board({ use: 'shared-days', at: [0, 0, 48, 10], hide_title: true }),
      shared: { index: 'events', visualizations: [shared] },
    })
    expect(made.map(({ name }) => name)).toEqual([
      'index-pattern/events',
      'dashboard/board',
      'visualization/shared-days',
    ])
    expect(made[1]?.body).toMatchObject({ attributes: { panelsJSON: [{ title: '', panelRefName: 'panel_0' }] } })
  })

  it('makes a series of TSVB out of words, each on the one before', () => {
    const steps = [
      'total bytes over disk',
      'derivative 1s',
      'rate = positive_only',
      'calculation -params.rate',
      'series_agg sum',
    ]
    const made = expand({ board: board(series(steps)) })
    expect(made[1]?.body).toMatchObject({
      attributes: {
        visState: {
          type: 'metrics',
          params: {
            type: 'timeseries',
            index_pattern: 'events-*',
            time_field: 'time',
            series: [
              {
                metrics: [
                  { id: 's1m1', type: 'avg', field: 'bytes' },
                  { id: 's1m2', type: 'cardinality', field: 'disk' },
                  { id: 's1m3', type: 'calculation', script: 'params.part * params.parts' },
                  { id: 's1m4', type: 'derivative', field: 's1m3', unit: '1s' },
                  { id: 's1m5', type: 'positive_only', field: 's1m4' },
                  { id: 's1m6', type: 'calculation', variables: [{ name: 'rate', field: 's1m5' }] },
                  { id: 's1m7', type: 'series_agg', function: 'sum' },
                ],
              },
            ],
          },
        },
      },
      references: [],
    })
  })
})

it('the README of the dashboards names every chart, every key and every step', () => {
  const readme = readText('dashboards/README.md')
  const known = [
    { ...table, chart: 'lens' },
    { ...table, colour: 1 },
    { ...series('avg a'), colour: 1 },
    { ...series('avg a'), chart: 'tsvb_gauge', colour: 1 },
    { ...series('avg a'), chart: 'tsvb_top_n', colour: 1 },
    { ...withoutAggregations, chart: 'controls', colour: 1 },
    { ...series('avg a'), series: [{ colour: 1 }] },
  ].flatMap((panel) => (/known are (.*)\.$/.exec(refusal({ board: board(panel) }))?.[1] ?? '').split(', '))
  const steps = / known are (.*)\.$/.exec(refusal({ board: board(series('?')) }))?.[1] ?? ''
  const words = [...known, ...steps.split('; ').map((step) => step.split(/[ |]/)[0] ?? '')]
  expect(words.length).toBeGreaterThan(60)
  expect(words.filter((word) => !readme.includes(`\`${word}`))).toEqual([])
})

describe('what is wrong with a source is told with its file, its place and what is allowed there', () => {
  const { title: _title, ...untitled } = table
  const { chart: _chart, ...chartless } = table
  const at = [0, 0, 1, 1]
  const days = String.raw`panels[0] ("Days")`
  const cases: [what: string, panel: JsonObject, problem: string | RegExp][] = [
    [
      'an unknown key',
      { ...table, colour: 'red' },
      `${days}: unknown key "colour" (did you mean "colors"?); known are id, title, description, at, hide_title, chart, index, query, metrics, buckets, x, y, legend, fixed_colors, font_size, colors`,
    ],
    [
      'an unknown chart',
      { ...table, chart: 'lens' },
      /^panels\[0\] \("Days"\)\.chart is "lens"; known are histogram, .*tsvb_top_n/,
    ],
    ['no chart', chartless, /^panels\[0\] \("Days"\)\.chart is missing; known are histogram, /],
    ['a missing title', untitled, 'panels[0].title is missing; it must be a text'],
    ['a place with three numbers', { ...table, at: [0, 0, 48] }, `${days}.at must have 4 members, it has 3`],
    [
      'an unknown metric',
      { ...table, metrics: ['median size'] },
      `${days}.metrics[0] is "median size"; known are "count", or unique, avg, sum, min, max and a field, then "as" and a label`,
    ],
    ['a metric without its field', { ...table, metrics: ['avg'] }, /metrics\[0\] is "avg"; known are/],
    ['a count of a field', { ...table, metrics: ['count bytes'] }, /metrics\[0\] is "count bytes"; known are/],
    [
      'unknown buckets',
      { ...table, buckets: [{ geohash: 'place' }] },
      `${days}.buckets[0] must have one of the keys date_histogram, terms, filters, ranges`,
    ],
    [
      'an unknown key of buckets',
      { ...table, buckets: [{ terms: 'a', top: 5 }] },
      `${days}.buckets[0]: unknown key "top"; known are terms, size, order, script, label`,
    ],
    ['buckets of a number', { ...table, buckets: [{ terms: 5 }] }, `${days}.buckets[0].terms must be a text`],
    [
      'an unknown index pattern',
      { ...table, index: 'logs' },
      `${days}: there is no index pattern "logs"; there are events`,
    ],
    [
      'an unknown step',
      series('median size'),
      /^panels\[0\] \("Days"\)\.series\[0\]\.value: "median size" is not a step; known are avg\|sum/,
    ],
    [
      'an unknown step of several',
      series(['avg a', 'median']),
      /series\[0\]\.value\[1\]: "median" is not a step; known are/,
    ],
    ['a step on nothing', series('derivative 1s'), `${days}.series[0].value: derivative needs a step before it`],
    ['a sum of nothing', series('cumulative_sum'), `${days}.series[0].value: cumulative_sum needs a step before it`],
    [
      'a calculation of nothing',
      series(['avg a', 'calculation params.b + params._interval']),
      `${days}.series[0].value[1]: "params.b + params._interval" names no step before it: b`,
    ],
    [
      'a ratio that is none',
      series({ ratio: 'sum', of: 'a', to: 'b' }),
      `${days}.series[0].value.ratio is "sum"; it must be count, or avg|sum|min|max FIELD`,
    ],
    [
      'a ratio without its whole',
      series([{ ratio: 'sum a', of: 'a' }]),
      `${days}.series[0].value[0].to is missing; it must be a text`,
    ],
    [
      'a colour that is none',
      { ...table, chart: 'pie', fixed_colors: { Count: 'blue' } },
      `${days}.fixed_colors.Count must be a colour like #6F87D8`,
    ],
    [
      'an unknown colour',
      { ...series('avg a'), series: [{ label: 'A', value: 'avg a', color: 'mauve' }] },
      `${days}.series[0].color is "mauve"; known are green, orange, blue, red, violet, yellow, teal, pink, black`,
    ],
    [
      'a drill-down to nowhere',
      { ...series('avg a'), chart: 'tsvb_top_n', drilldown: { dashboard: 'no', field: 'f' } },
      `${days}: there is no dashboard "no"; there are board`,
    ],
    [
      'a script that the file does not have',
      { ...table, buckets: [{ terms: 'place', script: 'short' }] },
      `${days}: there is no script "short"; the file has none`,
    ],
    [
      'what no file makes',
      { use: 'nobody', at },
      'panels[0].use: there is no visualization and no saved search "nobody"',
    ],
    [
      'more than a visualization of another file',
      { use: 'nobody', at, legend: true },
      'panels[0]: unknown key "legend"; known are use, at, hide_title',
    ],
  ]

  it.each(cases)('%s', (_, panel, problem) => {
    const [, said] =
      /^usage: The data file dashboards\/test\/board.json is broken: (.*)\.$/.exec(refusal({ board: board(panel) })) ??
      []
    if (typeof problem === 'string') expect(said).toBe(problem)
    else expect(said).toMatch(problem)
  })

  it('all of it at once, in all files', () => {
    const panels = [
      { ...table, chart: 'lens' },
      { ...table, id: 'b', title: 'B', colour: 1 },
    ]
    expect(
      refusal({ board: board(...panels), more: { panels: [table] } })
        .replace(/; known are.*/g, '')
        .split('\n'),
    ).toEqual([
      'usage: 2 data files are broken:',
      '  - dashboards/test/board.json: panels[0] ("Days").chart is "lens"',
      '  - dashboards/test/board.json: panels[1] ("B"): unknown key "colour" (did you mean "colors"?)',
      '  - dashboards/test/more.json: title is missing; a file with panels needs it',
      '  - dashboards/test/more.json: description is missing; a file with panels needs it',
    ])
  })

  it('everything that is named and not there at once, in all files', () => {
    expect(
      refusal({
        board: board({ ...table, index: 'a' }, { ...table, id: 'b', index: 'b' }),
        more: board({ use: 'x', at }),
      }).split('\n'),
    ).toEqual([
      'usage: 2 data files are broken:',
      '  - dashboards/test/board.json: panels[0] ("Days"): there is no index pattern "a"; there are events',
      '  - dashboards/test/board.json: panels[1] ("Days"): there is no index pattern "b"; there are events',
      '  - dashboards/test/more.json: panels[0].use: there is no visualization and no saved search "x"',
    ])
  })

  it('an unknown key at the top', () => {
    expect(refusal({ board: { ...board(table), panel: [] } })).toMatch(
      /board.json is broken: unknown key "panel" \(did you mean "panels"\?\); known are title, description, time/,
    )
  })

  it('two objects with one id', () => {
    expect(refusal({ board: board(table, { ...table, title: 'Again' }) })).toMatch(
      /visualization\/board-days is there already, in dashboards\/test\/board.json/,
    )
  })
})
