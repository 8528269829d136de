import { describe, expect, it } from '@jest/globals'
import { valuesIn } from '../../../src/alerts/value.js'
import type { JsonObject } from '../../../src/json.js'
import { ofAll, sampleAlert } from './alert.js'

const end = Date.parse('2026-11-28T01:00:00Z')
const answer = (total: number, aggregations: JsonObject = {}): JsonObject => ({
  hits: { total: { value: total, relation: 'eq' } },
  aggregations,
})
const groups = (...buckets: JsonObject[]) => answer(9, { groups: { buckets } })

describe('what an answer says', () => {
  it('is a value for each group, times the factor', () => {
    const found = groups(
      { key: 'a', doc_count: 3, value: { value: 0.5 } },
      { key: 'b', doc_count: 1, value: { value: null } },
    )
    expect(valuesIn(sampleAlert(), found, end)).toEqual([
      { group: 'a', value: 50 },
      { group: 'b', value: undefined },
    ])
  })

  it.each([
    [{ key: 7, doc_count: 1 }, '7'],
    [{ key: 1, key_as_string: 'true', doc_count: 1 }, 'true'],
    [{ key: { group: 'of a composite' }, doc_count: 1 }, 'of a composite'],
  ])('names the group of %j', (bucket, group) => {
    expect(valuesIn(sampleAlert({ measure: { of: 'count' } }), groups(bucket), end)).toEqual([{ group, value: 1 }])
  })

  it.each([
    ['count', { of: 'count' }, answer(4), 4],
    ['count before Elasticsearch 7', { of: 'count' }, { hits: { total: 4 } }, 4],
    ['count of nothing', { of: 'count' }, answer(0), 0],
    ['sum', { of: 'sum', field: 'f' }, answer(2, { value: { value: 12 } }), 12],
    ['sum of nothing', { of: 'sum', field: 'f' }, answer(0, { value: { value: 0 } }), undefined],
    ['distinct of nothing', { of: 'distinct', field: 'f' }, answer(0, { value: { value: 0 } }), 0],
    ['share', { of: 'share', query: 'a', factor: 100 }, answer(8, { part: { doc_count: 2 } }), 25],
    ['share of nothing', { of: 'share', query: 'a' }, answer(0, { part: { doc_count: 0 } }), undefined],
    ['share of too few', { of: 'share', query: 'a', atLeast: 9 }, answer(8, { part: { doc_count: 8 } }), undefined],
    ['silence', { of: 'silence' }, answer(1, { value: { value: end - 90_500 } }), 90.5],
    ['silence of the whole window', { of: 'silence' }, answer(0, { value: { value: null } }), 300],
  ])('%s', (_case, measure, found, value) => {
    expect(valuesIn(ofAll({ measure }), found, end)).toEqual([{ value }])
  })

  it('no group at all: nothing was measured, but silence of all is the longest', () => {
    expect(valuesIn(sampleAlert(), groups(), end)).toEqual([])
    expect(valuesIn(sampleAlert({ measure: { of: 'silence' } }), groups(), end)).toEqual([{ value: 300 }])
  })
})
