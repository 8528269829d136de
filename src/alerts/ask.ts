import { capitalized } from '../capitalized.js'
import { ElkctlError, InterruptedError } from '../errors.js'
import { groupedBy } from '../grouped.js'
import { refusal } from '../http/answer.js'
import { expectShape } from '../http/shape.js'
import { isObject, objectsIn, valueIn, type Json, type JsonObject } from '../json.js'
import type { Reader, Reply } from '../stack/stack.js'
import type { Alert } from './alert.js'
import { secondsIn } from './duration.js'
import { fieldTypes, wrongField, type FieldTypes } from './fields.js'
import { resultOf, unknown, type AlertResult } from './result.js'
import { searchOf } from './search.js'
import { totalIn, valuesIn } from './value.js'

export interface Asking {
  reader: Reader
  /** `POST /_msearch` with these lines; it changes nothing */
  search: (lines: string) => Promise<Reply>
  /** milliseconds since 1970: the end of the newest window */
  end: number
}

/** The searches of an alert, one a window, the newest first. */
export const searchesOf = (alert: Alert, end: number): JsonObject[] =>
  Array.from({ length: alert.windows }, (_, back) => searchOf(alert, new Date(end).toISOString(), { back }))

/** How it stands with each of them: all searches in one request, and one for the fields of each set of indices. */
export async function askAlerts(alerts: Alert[], asking: Asking): Promise<AlertResult[]> {
  if (alerts.length === 0) return []
  const [answers, types] = await Promise.all([
    answersTo(alerts, asking).catch(asError),
    Promise.all(
      [...groupedBy(alerts, ({ index }) => index.join()).values()].map(async (some) => typesFor(some, asking)),
    ),
  ])
  return alerts.map((alert) => {
    if (answers instanceof ElkctlError) return unknown(alert, answers)
    try {
      return resultIn(alert, {
        answers: answers.get(alert) ?? [],
        types: new Map(types.flat()).get(alert),
        end: asking.end,
      })
    } catch (error) {
      return unknown(alert, asError(error))
    }
  })
}

/** What is known to go wrong; anything else is a bug, and Ctrl-C is no answer. */
function asError(error: unknown): ElkctlError {
  if (error instanceof ElkctlError && !(error instanceof InterruptedError)) return error
  throw error
}

const typesFor = async (alerts: Alert[], { reader }: Asking): Promise<[Alert, FieldTypes | ElkctlError][]> => {
  const types = await fieldTypes(reader, alerts).catch(asError)
  return alerts.map((alert) => [alert, types])
}

/** One answer a window, or why there is none. @throws ApiError, UnreachableError none of them was answered */
async function answersTo(alerts: Alert[], { search, end }: Asking): Promise<Map<Alert, Reply[]>> {
  const asked = alerts.flatMap((alert) => searchesOf(alert, end).map((body) => ({ alert, body })))
  const lines = asked.flatMap(({ alert, body }) => [JSON.stringify({ index: alert.index }), JSON.stringify(body)])
  const reply = await search(`${lines.join('\n')}\n`)
  const { responses } = expectShape(reply, 'Asking for alerts', { responses: 'objects' })
  return new Map(
    alerts.map((alert) => [
      alert,
      asked.flatMap((one, position) => (one.alert === alert ? [{ ...reply, ...statusOf(responses[position]) }] : [])),
    ]),
  )
}

/** Each search has a status of its own. None at all: the answer was cut. */
const statusOf = (body: JsonObject | undefined): Pick<Reply, 'status' | 'body'> => ({
  status: body === undefined ? 502 : typeof body['status'] === 'number' ? body['status'] : 200,
  body,
})

interface Answered {
  answers: Reply[]
  types: FieldTypes | ElkctlError | undefined
  end: number
}

/** @throws ElkctlError what was answered does not tell how it stands */
function resultIn(alert: Alert, { answers, types, end }: Answered): AlertResult {
  const bodies = answers.map((reply) => wholeAnswer(alert, reply))
  const documents = bodies.reduce((sum, body) => sum + totalIn(body), 0)
  if (types instanceof ElkctlError) throw types
  const wrong = types === undefined ? undefined : wrongField(alert, types, documents)
  if (wrong !== undefined)
    throw notAnswered(`${capitalized(wrong)}.`, `Correct it in ${alert.file}, or look at the mapping of the index.`)
  const length = 1000 * secondsIn(alert.window)
  return resultOf(
    alert,
    bodies.map((body, back) => valuesIn(alert, body, end - back * length)),
  )
}

/** What only some shards say is not the whole of it. @throws ElkctlError */
function wholeAnswer({ name, index, file }: Alert, reply: Reply): JsonObject {
  const { body } = reply
  const what = `The search of ${name} in ${index.join(', ')}`
  if (reply.status === 400)
    throw notAnswered(
      refusal(reply, what).message,
      `Correct its query or fields in ${file}, or look at the mapping of the index; elkctl alerts test ${name} shows what it asks.`,
    )
  if (reply.status === 404) throw notAnswered(refusal(reply, what).message, nothingThere)
  if (reply.status !== 200 || !isObject(body)) throw refusal(reply, what)
  const shards = (key: string): Json | undefined => valueIn(body, '_shards', key)
  if (shards('total') === 0) throw notAnswered(`No index matches ${index.join(', ')}.`, nothingThere)
  if (body['timed_out'] === true || Number(shards('failed') ?? 0) > 0) {
    const [failure] = objectsIn(shards('failures'))
    const reason = valueIn(failure, 'reason', 'reason') ?? 'it took too long'
    throw notAnswered(
      `${what} was not answered by all shards (${String(shards('failed') ?? 0)} of ${String(shards('total'))} failed): ${String(reason)}.`,
      'Look at the health of the stack: elkctl verify.',
    )
  }
  return body
}

const nothingThere = 'Nothing has arrived there yet, or the user who signs in may not read it.'

const notAnswered = (message: string, hint: string): ElkctlError => new ElkctlError(message, { exit: 'failure', hint })
