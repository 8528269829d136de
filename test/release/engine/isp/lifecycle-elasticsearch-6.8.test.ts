import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../../../sandbox/package-folder.js'
import { becomes } from '../../../engine/whole-run/data-in-seconds.js'
import { ispOn, type Situation } from '../../../engine/isp/situation.js'

/** The profile's own data files; only the ages are short: no engine lets a test make an index that is days old. */
function inSeconds(): string {
  const folder = mkdtempSync(join(tmpdir(), 'elkctl-isp-seconds-'))
  for (const room of ['templates', 'roles'])
    cpSync(join(packageFolder(), room, 'isp'), join(folder, room, 'isp'), { recursive: true })
  const policies = join(folder, 'templates/isp/lifecycle-policies')
  const ages: [string, string][] = [
    ['"max_age": "7d"', '"max_age": "7d", "max_docs": 2'],
    ['${warmDays}d', '8s'],
    ['${coldDays}d', '20s'],
    ['${retentionDays}d', '32s'],
  ]
  for (const file of readdirSync(policies).filter((name) => name.endsWith('.elasticsearch.json'))) {
    const text = readFileSync(join(policies, file), 'utf8')
    writeFileSync(
      join(policies, file),
      ages.reduce((changed, [from, to]) => changed.replaceAll(from, to), text),
    )
  }
  return folder
}

describe('both shapes of indices under the one policy, on the real ILM of Elasticsearch 6.8', () => {
  let at: Situation
  let data: string
  const [first, dated, other] = ['isp-logs-000001', 'isp-logs-2026.11.26', 'isp-logs-other']
  /** every state in which an index was seen: "hot/complete" */
  const seen = new Map<string, Set<string>>()
  const look = async () => {
    const { body } = await at.admin('GET', '/isp-logs-*/_ilm/explain')
    const { indices } = body as unknown as { indices: Record<string, { phase?: string; step?: string }> }
    for (const [index, { phase, step }] of Object.entries(indices)) {
      const name = index.replace(/^shrink-/, '')
      seen.set(name, (seen.get(name) ?? new Set()).add(`${String(phase)}/${step === 'ERROR' ? step : ''}`))
    }
    return Object.keys(indices).sort()
  }

  beforeAll(async () => {
    data = inSeconds()
    at = await ispOn('elasticsearch-6.8', { ELASTICSEARCH_NUMBER_OF_SHARDS: '2' }, data)
    await at.admin('PUT', '/_cluster/settings', { transient: { 'indices.lifecycle.poll_interval': '1s' } })
    const { code, error, checks } = await at.run('init', '--yes', '--write-env')
    const failed = checks.filter(({ status }) => status !== 'pass')
    expect({ code, error, failed }).toEqual({ code: 0, error: undefined, failed: [] })
  }, 400_000)
  afterAll(async () => {
    rmSync(data, { recursive: true, force: true })
    await at.stop()
  })

  it('live, and are deleted; the alias goes on', async () => {
    for (const index of ['isp-logs', 'isp-logs', dated, other])
      expect((await at.admin('POST', `/${index}/_doc`, { message: 'x' })).status).toBe(201)
    expect(await becomes(async () => (await look()).includes('isp-logs-000002'), 30)).toBe(true)
    expect(await becomes(async () => (await look()).join() === 'isp-logs-000002', 120)).toBe(true)
    for (const index of [first, dated, other])
      expect({
        index,
        phases: [...(seen.get(index) ?? [])].filter((state) => !/^(new|delete|undefined)/.test(state)),
      }).toEqual({
        index,
        phases: ['hot/', 'warm/', 'cold/'],
      })
    expect([...seen.values()].flatMap((states) => [...states]).filter((state) => state.endsWith('ERROR'))).toEqual([])
    const { body, status } = await at.admin('POST', '/isp-logs/_doc', { message: 'y' })
    expect({ status, index: body['_index'] }).toEqual({ status: 201, index: 'isp-logs-000002' })
  }, 200_000)

  it('a run of init afterwards finds the alias where ILM has taken it, and writes nothing', async () => {
    at.stack.clear()
    const { code, error } = await at.run('init', '--yes')
    expect({ code, error }).toEqual({ code: 0, error: undefined })
    expect(at.stack.writes()).toEqual([])
  })
})
