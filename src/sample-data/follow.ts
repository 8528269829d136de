import type { ElkctlError } from '../errors.js'
import { nothingSent, sum, type BulkResult, type Sent } from './bulk.js'
import type { SampleDocument } from './document.js'

/** Data is sent this long before its time, milliseconds: so long a server may be away. */
export const sentAhead = 1_800_000

/** milliseconds between two rounds */
export const roundEvery = 300_000

export interface Following {
  /** all documents up to this moment are there; epoch milliseconds */
  from: number
  /** the last moment of the data */
  until: number
  /** sends every document that is later than `after` and not later than `upTo` */
  send: (after: number, upTo: number) => Promise<Sent>
  now: () => number
  /** ends early when the run is stopped */
  sleep: (milliseconds: number) => Promise<unknown>
  stopped: () => boolean
  /** after each round: all documents up to this moment are there; `result` is of all rounds so far */
  onRound: (upTo: number, result: BulkResult) => void
  /** a round that failed is repeated */
  onTrouble: (error: ElkctlError) => void
}

export interface Followed {
  ended: 'finished' | 'stopped' | ElkctlError
  /** all documents up to this moment are there */
  upTo: number
  /** of all rounds */
  result: BulkResult
}

/**
 * Sends documents as their time comes. A round is never cut off in the middle, so what is there is whole up to a moment. A server that does not answer is
 * asked again until the time of what it has is over: until then nobody sees a difference.
 */
export async function follow(following: Following): Promise<Followed> {
  const { from, until, send, now, sleep, stopped, onRound, onTrouble } = following
  let [upTo, result]: [number, BulkResult] = [from, nothingSent]
  while (upTo < until) {
    await sleep(roundEvery)
    if (stopped()) return { ended: 'stopped', upTo, result }
    const next = Math.min(now() + sentAhead, until)
    const round = await send(upTo, next)
    result = withRound(result, round)
    if (round.ended === 'finished') {
      upTo = next
      onRound(upTo, result)
    } else if (round.ended === 'stopped' || round.ended.exit !== 'unreachable' || now() >= upTo)
      return { ended: round.ended, upTo, result }
    else onTrouble(round.ended)
  }
  return { ended: 'finished', upTo, result }
}

/** What an attempt that failed has written is found there by the next one, and counted once. */
function withRound(before: BulkResult, { result, ended }: Sent): BulkResult {
  return sum(
    before,
    ended === 'finished'
      ? { ...result, written: result.written + result.alreadyThere, alreadyThere: 0 }
      : { ...nothingSent, retries: result.retries },
  )
}

/** Those that are later than `after` and not later than `upTo`. */
export function* between(documents: Iterable<SampleDocument>, after: number, upTo: number): Generator<SampleDocument> {
  for (const document of documents) if (document.time > after && document.time <= upTo) yield document
}
