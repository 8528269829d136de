import { ApiError, ElkctlError } from '../errors.js'
import { reasonIn, refusal } from '../http/answer.js'
import { expectShape } from '../http/shape.js'
import type { Reply, Writer } from '../stack/stack.js'
import type { SampleDocument } from './document.js'

/** What has become of the documents so far. */
export interface BulkResult {
  written: number
  /** an earlier load had written them already */
  alreadyThere: number
  /** not taken, and not worth another try */
  refused: number
  /** why, each reason once, with how many */
  reasons: Map<string, number>
  /** how often documents were sent again because the server was busy */
  retries: number
}

export const nothingSent: Readonly<BulkResult> = {
  written: 0,
  alreadyThere: 0,
  refused: 0,
  reasons: new Map(),
  retries: 0,
}

/** What has become of the documents of both. */
export function sum(one: BulkResult, other: BulkResult): BulkResult {
  const reasons = new Map(one.reasons)
  for (const [reason, count] of other.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + count)
  return {
    written: one.written + other.written,
    alreadyThere: one.alreadyThere + other.alreadyThere,
    refused: one.refused + other.refused,
    reasons,
    retries: one.retries + other.retries,
  }
}

export interface Sent {
  result: BulkResult
  /** an error: the server refused a whole request, or stayed busy; what was under way is over by then */
  ended: 'finished' | 'stopped' | ElkctlError
}

export interface BulkOptions {
  writer: Writer
  /** with which all documents are stored */
  routing: string
  /** the most documents of a request, where the application has a limit of its own */
  documents?: number | undefined
  /** called after each request */
  onProgress: (result: BulkResult) => void
  onWaiting: (why: string, milliseconds: number) => void
  /** true: stop before the next request */
  stopped: () => boolean
  /** called once for each index, before the first document goes there */
  prepareIndex: (index: string) => Promise<void>
  sleep: (milliseconds: number) => Promise<unknown>
}

/** A request has at most this many bytes (AWS takes 10 MiB on small machines) and documents. */
export const batchLimits = { bytes: 5_000_000, documents: 5000 }

/** A busy server is asked again after half a second, then one, two … up to 16 seconds: a minute in all. */
const patience = { first: 500, longest: 16_000, tries: 9 }

/** What a document becomes in the body of a bulk request: two lines. */
interface Item {
  document: SampleDocument
  lines: string
}

/** So many requests are under way at once: an engine indexes one with one core, and waits while the next one is being made. */
const parallelRequests = 2

/**
 * Sends the documents batch by batch. `create` leaves alone what is there already, so the same documents can be sent again: that is
 * how an interrupted load goes on.
 */
export async function sendAll(documents: Iterable<SampleDocument>, options: BulkOptions): Promise<Sent> {
  const result: BulkResult = { ...nothingSent, reasons: new Map() }
  const prepared = new Map<string, Promise<void>>()
  const prepare = (index: string): Promise<void> => {
    const ready = prepared.get(index) ?? options.prepareIndex(index)
    prepared.set(index, ready)
    return ready
  }
  let failed = false
  const untilFailed = { ...options, stopped: () => failed || options.stopped() }
  const rest = batches(documents, options)
  const lane = async (): Promise<'finished' | 'stopped'> => {
    try {
      // A lane that ends early ends the other one too: they share the batches.
      for (const batch of rest) {
        if (untilFailed.stopped()) return 'stopped'
        for (const index of new Set(batch.map(({ document }) => document.index))) await prepare(index)
        if ((await sendBatch(batch, untilFailed, result)) === 'stopped') return 'stopped'
      }
      return 'finished'
    } catch (error) {
      failed = true
      throw error
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: parallelRequests }, lane))
  const failure = ends.find((end) => end.status === 'rejected')
  if (failure !== undefined) {
    const error: unknown = failure.reason
    if (!(error instanceof ElkctlError)) throw error
    return { result, ended: error }
  }
  const isStopped = ends.some((end) => end.status === 'fulfilled' && end.value === 'stopped')
  return { result, ended: isStopped ? 'stopped' : 'finished' }
}

function* batches(
  documents: Iterable<SampleDocument>,
  { routing, documents: most = batchLimits.documents }: BulkOptions,
): Generator<Item[]> {
  let batch: Item[] = []
  let bytes = 0
  for (const document of documents) {
    const { index, id, pipeline } = document
    const action = { create: { _index: index, _id: id, routing, ...(pipeline !== undefined && { pipeline }) } }
    const lines = `${JSON.stringify(action)}\n${JSON.stringify(document.document)}\n`
    const size = Buffer.byteLength(lines)
    if (batch.length > 0 && (bytes + size > batchLimits.bytes || batch.length >= most)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push({ document, lines })
    bytes += size
  }
  if (batch.length > 0) yield batch
}

async function sendBatch(batch: Item[], options: BulkOptions, result: BulkResult): Promise<'sent' | 'stopped'> {
  let left = batch
  for (let tries = 1; ; tries++) {
    const reply = await options.writer.bulk(
      '/_bulk?filter_path=items.*.status,items.*.error',
      left.map(({ lines }) => lines).join(''),
    )
    const { busy, why } = busyRequest(reply) ?? readItems(reply, left, result)
    options.onProgress(result)
    if (busy === 'all' ? false : busy.length === 0) return 'sent'
    if (busy !== 'all') left = busy
    if (tries >= patience.tries)
      throw new ElkctlError(`The server stays too busy for ${left.length} documents: ${why}`, {
        exit: 'unreachable',
        hint: 'Run the same command again when it is less busy: it resumes from here.',
      })
    const pause = Math.min(patience.first * 2 ** (tries - 1), patience.longest)
    result.retries += 1
    options.onWaiting(why, pause)
    await options.sleep(pause)
    if (options.stopped()) return 'stopped'
  }
}

interface Busy {
  /** documents to be sent again */
  busy: Item[] | 'all'
  why: string
}

const isBusy = (status: number): boolean => status === 429 || status === 503

/** @throws ApiError when the whole request was refused for another reason than being busy */
function busyRequest(reply: Reply): Busy | undefined {
  if (reply.status === 200) return undefined
  if (!isBusy(reply.status)) throw refusal(reply, 'Writing sample data')
  return { busy: 'all', why: `${reply.status} ${reasonIn(reply)}` }
}

interface ItemAnswer {
  create?: { status: number; error?: { type?: string; reason?: string; caused_by?: { reason?: string } } }
}

/** Each document has a status of its own, although the request's is 200. */
function readItems(reply: Reply, sent: Item[], result: BulkResult): Busy {
  const answers: ItemAnswer[] = expectShape(reply, 'Writing sample data', { items: 'objects' }).items
  if (answers.length !== sent.length)
    throw new ElkctlError(`The bulk request had ${sent.length} documents, its answer has ${answers.length}.`, {
      exit: 'failure',
      hint: 'Is there a proxy in between that changes bodies?',
    })
  const busy: Item[] = []
  let why = ''
  sent.forEach((item, index) => {
    const { status = 0, error } = answers[index]?.create ?? {}
    const reason = [error?.reason, error?.caused_by?.reason].filter((part) => part !== undefined).join(': ')
    if (status >= 200 && status < 300) result.written += 1
    else if (status === 409) result.alreadyThere += 1
    else if (isBusy(status)) {
      busy.push(item)
      why = `${status} ${reason}`
    } else if (status === 401 || status === 403)
      throw new ApiError(`Writing to ${item.document.index} was refused: ${status} ${reason}`, {
        status,
        hint: 'Does the account have the role of the service account? elkctl init makes both.',
      })
    else {
      result.refused += 1
      const told = `${item.document.index.replace(/[-.\d]*$/, '')}: ${status} ${reason}`
      result.reasons.set(told, (result.reasons.get(told) ?? 0) + 1)
    }
  })
  return { busy, why }
}
