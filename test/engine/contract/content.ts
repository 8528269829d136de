import { expect, it } from '@jest/globals'
import { applied, planned, type Situation } from './situation.js'
import type { Runs } from './runs.js'

/** Templates and pipelines; and what is true of a run as a whole. */
export function describeContent(at: Situation, runs: Runs): void {
  it('are made by the first run, and every document that OpenVidu sends comes back as it must', async () => {
    const first = await runs.first()
    expect(first.error).toBeUndefined()
    expect(first.code).toBe(0)
    expect(first.outcomes.filter(({ status }) => status !== 'applied')).toEqual([])
    expect(applied(first).length).toBe(planned(first, 'create', 'update').length)
    expect(applied(first)).toEqual(
      expect.arrayContaining(['ingest pipeline openvidu-kurento-pipeline', 'index template openvidu-events']),
    )
    expect(first.checks.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(first.checks.length).toBeGreaterThanOrEqual(10)
  })

  it('are left alone by the second run: no write, at most 9 requests (12 of OpenSearch), whoever signs in', async () => {
    for (const run of [at.elkctl, at.asAdmin]) {
      at.stack.clear()
      const second = await run('init', '--yes', ...(at.hasSecurity ? ['--write-env'] : []))
      expect(second.error).toBeUndefined()
      expect(second.code).toBe(0)
      expect(planned(second, 'create', 'update', 'blocked')).toEqual([])
      expect(at.stack.writes()).toEqual([])
      const requests = at.stack.requests()
      expect(requests.length > (at.isOpenSearch ? 12 : 9) ? requests : []).toEqual([])
    }
  })

  // Both dialects have a stack without security, and nothing of this depends on it.
  if (!at.hasSecurity)
    it('reach an index that is still written as far as they can: its pipeline is set, its old mapping is told until it ends', async () => {
      await runs.first()
      const index = 'filebeat-nginx-2999.01.01'
      const yesterday = 'filebeat-nginx-2021.03.03'
      await at.search('DELETE', '/_index_template/openvidu-filebeat-nginx')
      for (const name of [index, yesterday]) await at.search('PUT', `/${name}`)
      const before = await at.asAdmin('verify')
      expect(planned(before, 'update')).toContain(`index pipeline ${index}`)
      const made = await at.initAsAdmin()
      expect(made.error).toBeUndefined()
      expect(made.code).toBe(0)
      expect(applied(made).filter((name) => name.startsWith('index pipeline'))).toEqual([`index pipeline ${index}`])
      const { body } = await at.search('GET', `/${index}/_settings`)
      expect(body[index]).toMatchObject({ settings: { index: { default_pipeline: 'openvidu-nginx-pipeline' } } })

      at.stack.clear()
      const again = await at.initAsAdmin()
      expect(at.stack.writes()).toEqual([])
      const told = /^filebeat-nginx-2999\.01\.01 was made before its template .* until 2999-01-02 00:00 UTC/
      for (const { notes } of [before, made, again]) expect(notes.filter((note) => told.test(note))).toHaveLength(1)
      await at.search('DELETE', `/${index},${yesterday}`)
    })

  if (at.isWhole)
    it('are found changed, shown and repaired, and nothing else with them', async () => {
      const { found, repaired, changed } = await runs.drift()
      expect(found.code).toBe(2)
      expect(planned(found, 'create', 'update').sort()).toEqual([...changed].sort())
      expect(repaired.error).toBeUndefined()
      expect(repaired.code).toBe(0)
      expect(applied(repaired).sort()).toEqual([...changed].sort())
      const { body } = await at.search('GET', '/_ingest/pipeline/openvidu-kurento-pipeline')
      expect(body['openvidu-kurento-pipeline']).toMatchObject({
        description: expect.stringContaining('Kurento log lines') as unknown,
      })
    })
}
