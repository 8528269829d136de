import { expect, it } from '@jest/globals'
import { families, sampleOf, until, withoutUntil, type Sample, type Situation } from './situation.js'

const real = { '@timestamp': '2026-11-21T10:00:00.000Z', message: 'a real line', cluster_id: 'my_cluster' }
const realIndices = ['openvidu-logs-2026.11.21', 'filebeat-nginx-2026.11.21', 'filebeat-nginx-2026.10.01']

/** Over what is loaded already; three documents of others are left in the end. */
export function describeRemoval(at: Situation, { flags, documents }: Sample): void {
  it('writes nothing twice, also without --until', async () => {
    const again = await at.load(withoutUntil(flags))
    expect(again).toMatchObject({
      code: 0,
      sampleData: { written: 0, alreadyThere: documents.length, until: '2026-11-21T00:40:07.000Z' },
    })
    expect(again.verdict).toContain('Nothing to do')
    expect(await at.count()).toBe(documents.length)
  }, 120_000)

  it('does not put other sample data on top', async () => {
    const other = await at.load(['--seed', '8'])
    expect(other.code).toBe(7)
    expect(other.error?.message).toContain(withoutUntil(flags).join(' '))
    const more = await at.load([...withoutUntil(flags), '--follow'])
    expect(more.code).toBe(7)
    expect(more.error?.message).toBe(
      'The sample data that is there was loaded without --follow, and ends at 2026-11-21T00:40:07.000Z.',
    )
  })

  it('removes its documents and leaves others alone, with the index they are in', async () => {
    for (const index of realIndices)
      expect((await at.admin('PUT', `/${index}/_doc/real?refresh=true`, real)).status).toBe(201)
    const removed = await at.remove()
    expect(removed).toMatchObject({
      code: 0,
      sampleData: {
        deleted: documents.length,
        indicesKept: ['filebeat-nginx-2026.11.21', 'openvidu-logs-2026.11.21'],
      },
    })
    expect(await at.count()).toBe(3)
    const { body } = await at.admin('GET', `/${families}/_search?q=message:real`)
    expect((body['hits'] as { hits: { _id: string }[] }).hits.map(({ _id }) => _id)).toEqual(['real', 'real', 'real'])
    // `openvidu` was there before: it stays, as every index that init or OpenVidu has made.
    expect((await at.admin('HEAD', '/openvidu')).status).toBe(200)
    expect((await at.admin('HEAD', '/filebeat-redis-2026.11.21')).status).toBe(404)
  }, 120_000)

  it('finds nothing to remove the second time', async () => {
    const again = await at.remove()
    expect(again).toMatchObject({
      code: 0,
      verdict: 'Nothing to do: there is no sample data.',
      sampleData: { deleted: 0, indicesDeleted: [] },
    })
  })
}

/** Over the documents of others that the removal has left; nothing is left in the end. */
export function describeMixing(at: Situation): void {
  const { flags, documents } = sampleOf({ seed: 7, until, hours: 0.25, scale: 0.05 })

  it('does not mix with real data unless --yes says so', async () => {
    const refused = await at.load(flags)
    expect(refused.code).toBe(3)
    expect(refused.error?.message).toMatch(/holds 3 documents that are not sample data .* no terminal to confirm it/)
    expect(refused.error?.hint).toContain('--yes')
    expect(await at.count()).toBe(3)
    const mixed = await at.load([...flags, '--yes'])
    expect(mixed).toMatchObject({ code: 0, sampleData: { written: documents.length } })
    expect(mixed.notes.join()).toContain('3 documents that are not sample data')
    await at.remove()
    for (const index of realIndices) await at.admin('DELETE', `/${index}`)
    expect(await at.count()).toBe(0)
  }, 120_000)
}
