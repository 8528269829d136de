import { readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import type { Runs } from './runs.js'
import { planned, type Situation } from './situation.js'

/** Under a name of ours, and with grants that ours has not. In the very end `destroy` puts it back. */
export function describeAdoption(at: Situation, runs: Runs): void {
  it('is left alone without --adopt: 7, nothing is written, and it is said what it would lose', async () => {
    const { result, writes } = (await runs.refused()) ?? {}
    expect({ code: result?.code, writes }).toEqual({ code: 7, writes: [] })
    expect(result && planned(result, 'blocked')).toEqual(['role openvidu-role'])
    expect(result?.error?.message).toMatch(/it exists, elkctl did not write it, and it grants .*strangers-\*/)
    expect(result?.error?.hint).toContain('--adopt')
  })

  it('is taken over with --adopt, with what else others had under our names; a backup has it all', async () => {
    const first = await runs.first()
    expect(first.code).toBe(0)
    expect(planned(first, 'update')).toEqual(expect.arrayContaining(at.takenOver))
    const { objects } = JSON.parse(readFileSync(String(first.backup), 'utf8')) as {
      objects: { kind: string; name: string; body: object }[]
    }
    expect(objects.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(at.takenOver)
    expect(JSON.stringify(objects.find(({ kind }) => kind === 'role')?.body)).toContain('strangers-*')
  })
}
