import { describe, expect, it } from '@jest/globals'
import { atOnce } from '../../../src/engine/at-once.js'

const twenty = Array.from({ length: 20 }, (_, number) => number)
const later = () => new Promise((resolve) => setImmediate(resolve))

describe('several at a time', () => {
  it('are 8, in their order, until all are done', async () => {
    let [now, most] = [0, 0]
    const begun: number[] = []
    const ends = await atOnce(
      twenty,
      async (item) => {
        begun.push(item)
        most = Math.max(most, ++now)
        await later()
        now--
        return undefined
      },
      new AbortController().signal,
    )
    expect([most, now, begun]).toEqual([8, 0, twenty])
    expect([...ends]).toEqual(twenty.map((item) => [item, undefined]))
  })

  it('end what is under way, and begin no more, when they are stopped', async () => {
    const stop = new AbortController()
    const ends = await atOnce(
      twenty,
      async (item) => {
        await later()
        if (item === 8) stop.abort()
        return undefined
      },
      stop.signal,
    )
    expect(ends.size).toBe(16)
  })
})
