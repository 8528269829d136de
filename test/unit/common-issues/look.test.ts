import { writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Situation } from '../../../src/common-issues/issue.js'
import { lookFor } from '../../../src/common-issues/look.js'
import type { CommonIssue } from '../../../src/profiles/profile.js'
import { loadSettings } from '../load-settings.js'
import { opensearch } from '../../../src/stack/flavors.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../fake-stack.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()
const now = Date.parse('2026-11-27T12:00:00Z')
/** what the account of the platform sees where everything is as it should be */
const whole: Record<string, Answer> = {
  '/_cluster/health': ok({ status: 'green', unassigned_shards: 0 }),
  '/isp-logs-*/_alias': ok({ 'isp-logs-000001': {}, 'isp-logs-2026.11.26': {}, 'isp-logs-2026.11.27': {} }),
  '/isp-metrics-*/_alias': ok({ 'isp-metrics-000001': {}, 'isp-metrics-2026.11.26': {} }),
}
const pattern = '/api/saved_objects/index-pattern/isp-logs-*'
const wholeDashboards = { [pattern]: ok({ attributes: { title: 'isp-logs-*' } }) }

/** An index that was made for sample data, and how many other documents it has; 'refused': they may not be counted. */
function sampleIndex(index: string, others: number | 'refused'): Record<string, Answer> {
  const mark = { mappings: { _doc: { _meta: { elkctl_sample: true } } } }
  const fields = 'metadata.indices.*.mappings.*._meta.elkctl_sample'
  return {
    [`/_cluster/state/metadata/${index}?filter_path=${fields}`]: ok({ metadata: { indices: { [index]: mark } } }),
    [`/${index}/_count?ignore_unavailable=true&allow_no_indices=true&q=NOT%20_routing%3A%22elkctl-sample-isp%22`]:
      others === 'refused' ? forbidden : ok({ count: others }),
  }
}

interface Broken {
  search?: Record<string, Answer>
  dashboards?: Record<string, Answer> | undefined
  format?: string
  flavor?: typeof opensearch
}

/** What is found where some answers are different. */
async function look(shows: CommonIssue['shows'], { search = {}, format = '%Y.%m.%d', flavor, ...more }: Broken = {}) {
  const envFile = folder.path('.env')
  writeFileSync(envFile, `ELASTICSEARCH_HOSTS=http://a:9200\nELASTICSEARCH_INDEX_DATE_FORMAT=${format}\n`)
  const settings = await loadSettings({ profile: 'isp', envFile, wait: '1s' }, {})
  const dashboards = 'dashboards' in more ? more.dashboards : wholeDashboards
  const stack = stackOf(
    {
      search: readerOf({ ...whole, ...search }),
      dashboards: dashboards && { version: '7.10.2', reader: readerOf(dashboards) },
    },
    flavor,
  )
  const situation: Situation = { stack, settings, indexPatterns: ['isp-logs-*'], now }
  const issue = settings.profile.commonIssues?.find((candidate) => candidate.shows === shows)
  if (issue === undefined) throw new Error(`no issue "${shows}"`)
  const { title, status, detail, hint } = await lookFor(issue, situation)
  return { title, found: `${status}: ${detail}`, advice: hint === issue.advice }
}

const named: [CommonIssue['shows'], string][] = [
  ['no answer', 'Elasticsearch Not Starting'],
  ['no index of a day', 'Logs Not Appearing in Elasticsearch'],
  ['no index pattern', 'Kibana Dashboards Not Loading'],
]

describe('a common issue', () => {
  it.each(named)(
    '"%s" has the name of the documentation, and is not found in a stack that works',
    async (shows, title) => {
      expect(await look(shows)).toEqual({
        title,
        found: expect.stringMatching(/^pass: no: /) as unknown,
        advice: false,
      })
    },
  )

  it('speaks of the product that answers', async () => {
    const titles = await Promise.all(named.map(async ([shows]) => (await look(shows, { flavor: opensearch })).title))
    expect(titles).toEqual([
      'OpenSearch Not Starting',
      'Logs Not Appearing in OpenSearch',
      'OpenSearch Dashboards Not Loading',
    ])
  })

  it.each<[string, CommonIssue['shows'], Broken, string]>([
    [
      'a red cluster',
      'no answer',
      { search: { '/_cluster/health': ok({ status: 'red', unassigned_shards: 3 }) } },
      'fail: the cluster is red: a primary shard is missing (3 unassigned)',
    ],
    [
      'a date format that is none',
      'no index of a day',
      { format: 'YYYY.MM.dd' },
      'fail: ELASTICSEARCH_INDEX_DATE_FORMAT is not a strftime format, and no index with a date can be made: init --fix-settings writes %Y.%m.%d',
    ],
    ...['isp-logs-yyyy.mm.dd', 'isp-logs-%y.%m.%d'].map((name): [string, CommonIssue['shows'], Broken, string] => [
      `the index ${name}`,
      'no index of a day',
      { search: { '/isp-logs-*/_alias': ok({ 'isp-logs-2026.11.27': {}, [name]: {} }) } },
      `fail: the index ${name} has a format in its name where a date should be`,
    ]),
    [
      'no index but the first one of the alias',
      'no index of a day',
      { search: { '/isp-logs-*/_alias': ok({ 'isp-logs-000001': {}, 'isp-logs-summary': {} }) } },
      'warn: neither isp-logs-2026.11.27 nor isp-logs-2026.11.26 is there, nor an index of any other day',
    ],
    [
      'old ones only',
      'no index of a day',
      { search: { '/isp-metrics-*/_alias': ok({ 'isp-metrics-2026.11.09': {}, 'isp-metrics-2026.11.10': {} }) } },
      'warn: neither isp-metrics-2026.11.27 nor isp-metrics-2026.11.26 is there; the newest is isp-metrics-2026.11.10',
    ],
    [
      'an index of today with sample data alone',
      'no index of a day',
      {
        search: {
          '/isp-logs-*/_alias': ok({ 'isp-logs-2026.11.27': {}, 'isp-logs-2026.11.20': {}, 'isp-logs-2026.11.09': {} }),
          ...sampleIndex('isp-logs-2026.11.27', 0),
          ...sampleIndex('isp-logs-2026.11.20', 0),
        },
      },
      'warn: only sample data is in isp-logs-2026.11.27; the newest index with other documents is isp-logs-2026.11.09',
    ],
    [
      'sample data alone on all days',
      'no index of a day',
      {
        search: {
          '/isp-logs-*/_alias': ok({ 'isp-logs-2026.11.27': {}, 'isp-logs-2026.11.26': {} }),
          ...sampleIndex('isp-logs-2026.11.27', 0),
          ...sampleIndex('isp-logs-2026.11.26', 0),
        },
      },
      'warn: only sample data is in isp-logs-2026.11.27 and isp-logs-2026.11.26, and no index of another day has other documents',
    ],
    [
      'an index pattern that is gone',
      'no index pattern',
      { dashboards: { [pattern]: { status: 404, body: {} } } },
      'fail: the index pattern isp-logs-* is not there: elkctl init makes it',
    ],
    [
      'an index pattern without an index',
      'no index pattern',
      { search: { '/isp-logs-*/_alias': ok({}) } },
      'warn: no index matches the index pattern isp-logs-*',
    ],
  ])('%s is found, with what to look at', async (_what, shows, broken, found) => {
    expect(await look(shows, broken)).toMatchObject({ found, advice: true })
  })

  it('an index that was made for sample data counts where other documents have come into it', async () => {
    const search = { ...sampleIndex('isp-logs-2026.11.27', 3), ...sampleIndex('isp-metrics-2026.11.26', 0) }
    expect(await look('no index of a day', { search })).toMatchObject({
      found: 'warn: only sample data is in isp-metrics-2026.11.26, and no index of another day has other documents',
    })
    const names = { '/isp-metrics-*/_alias': ok({ 'isp-metrics-2026.11.27': {} }) }
    expect(await look('no index of a day', { search: { ...search, ...names } })).toMatchObject({
      found: 'pass: no: isp-logs-2026.11.27 is there; isp-metrics-2026.11.27 is there',
    })
  })

  it.each<[string, CommonIssue['shows'], Broken, string]>([
    ['the health', 'no answer', { search: { '/_cluster/health': forbidden } }, 'pass: no: Elasticsearch answers'],
    [
      'names of indices',
      'no index of a day',
      { search: { '/isp-logs-*/_alias': forbidden } },
      'skip: the signed-in user may not see isp-logs-*',
    ],
    [
      'documents beside sample data',
      'no index of a day',
      {
        search: {
          '/isp-logs-*/_alias': ok({ 'isp-logs-2026.11.27': {} }),
          ...sampleIndex('isp-logs-2026.11.27', 'refused'),
        },
      },
      'skip: isp-logs-2026.11.27 was made for sample data, and the signed-in user may not see whether other documents are there too',
    ],
    [
      'index patterns',
      'no index pattern',
      { dashboards: { [pattern]: forbidden } },
      'skip: the signed-in user may not see the index pattern isp-logs-*',
    ],
    ['a server that is not set', 'no index pattern', { dashboards: undefined }, 'skip: --dashboards-url is not set'],
  ])('who may not see %s is told so', async (_what, shows, broken, found) => {
    expect(await look(shows, broken)).toMatchObject({ found, advice: false })
  })
})
