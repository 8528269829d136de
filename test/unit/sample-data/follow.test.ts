import { describe, expect, it } from '@jest/globals'
import { ElkctlError } from '../../../src/errors.js'
import { nothingSent, type BulkResult, type Sent } from '../../../src/sample-data/bulk.js'
import type { SampleDocument } from '../../../src/sample-data/document.js'
import { between, follow, roundEvery, sentAhead } from '../../../src/sample-data/follow.js'

const hour = 3_600_000
const away = new ElkctlError('connection refused', { exit: 'unreachable', hint: '' })

/** A clock that sleeping alone moves on, and a server whose rounds go as told: 3 documents each. */
function world({ rounds = Infinity, fails = () => undefined }: Partial<World>) {
  let time = 0
  const sent: [number, number][] = []
  const troubles: number[] = []
  const done: [number, number][] = []
  let before = 0
  const following = (from: number, until: number) =>
    follow({
      from,
      until,
      send: (after, upTo) => {
        const error = fails(time)
        if (error !== undefined) {
          before = 1
          return Promise.resolve<Sent>({ result: { ...nothingSent, written: 1, retries: 1 }, ended: error })
        }
        sent.push([after, upTo])
        const result = { ...nothingSent, written: 3 - before, alreadyThere: before }
        before = 0
        return Promise.resolve<Sent>({ result, ended: 'finished' })
      },
      now: () => time,
      sleep: (milliseconds) => {
        time += milliseconds
        return Promise.resolve()
      },
      stopped: () => time >= rounds * roundEvery,
      onRound: (upTo, { written }) => done.push([upTo, written]),
      onTrouble: () => troubles.push(time),
    })
  return { following, sent, troubles, done }
}

interface World {
  /** Ctrl-C comes while it waits for this one */
  rounds: number
  fails: (time: number) => ElkctlError | undefined
}

const written = (documents: number, retries = 0): BulkResult => ({ ...nothingSent, written: documents, retries })

describe('following', () => {
  it('sends what is due in rounds without a gap, up to the end', async () => {
    const { following, sent, done } = world({})
    expect(await following(sentAhead, hour)).toEqual({ ended: 'finished', upTo: hour, result: written(18) })
    const ends = [1, 2, 3, 4, 5, 6].map((number) => sentAhead + number * roundEvery)
    expect(done).toEqual(ends.map((end, number) => [end, 3 * (number + 1)]))
    expect(sent).toEqual(ends.map((end) => [end - roundEvery, end]))
  })

  it('ends at Ctrl-C between two rounds', async () => {
    const { following, sent } = world({ rounds: 3 })
    expect(await following(sentAhead, hour)).toEqual({
      ...{ ended: 'stopped', upTo: sentAhead + 2 * roundEvery, result: written(6) },
    })
    expect(sent).toHaveLength(2)
  })

  it('repeats a round that did not reach the server, and counts each document once', async () => {
    const { following, sent, troubles } = world({
      rounds: 4,
      fails: (time) => (time <= 2 * roundEvery ? away : undefined),
    })
    expect(await following(sentAhead, hour)).toEqual({
      ...{ ended: 'stopped', upTo: sentAhead + 3 * roundEvery, result: written(3, 2) },
    })
    expect(troubles).toEqual([roundEvery, 2 * roundEvery])
    expect(sent).toEqual([[sentAhead, sentAhead + 3 * roundEvery]])
  })

  it('gives up when the time of what is there is over', async () => {
    const { following, troubles } = world({ fails: () => away })
    expect(await following(sentAhead, hour)).toEqual({ ended: away, upTo: sentAhead, result: written(0, 6) })
    expect(troubles.at(-1)).toBe(sentAhead - roundEvery)
  })

  it('ends at once where the server refuses', async () => {
    const refused = new ElkctlError('403', { exit: 'access', hint: '' })
    const { following, troubles } = world({ fails: () => refused })
    expect(await following(sentAhead, hour)).toEqual({ ended: refused, upTo: sentAhead, result: written(0, 1) })
    expect(troubles).toEqual([])
  })

  it('has nothing to do for data whose end is there', async () => {
    const { following, sent } = world({})
    expect(await following(hour, hour)).toEqual({ ended: 'finished', upTo: hour, result: written(0) })
    expect(sent).toEqual([])
  })

  it('takes each document in one round', () => {
    const documents = [0, 1, 2, 3].map((time): SampleDocument => ({ index: 'i', id: String(time), time, document: {} }))
    expect([...between(documents, -Infinity, 1)].map(({ time }) => time)).toEqual([0, 1])
    expect([...between(documents, 1, 3)].map(({ time }) => time)).toEqual([2, 3])
  })
})
