import { expect, it } from '@jest/globals'
import { alertOf, type Alert } from '../../../../src/alerts/alert.js'
import { ruleForm } from '../../../../src/kinds/kibana-rule/rule-type.js'
import type { JsonObject } from '../../../../src/json.js'

const usual = {
  title: 't',
  severity: 'warning',
  index: ['i-*'],
  timeField: 'at',
  window: '5m',
  measure: { of: 'count' },
  comparator: '>',
  warn: 1,
  message: 'm',
  runbook: 'r',
}

const alert = (body: JsonObject): Alert => alertOf('a', 'a.json', { ...usual, ...body })
const average = { of: 'average', field: 'pct', factor: 100 }
const maximum = { of: 'maximum', field: 'pct', factor: 100 }
const silence = { of: 'silence', lookback: '1d' }
const byHost = { field: 'host', size: 50 }

const said = (body: JsonObject, threshold: number, version: string) => {
  const form = ruleForm(alert(body), threshold, version)
  if (typeof form === 'string') return form
  const { aggType, groupBy, thresholdComparator, threshold: thresholds, timeWindowSize, timeWindowUnit } = form.params
  return [
    form.type,
    ...[aggType, groupBy].filter((word) => word !== undefined),
    `${String(thresholdComparator)} ${String((thresholds as number[])[0])}`,
    `in ${String(timeWindowSize)}${String(timeWindowUnit)}`,
    `every ${form.every.value}${form.every.unit}`,
    ...(form.runs > 1 ? [`${form.runs} runs`] : []),
  ].join(' ')
}

it.each<[string, JsonObject, number, Record<string, string>]>([
  [
    'documents of a query',
    { query: 'a:b' },
    20,
    {
      '7.11.2': 'a rule with a query needs Kibana 7.12',
      // What it counted once it does not count again: it looks as seldom as its window is long.
      '7.12.1': '.es-query > 20 in 5m every 5m',
      '8.4.3': '.es-query > 20 in 5m every 5m',
      '8.5.0': '.es-query > 20 in 5m every 1m',
      '8.7.0': '.es-query count all > 20 in 5m every 1m',
    },
  ],
  [
    'documents',
    {},
    20,
    {
      '7.8.0': '.index-threshold count all > 20 in 5m every 1m',
      '7.12.1': '.index-threshold count all > 20 in 5m every 1m',
      '9.0.0': '.index-threshold count all > 20 in 5m every 1m',
    },
  ],
  [
    'no documents',
    { comparator: '<' },
    1,
    { '7.12.1': '.index-threshold count all < 1 in 5m every 1m', '7.13.0': '.es-query < 1 in 5m every 5m' },
  ],
  [
    'no documents of a query',
    { comparator: '<', query: 'a:b' },
    1,
    { '7.12.1': 'that no document of a query came needs Kibana 7.13', '7.17.29': '.es-query < 1 in 5m every 5m' },
  ],
  [
    'few documents',
    { comparator: '<' },
    10,
    { '7.17.29': 'a count below a number above 1 needs Kibana 8.5', '8.5.0': '.es-query < 10 in 5m every 1m' },
  ],
  [
    'documents of a query by group',
    { query: 'a:b', groupBy: byHost },
    3,
    { '8.6.0': 'a query with groups needs Kibana 8.7', '8.7.0': '.es-query count top > 3 in 5m every 1m' },
  ],
  [
    'any document of a query by group',
    { query: 'a:b', groupBy: byHost, comparator: '>=' },
    1,
    { '7.12.1': '.es-query >= 1 in 5m every 5m', '8.7.0': '.es-query count top >= 1 in 5m every 1m' },
  ],
  ['documents by group', { groupBy: byHost }, 3, { '7.12.1': '.index-threshold count top > 3 in 5m every 1m' }],
  [
    'few documents of a group',
    { groupBy: byHost, comparator: '<' },
    3,
    { '9.0.0': 'no rule sees that a group has gone' },
  ],
  [
    'an average of a query',
    { query: 'a:b', measure: average, groupBy: byHost },
    80,
    {
      '7.12.1': 'the average of a field with a query needs Kibana 8.7',
      '8.7.0': '.es-query avg top > 0.8 in 5m every 1m',
    },
  ],
  ['an average', { measure: average }, 80, { '7.12.1': '.index-threshold avg all > 0.8 in 5m every 1m' }],
  [
    'a low average, which nothing has too',
    { measure: average, comparator: '<' },
    80,
    { '9.0.0': 'a rule would fire where there is nothing to measure' },
  ],
  [
    'a largest value of a query',
    { query: 'a:b', measure: maximum, groupBy: byHost },
    85,
    {
      '7.8.0': 'a rule with a query needs Kibana 7.12',
      '7.12.1': '.es-query > 0 in 5m every 5m',
      '8.7.0': '.es-query max top > 0.85 in 5m every 1m',
    },
  ],
  [
    'a silence',
    { measure: silence },
    600,
    {
      '7.8.0': '.index-threshold count all < 1 in 600s every 1m',
      '7.12.1': '.index-threshold count all < 1 in 600s every 1m',
      '7.13.0': '.es-query < 1 in 600s every 1m',
    },
  ],
  [
    'a silence of a group',
    { measure: silence, groupBy: byHost },
    600,
    { '9.0.0': 'no rule sees that a group has gone' },
  ],
  ['a share', { measure: { of: 'share', query: 'c:d' } }, 0.5, { '9.0.0': 'no rule measures a share' }],
  ['different values', { measure: { of: 'distinct', field: 'f' } }, 5, { '9.0.0': 'no rule counts different values' }],
  [
    'windows in a row',
    { windows: 3 },
    5,
    {
      '8.12.2': '3 windows in a row need Kibana 8.13',
      '8.13.0': '.index-threshold count all > 5 in 5m every 5m 3 runs',
    },
  ],
])('%s', (_about, body, threshold, expected) => {
  const versions = Object.keys(expected)
  expect(Object.fromEntries(versions.map((version) => [version, said(body, threshold, version)]))).toEqual(expected)
})

it('the largest value of a query is one document beyond the threshold, where no rule measures', () => {
  const form = ruleForm(alert({ query: 'a:b', measure: maximum }), 85, '7.12.1')
  expect(typeof form === 'string' ? form : JSON.parse(String(form.params['esQuery']))).toEqual({
    query: {
      bool: {
        filter: [{ query_string: { query: 'a:b', analyze_wildcard: true } }, { range: { pct: { gt: 0.85 } } }],
      },
    },
  })
})
