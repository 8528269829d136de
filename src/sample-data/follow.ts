import { ElkctlError } from '../errors.js'
import type { BulkResult } from './bulk.js'
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
  /** of all rounds so far, and of what was sent before them */
  result: BulkResult
  /** sends every document that is later than `after` and not later than `upTo`; `round` is up to date when it throws */
  send: (after: number, upTo: number, round: BulkResult) => Promise<void>
  now: () => number
  /** ends early when the run is stopped */
  sleep: (milliseconds: number) => Promise<unknown>
  stopped: () => boolean
  /** after each round: all documents up to this moment are there */
  onRound: (upTo: number) => void
  /** a round that failed is repeated */
  onTrouble: (error: ElkctlError) => void
}

export interface Followed {
  ended: 'finished' | 'stopped' | ElkctlError
  /** all documents up to this moment are there */
  upTo: number
}

/**
 * Sends documents as their time comes. A round is never cut off in the middle, so what is there is whole up to a moment. A server that does not answer is
 * asked again until the time of what it has is over: until then nobody sees a difference.
 */
export async function follow(following: Following): Promise<Followed> {
  const { from, until, now, sleep, stopped, onRound, onTrouble } = following
  let upTo = from
  while (upTo < until) {
    await sleep(roundEvery)
    if (stopped()) return { ended: 'stopped', upTo }
    const next = Math.min(now() + sentAhead, until)
    const error = await round(following, upTo, next)
    if (error === undefined) {
      upTo = next
      onRound(upTo)
    } else if (error.exit !== 'unreachable' || now() >= upTo) return { ended: error, upTo }
    else onTrouble(error)
  }
  return { ended: 'finished', upTo }
}

/** What an attempt that failed has written is found there by the next one, and counted once. @returns why it failed */
async function round({ send, result }: Following, after: number, upTo: number): Promise<ElkctlError | undefined> {
  const thisRound: BulkResult = { written: 0, alreadyThere: 0, refused: 0, reasons: new Map(), retries: 0 }
  let failure: ElkctlError | undefined
  try {
    await send(after, upTo, thisRound)
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    failure = error
  }
  result.retries += thisRound.retries
  if (failure === undefined) {
    result.written += thisRound.written + thisRound.alreadyThere
    result.refused += thisRound.refused
    for (const [reason, count] of thisRound.reasons)
      result.reasons.set(reason, (result.reasons.get(reason) ?? 0) + count)
  }
  return failure
}

/** Those that are later than `after` and not later than `upTo`. */
export function* between(documents: Iterable<SampleDocument>, after: number, upTo: number): Generator<SampleDocument> {
  for (const document of documents) if (document.time > after && document.time <= upTo) yield document
}
