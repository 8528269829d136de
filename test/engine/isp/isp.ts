import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readFileSync, writeFileSync } from 'node:fs'
import { formatDate } from '../../../src/date-format.js'
import { account } from '../../support/account.js'
import { report } from '../../support/json-report.js'
import { describeBeside } from './beside.js'
import { describeFollowed } from './followed.js'
import { malformed } from './malformed.js'
import { describePanels, failuresOfPanels } from './panels.js'
import { describeSampleData } from './sample-data.js'
import { ispOn, samples, send, type Situation } from './situation.js'

/** The whole of the platform on one stack. */
export function describeIsp(engine: 'elasticsearch-7.10' | 'opensearch-2.19'): void {
  describe(`the ISP platform on ${engine}`, () => {
    const isElasticsearch = engine === 'elasticsearch-7.10'
    let at: Situation
    beforeAll(async () => {
      at = await ispOn(engine)
    }, 400_000)
    afterAll(() => at.stop())

    const count = async (index: string, query: string) => {
      const { body } = await at.admin('GET', `/${index}/_count?q=${encodeURIComponent(query)}`)
      return body['count']
    }

    const ism = async (path: string) => {
      const { username, password } = at.stack.engine
      return (await account(at.stack.search.url, username, password)('GET', `/_plugins/_ism/${path}`)).body
    }
    const policyOf = async (index: string) =>
      ((await ism(`explain/${index}`)) as Record<string, { policy_id?: string }>)[index]?.policy_id

    it('is refused, with the way out, while an index has the name of an alias', async () => {
      await send(at, 'isp-metrics', samples['isp-metrics'] ?? [])
      at.stack.clear()
      const { code, error, plan } = await at.run('init', '--yes', '--write-env')
      expect(code).toBe(7)
      expect(error?.message).toBe(
        'The write alias isp-metrics: an index is called isp-metrics, and an alias of that name cannot be made beside it; something wrote to isp-metrics before the alias was there.',
      )
      expect(error?.hint).toBe(
        'Stop what writes to isp-metrics, then: POST /_reindex {"source":{"index":"isp-metrics"},"dest":{"index":"before-isp-metrics"}}; DELETE /isp-metrics; run this command again; POST /_reindex {"source":{"index":"before-isp-metrics"},"dest":{"index":"isp-metrics"}}; DELETE /before-isp-metrics.',
      )
      expect(plan.filter(({ action }) => action === 'blocked')).toHaveLength(1)
      expect(at.stack.writes()).toEqual([])
      await at.admin('DELETE', '/isp-metrics')
    })

    it('leaves an index of others in the place of an alias alone', async () => {
      await send(at, 'isp-metrics', [{ timestamp: 1606388400000, sessionId: 'ses_A', event: 'sessionCreated' }])
      const { code, error } = await at.run('plan')
      expect({ code, hint: error?.hint }).toEqual({
        code: 7,
        hint: 'Choose another ELASTICSEARCH_METRIC_INDEX_PREFIX; elkctl leaves the index isp-metrics as it is.',
      })
      await at.admin('DELETE', '/isp-metrics')
    })

    it('is made ready', async () => {
      const made = await at.run('init', '--yes', '--write-env')
      expect({ code: made.code, verdict: made.verdict, error: made.error }).toMatchObject({ code: 0, error: undefined })
      const created = made.plan.filter(({ action }) => action === 'create')
      const isSaved = ({ kind }: { kind: string }) => kind === 'saved object'
      expect(created.filter(isSaved)).toHaveLength(59)
      expect(
        created
          .filter((one) => !isSaved(one))
          .map(({ kind, name }) => `${kind} ${name}`)
          .sort(),
      ).toEqual(
        [
          ...['isp-logs', 'isp-logs-series', 'isp-metrics', 'isp-metrics-series'].map(
            (name) => `index template ${name}`,
          ),
          ...['isp-metrics-health', 'isp-metrics-health-series'].map((name) => `index template ${name}`),
          ...['isp-logs', 'isp-metrics', 'isp-metrics-health'].map((name) => `write alias ${name}`),
          'ingest pipeline isp-logs-documents',
          'role isp-role',
          'user isp',
          ...(isElasticsearch
            ? []
            : [
                'role mapping isp-role',
                ...['isp-logs', 'isp-logs-dated', 'isp-metrics', 'isp-metrics-dated'].map(
                  (name) => `lifecycle policy ${name}-policy`,
                ),
              ]),
        ].sort(),
      )
      expect(made.checks.map(({ status }) => status)).toEqual(Array(4).fill('pass'))
      expect(readFileSync(at.envFile, 'utf8')).toMatch(/^ELASTICSEARCH_USERNAME=isp$/m)
    })

    it('a second run writes nothing', async () => {
      at.stack.clear()
      const again = await at.run('init', '--yes')
      expect({ code: again.code, error: again.error }).toEqual({ code: 0, error: undefined })
      expect(at.stack.writes()).toEqual([])
    })

    it('with another prefix what the first made is named, and is in the way where it is for the same indices', async () => {
      const settings = readFileSync(at.envFile, 'utf8')
      const planned = async (logs: string, metrics: string) => {
        const prefixes = `ELASTICSEARCH_LOG_INDEX_PREFIX=${logs}\nELASTICSEARCH_METRIC_INDEX_PREFIX=${metrics}\n`
        writeFileSync(at.envFile, `${settings}${prefixes}`)
        return at.run('plan')
      }
      try {
        const beside = await planned('acme-logs', 'acme-metrics')
        expect(beside.code).toBe(2)
        expect(beside.notes).toContain(
          '6 index templates of an earlier elkctl or of other settings are no longer part of what it makes, and stay: "isp-logs", "isp-logs-series", "isp-metrics", "isp-metrics-health", "isp-metrics-health-series", "isp-metrics-series"; delete them if nobody uses them',
        )
        const over = await planned('isp', 'metrics')
        expect([over.code, over.error?.message]).toEqual([
          7,
          expect.stringContaining('elkctl made the index template isp-logs with another prefix') as unknown,
        ])
      } finally {
        writeFileSync(at.envFile, settings)
      }
    })

    it('its account finds no difference: what it may not read is not verified', async () => {
      const { plan, error } = await report(['plan', '--profile', 'isp', '--env-file', at.envFile])
      const others = plan.filter(({ action }) => !['unchanged', 'unverified', 'skipped'].includes(action))
      expect({ error, others }).toEqual({ error: undefined, others: [] })
    })

    describeSampleData(() => at, isElasticsearch ? 'elasticsearch' : 'opensearch')
    describeFollowed(() => at)

    it('takes every document that it sends', async () => {
      for (const [index, documents] of Object.entries(samples))
        expect({ index, ...(await send(at, index, documents)) }).toEqual({
          index,
          taken: documents.length,
          refusals: [],
        })
      const health = { document_type: 'health_check', timestamp: '2026-11-26T12:00:00', overall_status: 'healthy' }
      const list = [{ name: 'database', status: 'UP', details: { ms: 3 } }]
      const both = [
        { ...health, components: { database: { status: 'UP' } } },
        { ...health, components: list },
      ]
      expect(await send(at, 'isp-metrics-health', both)).toEqual({ taken: 2, refusals: [] })
    })

    it.each([
      ['isp-logs-*', 'log_level:ERROR', 2],
      ['isp-logs-*', 'service_name:billing AND message:*failed*', 1],
      ['isp-logs-*', 'metadata.user_id:123', 2],
      // Discover reads the documented form with KQL; this is the same for Lucene.
      ['isp-metrics-*', 'metric_type:cpu_usage AND value:>80', 2],
      ['isp-metrics-*', 'service_name:radius', 2],
      ['isp-metrics-*', 'host_name:server1', 8],
      ['isp-health-*', 'components.database_status:UP', 2],
    ])('finds in %s what is searched for: %s', async (index, query, expected) => {
      expect(await count(index, query)).toBe(expected)
    })

    describePanels(() => at)

    it('takes what Filebeat sends through Logstash, a line that is no JSON', async () => {
      const time = '2026-11-26T12:00:00.000Z'
      const line = {
        ...{ '@timestamp': time, '@version': '1', timestamp: time, message: 'started', host_name: 'web-1' },
        ...{ host: { name: 'web-1', os: { family: 'debian' } }, agent: { type: 'filebeat', version: '7.17.29' } },
        ...{ input: { type: 'filestream' }, log: { offset: 0, file: { path: '/var/log/isp_management/app.log' } } },
        tags: ['beats_input_codec_plain_applied'],
      }
      expect(await send(at, 'isp-logs-2026.11.26', [line])).toEqual({ taken: 1, refusals: [] })
      expect(await count('isp-logs-*', 'host_name:web-1 AND message:started')).toBe(1)
    })

    it('its times without a zone are UTC', async () => {
      const range = '@timestamp:[2026-11-26T12:00:01 TO 2026-11-26T12:00:01.999]'
      expect([await count('isp-logs-*', range), await count('isp-logs-*', range.slice(1))]).toEqual([1, 1])
    })

    it('takes a thousand malformed ones, and keeps them findable', async () => {
      const documents = malformed(1000, 20261126)
      let taken = 0
      for (const index of Object.keys(samples)) {
        const theirs = documents.filter((one) => one.index === index).map(({ document }) => document)
        const sent = await send(at, index, theirs)
        expect({ index, refusals: sent.refusals }).toEqual({ index, refusals: [] })
        taken += sent.taken
      }
      expect(taken).toBe(1000)
    })

    it('every panel answers from them too', async () => {
      expect(await failuresOfPanels(at)).toEqual([])
    })

    it('nothing of what its documentation calls common issues is there while its documents arrive', async () => {
      const before = await at.run('verify')
      const today = formatDate('%Y.%m.%d', Date.now())
      for (const prefix of ['isp-logs', 'isp-metrics'])
        await send(at, `${prefix}-${today}`, [{ timestamp: new Date().toISOString() }])
      // At once: ISM shows a new index a moment later, and that is no failure.
      const after = await at.run('verify')
      const title = `Logs Not Appearing in ${isElasticsearch ? 'Elasticsearch' : 'OpenSearch'}`
      const logs = ({ checks }: typeof after) => checks.find((check) => check.title === title)
      expect([before.code, after.code]).toEqual([0, 0])
      expect(logs(before)?.detail).toMatch(/isp-metrics-2026\.11\.26/)
      expect(logs(after)).toEqual({
        id: 'common-issue.no-index-of-a-day',
        title,
        status: 'pass',
        detail: `no: isp-logs-${today} is there; isp-metrics-${today} is there`,
      })
    })

    it('a format of dates that cannot work is found, and is gone after --fix-settings', async () => {
      const good = readFileSync(at.envFile, 'utf8')
      writeFileSync(at.envFile, good.replace('%Y.%m.%d', 'YYYY.MM.dd'))
      const broken = await at.run('verify')
      expect({ code: broken.code, verdict: broken.verdict }).toEqual({
        code: 1,
        verdict: expect.stringMatching(/1 common issue found \(Logs Not Appearing in /) as unknown,
      })
      expect((await at.run('init', '--yes', '--fix-settings')).code).toBe(0)
      expect(readFileSync(at.envFile, 'utf8')).toBe(good)
      expect((await at.run('verify')).code).toBe(0)
    })

    it('has the rights that it needs, and no others', async () => {
      const { code, error, access, checks } = await at.run('verify', '--access', '--write-probe')
      const wrong = access?.rights
        .filter(({ status }) => !['pass', 'skip'].includes(status))
        .map(({ title, status, evidence }) => ({ title, status, evidence }))
      expect({ code, error, wrong, checks: checks.map(({ status }) => status) }).toEqual({
        ...{ code: 0, error: undefined, wrong: [] },
        checks: Array(7).fill('pass'),
      })
    })

    it('with shards to shrink and replicas, each shape of index keeps its policy, which a second run leaves alone', async () => {
      const before = readFileSync(at.envFile, 'utf8')
      writeFileSync(at.envFile, `${before}ELASTICSEARCH_NUMBER_OF_SHARDS=3\nELASTICSEARCH_NUMBER_OF_REPLICAS=1\n`)
      const changed = await at.run('init', '--yes')
      expect({ code: changed.code, error: changed.error }).toEqual({ code: 0, error: undefined })
      at.stack.clear()
      const again = await at.run('init', '--yes')
      expect({ code: again.code, writes: at.stack.writes() }).toEqual({ code: 0, writes: [] })
      if (isElasticsearch) return
      for (const [index, name] of [
        ['isp-logs-000001', 'isp-logs-policy'],
        ['isp-logs-2026.11.26', 'isp-logs-dated-policy'],
        ['isp-metrics-health-000001', 'isp-metrics-policy'],
      ]) {
        expect({ index, policy: await policyOf(String(index)) }).toEqual({ index, policy: name })
        expect(JSON.stringify(await ism(`policies/${name}`))).toContain('"num_new_shards":1')
      }
    })

    it('loses its users, their roles, and nothing else', async () => {
      const made = await at.run(
        'create-user isp-viewer --read-only --yes',
        '--credentials-file',
        `${at.envFile}.viewer`,
      )
      expect({ code: made.code, checks: made.checks.map(({ status }) => status) }).toEqual({
        code: 0,
        checks: ['pass'],
      })
      const missing = async () => {
        const { plan } = await at.run('plan')
        const changed = plan.filter(({ action }) => action !== 'unchanged' && action !== 'skipped')
        return changed.map(({ action, kind, name }) => `${action} ${kind} ${name}`).sort()
      }
      expect((await at.run('delete-user isp-viewer --yes')).code).toBe(0)
      expect(await missing()).toEqual([])
      expect((await at.run('delete-user isp --yes')).code).toBe(0)
      const mapping = isElasticsearch ? [] : ['create role mapping isp-role']
      expect(await missing()).toEqual(['create role isp-role', ...mapping, 'create user isp'])
    })

    // OpenVidu and DODAS have policies of their own for the same indices, which is a conflict where there are some.
    describeBeside(() => at, isElasticsearch ? ['openvidu', 'dodas'] : ['dodas'])
  })
}
