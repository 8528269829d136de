import { describe, expect, it } from '@jest/globals'
import { searchOf } from '../../../src/alerts/search.js'
import { ofAll, sampleAlert } from './alert.js'

const lucene = (query: string) => ({ query_string: { query, analyze_wildcard: true } })

describe('the search of an alert', () => {
  it('looks at the documents of its window, and takes the worst groups', () => {
    expect(searchOf(sampleAlert(), 'now')).toEqual({
      size: 0,
      track_total_hits: true,
      query: {
        bool: { filter: [{ range: { '@timestamp': { gte: 'now-5m', lt: 'now' } } }, lucene('metricset.name:cpu')] },
      },
      aggs: {
        groups: {
          terms: { field: 'host.name', size: 20, order: { value: 'desc' } },
          aggs: { value: { avg: { field: 'cpu.pct' } } },
        },
      },
    })
  })

  const rangeOf = (...asked: Parameters<typeof searchOf>) =>
    (searchOf(...asked) as { query: { bool: { filter: { range: object }[] } } }).query.bool.filter[0]?.range

  it('ends at a moment, whatever format the field has', () => {
    expect(rangeOf(sampleAlert(), '2026-11-28T01:00:00.000Z')).toEqual({
      '@timestamp': {
        gte: '2026-11-28T01:00:00.000Z||-5m',
        lt: '2026-11-28T01:00:00.000Z||',
        format: 'strict_date_optional_time',
      },
    })
  })

  it('ends where a monitor of OpenSearch says', () => {
    expect(rangeOf(sampleAlert(), '{{period_end}}')).toEqual({
      '@timestamp': { gte: '{{period_end}}||-5m', lt: '{{period_end}}||', format: 'epoch_millis' },
    })
  })

  it('looks at an earlier window', () => {
    expect(rangeOf(sampleAlert(), 'now', { back: 2 })).toEqual({ '@timestamp': { gte: 'now-15m', lt: 'now-10m' } })
  })

  it('counts without an aggregation', () => {
    expect(searchOf(ofAll({ measure: { of: 'count' } }), 'now')).toEqual({
      size: 0,
      track_total_hits: true,
      query: {
        bool: { filter: [{ range: { '@timestamp': { gte: 'now-5m', lt: 'now' } } }, lucene('metricset.name:cpu')] },
      },
    })
  })

  it.each([
    [{ of: 'average', field: 'f' }, { value: { avg: { field: 'f' } } }],
    [{ of: 'maximum', field: 'f' }, { value: { max: { field: 'f' } } }],
    [{ of: 'minimum', field: 'f' }, { value: { min: { field: 'f' } } }],
    [{ of: 'sum', field: 'f' }, { value: { sum: { field: 'f' } } }],
    [{ of: 'distinct', field: 'f' }, { value: { cardinality: { field: 'f' } } }],
    [{ of: 'share', query: 'level:ERROR' }, { part: { filter: lucene('level:ERROR') } }],
    [{ of: 'silence' }, { value: { max: { field: '@timestamp' } } }],
  ])('measures %j', (measure, aggs) => {
    expect(searchOf(ofAll({ measure }), 'now')['aggs']).toEqual(aggs)
  })

  it.each([
    [{ of: 'count' }, '>', { _count: 'desc' }],
    [{ of: 'count' }, '<', { _count: 'asc' }],
    [{ of: 'maximum', field: 'f' }, '<=', { value: 'asc' }],
    [{ of: 'silence' }, '>', { value: 'asc' }],
    [{ of: 'share', query: 'a:b' }, '>', { _count: 'desc' }],
  ])('has the worst groups of %j %s first', (measure, comparator, order) => {
    expect(searchOf(sampleAlert({ measure, comparator }), 'now')).toMatchObject({
      aggs: { groups: { terms: { order } } },
    })
  })

  it('has a composite aggregation for a bucket monitor', () => {
    expect(searchOf(sampleAlert(), 'now', { groups: 'composite' })['aggs']).toEqual({
      groups: {
        composite: { size: 20, sources: [{ group: { terms: { field: 'host.name' } } }] },
        aggs: { value: { avg: { field: 'cpu.pct' } } },
      },
    })
  })
})
