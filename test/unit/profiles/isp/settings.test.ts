import { writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { loadDefinitions } from '../../../../src/engine/definitions.js'
import { valueIn } from '../../../../src/json.js'
import { loadSettings } from '../../load-settings.js'
import type { Settings } from '../../../../src/settings/settings.js'
import { temporaryFolder } from '../../temporary-folder.js'
import '../../same-realm.js'

const folder = temporaryFolder()
/** As its documentation has them (docs/elasticsearch_integration.md). */
const documented = `# Enable Elasticsearch integration
ELASTICSEARCH_ENABLED=true

# Elasticsearch connection settings
ELASTICSEARCH_HOSTS=http://localhost:9200
ELASTICSEARCH_USERNAME=
ELASTICSEARCH_PASSWORD=
ELASTICSEARCH_VERIFY_CERTS=true

# Index settings
ELASTICSEARCH_LOG_INDEX_PREFIX=isp-logs
ELASTICSEARCH_METRIC_INDEX_PREFIX=isp-metrics
ELASTICSEARCH_INDEX_DATE_FORMAT=YYYY.MM.dd

# Performance settings
ELASTICSEARCH_NUMBER_OF_SHARDS=1
ELASTICSEARCH_NUMBER_OF_REPLICAS=0
ELASTICSEARCH_SYNC_BATCH_SIZE=100
`

function settle(text = documented, more: { retentionDays?: string } = {}): Promise<Settings> {
  writeFileSync(folder.path('.env'), text)
  return loadSettings({ profile: 'isp', envFile: folder.path('.env'), wait: '1s', ...more }, {})
}

const changed = (values: Record<string, string>): string =>
  Object.entries(values).reduce(
    (text, [name, value]) =>
      text.replace(new RegExp(`^ELASTICSEARCH_${name}=.*$`, 'm'), `ELASTICSEARCH_${name}=${value}`),
    documented,
  )

const policies = (dialect: 'elasticsearch' | 'opensearch', { variables }: Settings) =>
  new Map(
    loadDefinitions({ profile: 'isp', dialect, variables, variants: [], rename: {}, only: ['lifecycle policy'] }).map(
      ({ name, body }) => [name, body],
    ),
  )

describe('the settings of the ISP platform', () => {
  it('have their documented meaning', async () => {
    const settings = await settle()
    expect(settings).toMatchObject({
      searchUrl: 'http://localhost:9200',
      dashboardsUrl: undefined,
      admin: undefined,
      insecureBy: undefined,
      bulkDocuments: 100,
      retentionDays: 90,
      account: { username: 'isp', role: 'isp-role', password: undefined },
    })
    expect(settings.variables).toEqual({
      ...{ retentionDays: '90', username: 'isp', roleName: 'isp-role' },
      ...{ logPrefix: 'isp-logs', metricPrefix: 'isp-metrics', healthPrefix: 'isp-health', dateFormat: '%Y.%m.%d' },
      ...{ shards: '1', replicas: '0', shrinks: 'false', warmDays: '30', coldDays: '60' },
    })
    expect(settings.corrections.map(({ key, value }) => `${key}=${value}`)).toEqual([
      'ELASTICSEARCH_INDEX_DATE_FORMAT=%Y.%m.%d',
    ])
  })

  it('change names, patterns and settings', async () => {
    const settings = await settle(
      changed({
        ...{ HOSTS: 'https://a:9200,https://b:9200', VERIFY_CERTS: 'false', NUMBER_OF_SHARDS: '3' },
        ...{ LOG_INDEX_PREFIX: 'acme-logs', METRIC_INDEX_PREFIX: 'acme-m', NUMBER_OF_REPLICAS: '1' },
      }),
    )
    expect(settings.nodes.map(({ url }) => url)).toEqual(['https://a:9200', 'https://b:9200'])
    expect(settings.insecureBy).toBe(`${folder.path('.env')}:8`)
    expect(settings.variables).toMatchObject({ healthPrefix: 'acme-m-health', shrinks: 'true' })
    const definitions = loadDefinitions({
      ...{ profile: 'isp', dialect: 'elasticsearch', variables: settings.variables, variants: [], rename: {} },
      only: ['index template', 'write alias'],
    })
    expect(
      definitions.map(({ kind, name, body }) => [kind.name, name, body['index_patterns'] ?? body['first_index']]),
    ).toEqual([
      ['index template', 'acme-m-health', ['acme-m-health-*', 'acme-m-health-*']],
      ['index template', 'acme-m-health-series', ['acme-m-health-0*']],
      ['index template', 'acme-logs', ['acme-logs-*']],
      ['index template', 'acme-logs-series', ['acme-logs-0*']],
      ['index template', 'acme-m', ['acme-m-*']],
      ['index template', 'acme-m-series', ['acme-m-0*']],
      ['write alias', 'acme-m-health', 'acme-m-health-000001'],
      ['write alias', 'acme-logs', 'acme-logs-000001'],
      ['write alias', 'acme-m', 'acme-m-000001'],
    ])
  })
})

describe('one message, before anything is asked of a stack, for', () => {
  it.each([
    ['LOG_INDEX_PREFIX', 'ISP-logs', '"ISP-logs" has an upper-case letter, which no index name may have'],
    ['METRIC_INDEX_PREFIX', '_metrics', '"_metrics" begins with a character with which no index name may begin'],
    ['HOSTS', 'localhost:9200', '"localhost:9200" needs a scheme: http://HOST:PORT or https://HOST:PORT'],
    ['HOSTS', 'http://a:9200,http://b', '"http://b" has no port: the port is required, even 80'],
    ['NUMBER_OF_SHARDS', '0', '"0" is not a whole number from 1 on'],
    ['VERIFY_CERTS', 'maybe', '"maybe" is not true or false'],
    ['INDEX_DATE_FORMAT', 'daily', '"daily" is not a format such as %Y.%m.%d'],
  ])('%s=%s', async (name, value, message) => {
    await expect(settle(changed({ [name]: value }))).rejects.toMatchObject({
      problems: [{ message: `ELASTICSEARCH_${name}: ${message}` }],
    })
  })
})

it.each([
  [
    'acme',
    'acme-logs',
    'METRIC_INDEX_PREFIX: "acme-logs" and LOG_INDEX_PREFIX: "acme" clash (acme-* covers acme-logs-*)',
  ],
  [
    'isp-health',
    'isp-metrics',
    'METRIC_INDEX_PREFIX: "isp-metrics", which makes "isp-health", and LOG_INDEX_PREFIX: "isp-health" clash (both begin the same names)',
  ],
])('the prefixes %s and %s clash', async (logs, metrics, clash) => {
  await expect(settle(changed({ LOG_INDEX_PREFIX: logs, METRIC_INDEX_PREFIX: metrics }))).rejects.toMatchObject({
    exit: 'usage',
    problems: [
      {
        where: `${folder.path('.env')}:12`,
        message: `${clash.replace(/(METRIC|LOG)_INDEX/g, 'ELASTICSEARCH_$1_INDEX')}, and what is made for one would count for the other; choose another prefix`,
      },
    ],
  })
})

describe('the lifecycle of the ISP platform', () => {
  it('is that of its documentation, word for word', async () => {
    const documentedPolicy = {
      policy: {
        phases: {
          hot: { min_age: '0ms', actions: { rollover: { max_age: '7d', max_size: '10gb' } } },
          warm: { min_age: '30d', actions: { shrink: { number_of_shards: 1 }, forcemerge: { max_num_segments: 1 } } },
          cold: { min_age: '60d', actions: {} },
          delete: { min_age: '90d', actions: { delete: {} } },
        },
      },
    }
    expect(policies('elasticsearch', await settle())).toEqual(
      new Map([
        ['isp-logs-policy', documentedPolicy],
        ['isp-metrics-policy', documentedPolicy],
      ]),
    )
  })

  it.each([
    ['20', '20d', '20d', '20d'],
    ['0', '30d', '60d', undefined],
  ])('ends sooner, or never: %s days', async (retentionDays, warm, cold, deleted) => {
    const [policy] = policies('elasticsearch', await settle(documented, { retentionDays })).values()
    const age = (phase: string) => valueIn(policy, 'policy', 'phases', phase, 'min_age')
    expect([age('warm'), age('cold'), age('delete')]).toEqual([warm, cold, deleted])
    const states = [...policies('opensearch', await settle(documented, { retentionDays })).values()].map((body) =>
      (valueIn(body, 'policy', 'states') as { name: string; transitions: unknown[] }[]).map(
        ({ name, transitions }) => `${name} ${transitions.length}`,
      ),
    )
    const expected = ['hot 1', 'warm 1', ...(deleted === undefined ? ['cold 0'] : ['cold 1', 'delete 0'])]
    expect(states).toEqual([expected, expected, expected, expected])
  })

  it.each([
    ['3', '1', 4],
    ['3', '0', 0],
    ['1', '1', 0],
  ])('on OpenSearch shrinks only where it can: %s shards, %s replicas', async (shards, replicas, expected) => {
    const settings = await settle(changed({ NUMBER_OF_SHARDS: shards, NUMBER_OF_REPLICAS: replicas }))
    const text = JSON.stringify([...policies('opensearch', settings).values()])
    expect(text.split('"shrink"').length - 1).toBe(expected)
  })
})
