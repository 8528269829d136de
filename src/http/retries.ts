import type { Json } from '../json.js'
import { UnreachableError } from '../errors.js'
import { isBlocked, reasonIn, shortened } from './answer.js'
import { wasCut } from './explain/network.js'
import type { Reply, Writer } from '../stack/stack.js'

/** How long a run waits for servers that are busy or away for a moment. Clock, chance and sleep arrive as arguments, so that a test need not wait. */
export interface RetryOptions {
  /** what a person calls the server */
  title: string
  /** milliseconds that this run may still wait, for all its requests together */
  left: () => number
  onPause: (why: string, milliseconds: number) => void
  /** milliseconds that a request took which got no answer: they were waited, too */
  onLost: (milliseconds: number) => void
  sleep: (milliseconds: number) => Promise<unknown>
  /** from 0 to 1 */
  random: () => number
  /** milliseconds since 1970: Retry-After may be a date */
  now: () => number
}

/** Milliseconds; each pause is twice as long as the one before, and up to a half shorter, so that several clients do not come back all at once. */
const pauses = { first: 500, longest: 10_000 }

/**
 * What becomes of a request that the server is too busy for, or that gets no answer:
 * - `always`: it changes nothing, or what it changes is the same when it is done twice
 * - `refused`: sent again only when the server itself says that it did not take it
 * - `never`: a bulk is repeated by who sends it, line by line
 */
type Repeats = 'always' | 'refused' | 'never'

function repeatsOf(method: string, path: string): Repeats {
  const [pathname = '', query = ''] = path.split('?')
  if (pathname.endsWith('/_bulk')) return 'never'
  // Its answer was lost: then the password with which it would be sent again is no longer the right one. Who changes it signs in, and so finds out.
  if (/\/(user\/_password|account)$/.test(pathname)) return 'refused'
  if (method === 'POST')
    return /\/(_search|_import|_aliases|_password|_delete_by_query)$/.test(pathname) ? 'always' : 'refused'
  // Done twice, an update that names the version that it is for is refused the second time.
  return query.includes('if_seq_no=') ? 'refused' : 'always'
}

/** The same server, asked again for a while when it answers 429, 502, 503 or 504, or breaks the connection off. */
export function retrying(writer: Writer, options: RetryOptions): Writer {
  const again =
    <Rest extends unknown[]>(method: string, send: (path: string, ...rest: Rest) => Promise<Reply>) =>
    (path: string, ...rest: Rest): Promise<Reply> =>
      repeat(() => send(path, ...rest), repeatsOf(method, path), options)
  return {
    url: writer.url,
    get: again('GET', (path) => writer.get(path)),
    put: again('PUT', (path, body: Json) => writer.put(path, body)),
    post: again('POST', (path, body: Json) => writer.post(path, body)),
    delete: again('DELETE', (path) => writer.delete(path)),
    upload: again('POST', (path, filename: string, text: string) => writer.upload(path, filename, text)),
    bulk: again('POST', (path, lines: string) => writer.bulk(path, lines)),
  }
}

async function repeat(send: () => Promise<Reply>, repeats: Repeats, options: RetryOptions): Promise<Reply> {
  let lostBefore = false
  for (let tries = 0; ; tries++) {
    const start = options.now()
    const outcome = await send().catch((error: unknown) => {
      if (!isPassing(error)) throw error
      options.onLost(options.now() - start)
      return error
    })
    const pause = pauseAfter(outcome, repeats, tries, options)
    if (pause === undefined) {
      if (outcome instanceof UnreachableError) throw outcome
      return lostBefore ? { ...outcome, lostBefore } : outcome
    }
    lostBefore ||= isPerhapsTaken(outcome)
    options.onPause(`${options.title}: ${wordsOf(outcome)}`, pause)
    await options.sleep(pause)
  }
}

const wordsOf = (outcome: Reply | UnreachableError): string =>
  outcome instanceof UnreachableError ? outcome.message : `${outcome.status} ${shortened(reasonIn(outcome), 200)}`

/** While a server restarts nobody listens, or nobody answers. What is wrong with names and certificates does not pass. */
const away = ['ECONNREFUSED', 'ETIMEDOUT', 'ECONNABORTED', 'TimeoutError', 'EHOSTUNREACH', 'ENETUNREACH']

export const isPassing = (error: unknown): error is UnreachableError =>
  error instanceof UnreachableError && (wasCut(error) || away.includes(error.code))

/** No answer came, or one of who stands in between (502, 504): it says nothing of what the server did. */
const isPerhapsTaken = (outcome: Reply | UnreachableError): boolean =>
  outcome instanceof UnreachableError ? outcome.code !== 'ECONNREFUSED' : [502, 504].includes(outcome.status)

/** Whether the server says that it cannot now. A disk that is full (429 too) does not pass by waiting; for shards it has waited itself. */
export const isBusy = (reply: Reply): boolean =>
  isOvertaken(reply) || ([429, 502, 503, 504].includes(reply.status) && !isBlocked(reply) && !lacksShards(reply))

/** The security plugin keeps all objects of a kind in one document: a write is refused while another one is under way, whatever it is about. */
const isOvertaken = ({ status, path }: Reply): boolean => status === 409 && /\/_security\/api\//.test(path)

const lacksShards = ({ body }: Reply): boolean => JSON.stringify(body ?? null).includes('unavailable_shards_exception')

/** undefined: not again */
function pauseAfter(
  outcome: Reply | UnreachableError,
  repeats: Repeats,
  tries: number,
  { left, random, now }: RetryOptions,
): number | undefined {
  const noAnswer = outcome instanceof UnreachableError
  if (repeats === 'never' || (!noAnswer && !isBusy(outcome))) return undefined
  if (repeats === 'refused' && isPerhapsTaken(outcome)) return undefined
  const demanded = noAnswer ? undefined : retryAfter(outcome.headers['retry-after'], now())
  const own = Math.min(pauses.first * 2 ** tries, pauses.longest) * (1 - random() / 2)
  const pause = Math.max(Math.round(own), demanded ?? 0)
  if (left() <= 0 || (demanded ?? 0) > left()) return undefined
  return Math.min(pause, left())
}

/** Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after. In milliseconds; undefined: neither. */
function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0)
}
