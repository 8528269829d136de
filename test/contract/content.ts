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
    expect(applied(first).length).toBe(planned(first, 'create').length)
    expect(applied(first)).toEqual(
      expect.arrayContaining(['ingest pipeline openvidu-kurento-pipeline', 'index template openvidu-events']),
    )
    expect(first.checks.filter(({ status }) => status !== 'pass')).toEqual([])
    expect(first.checks.length).toBeGreaterThanOrEqual(10)
  })

  it('are left alone by the second run: no write, at most 10 requests, whoever signs in', async () => {
    for (const run of [at.elkctl, at.asAdmin]) {
      at.stack.clear()
      const second = await run('init', '--yes', ...(at.hasSecurity ? ['--write-env'] : []))
      expect(second.error).toBeUndefined()
      expect(second.code).toBe(0)
      expect(planned(second, 'create', 'update', 'blocked')).toEqual([])
      expect(at.stack.writes()).toEqual([])
      expect(at.stack.requests().length).toBeLessThanOrEqual(10)
    }
  })

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
