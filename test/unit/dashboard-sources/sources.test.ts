import { describe, expect, it } from '@jest/globals'
import { ElkctlError } from '../../../src/errors.js'
import { savedObject } from '../../../src/kinds/saved-object/saved-object.js'
import type { JsonObject } from '../../../src/json.js'
import { readText } from '../../engine/content/data-files.js'

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

const expand = (files: Record<string, JsonObject>) =>
  savedObject.expand?.([
    { name: 'index-pattern/events', body: events, file: 'dashboards/test/index-pattern/events.json' },
    ...Object.entries(files).map(([name, body]) => ({ name, body, file: `dashboards/test/${name}.json` })),
  ]) ?? []

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
      attributes: { title: 'Board', timeRestore: true, timeFrom: 'now-15m', timeTo: 'now' },
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
          aggs: [
            { id: '1', type: 'count', schema: 'metric', params: { customLabel: 'Count' } },
            { id: '2', type: 'date_histogram', schema: 'bucket', params: { field: 'time', interval: 'd' } },
          ],
        },
      },
      references: [{ name: 'kibanaSavedObjectMeta.searchSourceJSON.index', type: 'index-pattern', id: 'events' }],
    })
  })

  it('may show what another source makes', () => {
    const { at: _at, ...shared } = table
    const made = expand({
      board: board({ use: 'shared-days', at: [0, 0, 48, 10] }),
      shared: { index: 'events', visualizations: [shared] },
    })
    expect(made.map(({ name }) => name)).toEqual([
      'index-pattern/events',
      'dashboard/board',
      'visualization/shared-days',
    ])
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

describe('what is wrong with a source is told with its file and its panel', () => {
  const { title: _title, ...untitled } = table
  const cases: [what: string, panel: JsonObject, message: RegExp][] = [
    [
      'an unknown key',
      { ...table, colour: 'red' },
      /panel "Days": unknown key "colour"; known are index, query, metrics/,
    ],
    [
      'an unknown chart',
      { ...table, chart: 'lens' },
      /panel "Days": unknown chart "lens"; known are histogram, .*tsvb_top_n/,
    ],
    ['a missing title', untitled, /panel "days": title must be a text/],
    ['a place with three numbers', { ...table, at: [0, 0, 48] }, /panel "Days": at must have 4 members, it has 3/],
    [
      'an unknown metric',
      { ...table, metrics: ['median size'] },
      /panel "Days": metrics\[0\] is "median size"; known are "count"/,
    ],
    ['a metric without its field', { ...table, metrics: ['avg'] }, /panel "Days": metrics\[0\] is "avg"/],
    [
      'unknown buckets',
      { ...table, buckets: [{ geohash: 'place' }] },
      /panel "Days": buckets\[0\]: no kind of buckets/,
    ],
    ['an unknown key of buckets', { ...table, buckets: [{ terms: 'a', top: 5 }] }, /buckets\[0\]: unknown key "top"/],
    [
      'an unknown index pattern',
      { ...table, index: 'logs' },
      /panel "Days": there is no index pattern "logs"; there are events/,
    ],
    ['an unknown step', series('median size'), /panel "Days": series\[0\].value: "median size" is no step/],
    ['a step on nothing', series('derivative 1s'), /panel "Days": derivative needs a step before it/],
    ['a calculation of nothing', series(['avg a', 'calculation params.b']), /names no step before it: b/],
    [
      'an unknown colour',
      { ...series('avg a'), series: [{ label: 'A', value: 'avg a', color: 'mauve' }] },
      /color is "mauve"/,
    ],
    [
      'a drill-down to nowhere',
      { ...series('avg a'), chart: 'tsvb_top_n', drilldown: { dashboard: 'no', field: 'f' } },
      /there is no dashboard "no"; there are board/,
    ],
    ['a visualization that no file makes', { use: 'nobody', at: [0, 0, 1, 1] }, /there is no visualization nobody/],
  ]

  it.each(cases)('%s', (_, panel, message) => {
    const said = refusal({ board: board(panel) })
    expect(said).toMatch(/^usage: The data file dashboards\/test\/board.json is broken: /)
    expect(said).toMatch(message)
  })

  it('all of it at once', () => {
    const said = refusal({ board: board({ ...table, chart: 'lens' }, { ...table, id: 'b', title: 'B', colour: 1 }) })
    expect(said).toMatch(/panel "Days": unknown chart.*; panel "B": unknown key/)
  })

  it('an unknown key at the top', () => {
    expect(refusal({ board: { ...board(table), panel: [] } })).toMatch(/board.json is broken: unknown key "panel"/)
  })

  it('two objects with one id', () => {
    expect(refusal({ board: board(table, { ...table, title: 'Again' }) })).toMatch(
      /visualization\/board-days is there already, in dashboards\/test\/board.json/,
    )
  })
})
