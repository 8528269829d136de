import { describe, expect, it } from '@jest/globals'
import { oldestFor, tooNewFor } from '../../../src/grafana/compatibility.js'
import { divided, placeOf } from '../../../src/grafana/grid.js'
import { both, within } from '../../../src/grafana/query/lucene.js'
import { refIdAt } from '../../../src/grafana/query/target.js'
import { tsvbMetrics } from '../../../src/grafana/query/tsvb-metrics.js'
import { uidOf } from '../../../src/grafana/uid.js'
import { tsvbUnit } from '../../../src/grafana/units.js'

describe('an address', () => {
  it('is the name where Grafana takes it, else a short one that differs from others', () => {
    expect(uidOf('openvidu-sessions')).toBe('openvidu-sessions')
    const long = uidOf('a-dashboard-with-a-name-of-more-than-forty-characters')
    expect(long).toBe('a-dashboard-with-a-name-of-more-5ae32cb7')
    expect(long).toHaveLength(40)
    expect(uidOf('b/c')).toMatch(/^b-c-[0-9a-f]{8}$/)
    expect(uidOf('b/c')).not.toBe(uidOf('b:c'))
  })
})

describe('a query', () => {
  it('is joined to another, and nothing of a query that says only what is not', () => {
    expect(both('', 'a:b')).toBe('a:b')
    expect(both('*', '')).toBe('')
    expect(both('a:b OR c:d', 'NOT e:f')).toBe('(a:b OR c:d) AND (*:* AND NOT e:f)')
  })

  it('finds numbers of a range, without its end', () => {
    expect(within('ms', 0, 50)).toBe('ms:[0 TO 50}')
    expect(within('ms', 300, undefined)).toBe('ms:[300 TO *]')
  })

  it('has a letter, and two after the twenty-sixth', () => {
    expect([0, 25, 26, 27].map(refIdAt)).toEqual(['A', 'Z', 'AA', 'AB'])
  })
})

describe('metrics of TSVB', () => {
  it('are numbered; the last is shown; a rate is made of the difference and the length of an interval', () => {
    expect(
      tsvbMetrics([
        { id: 'm1', type: 'max', field: 'bytes' },
        { id: 'm2', type: 'derivative', field: 'm1', unit: '1s' },
        { id: 'm3', type: 'positive_only', field: 'm2' },
      ]),
    ).toEqual([
      { id: '1', type: 'max', field: 'bytes', hide: true },
      { id: '2', type: 'derivative', field: '1', pipelineAgg: '1', hide: true },
      {
        id: '3',
        type: 'bucket_script',
        pipelineVariables: [{ name: 'difference', pipelineAgg: '2' }],
        settings: { script: 'params.difference * 1000.0 / $__interval_ms' },
        hide: true,
      },
      {
        id: '4',
        type: 'bucket_script',
        pipelineVariables: [{ name: 'value', pipelineAgg: '3' }],
        settings: { script: 'params.value > 0 ? params.value : 0' },
      },
    ])
  })

  it('that elkctl has no words for are refused', () => {
    expect(() => tsvbMetrics([{ id: 'm1', type: 'percentile', field: 'x' }])).toThrow(
      'shows percentile of TSVB, for which elkctl knows no words in Grafana',
    )
    expect(() => tsvbMetrics([{ id: 'm1', type: 'derivative', field: 'm0' }])).toThrow(
      'refers to a metric m0 that is not before it',
    )
  })
})

it('writes numbers as TSVB does', () => {
  expect([
    tsvbUnit('bytes', '{{value}}/s'),
    tsvbUnit('bytes', '{{value}}'),
    tsvbUnit('percent', '{{value}}'),
    tsvbUnit('0,0.[0] %', '{{value}}'),
    tsvbUnit('0,0', '{{value}} open'),
    tsvbUnit('0,0.[0]', '{{value}} %'),
    tsvbUnit('number', '{{value}}/s'),
  ]).toEqual([
    { unit: 'binBps' },
    { unit: 'bytes' },
    { unit: 'percentunit' },
    { unit: 'percentunit' },
    { unit: 'suffix: open', decimals: 0 },
    { unit: 'percent' },
    { unit: 'suffix:/s' },
  ])
})

it('places panels in half as many columns, so that edges which met still meet', () => {
  expect([placeOf({ x: 14, y: 0, w: 17, h: 14 }), placeOf({ x: 31, y: 0, w: 17, h: 14 })]).toEqual([
    { x: 7, y: 0, w: 9, h: 7 },
    { x: 16, y: 0, w: 8, h: 7 },
  ])
  expect(divided({ x: 16, y: 2, w: 5, h: 4 }, 2)).toEqual([
    { x: 16, y: 2, w: 2, h: 4 },
    { x: 18, y: 2, w: 3, h: 4 },
  ])
})

it('knows which Grafana speaks to which Elasticsearch', () => {
  expect(['9.2.0', '9.5.21', '10.0.0', '12.3.9', '12.4.0', '13.3.0'].map(oldestFor)).toEqual([
    ...[undefined, '7.10', '7.16', '7.16', '7.17', '7.17'],
  ])
  expect(['7.3.2', '7.10.2', '7.16.3', '7.17.0', '9.5.0'].map(tooNewFor)).toEqual([
    ...['9.3', '10.0', '12.4', undefined, undefined],
  ])
})
