import type { Answer, WholeAnswer } from '../proxy.js'

/** What happens to one request of a run. */
export interface Fault {
  title: string
  /** how many requests in a row meet it, of those that ask the same; default 1 */
  times?: number
  /** @param done has the server carry it out; without that the request never reaches it */
  answer: (done: () => Promise<WholeAnswer>) => Answer | Promise<Answer>
  /** the process is killed when its request has been carried out */
  kills?: true
}

const json = { 'content-type': 'application/json' }
const half = (text: string): string => text.slice(0, text.length / 2)
const textOf = ({ body }: WholeAnswer): string => (typeof body === 'string' ? body : JSON.stringify(body))

export type FaultName = 'busy' | 'away' | 'before' | 'after' | 'half' | 'cut' | 'page' | 'held' | 'kill'

export const faults: Record<FaultName, Fault> = {
  busy: {
    title: '429 twice',
    times: 2,
    answer: () => ({ status: 429, body: { error: { type: 'circuit_breaking_exception', reason: 'slow down' } } }),
  },
  away: { title: '503 once', answer: () => ({ status: 503, body: { error: { reason: 'not now' } } }) },
  before: { title: 'closed before', answer: () => 'drop' },
  after: {
    title: 'closed after',
    answer: async (done): Promise<Answer> => {
      await done()
      return 'drop'
    },
  },
  half: {
    title: 'half of the JSON',
    answer: async (done): Promise<Answer> => {
      const answer = await done()
      return { status: answer.status, headers: json, body: half(textOf(answer)) }
    },
  },
  cut: {
    title: 'cut in the answer',
    answer: async (done): Promise<Answer> => {
      const answer = await done()
      return { status: answer.status, headers: json, body: textOf(answer), cut: true }
    },
  },
  page: {
    title: 'HTML, 200',
    answer: () => ({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>\n',
    }),
  },
  held: { title: 'no answer', answer: () => 'hang' },
  kill: {
    title: 'kill -9',
    kills: true,
    answer: async (done): Promise<Answer> => {
      await done()
      return 'drop'
    },
  },
}

export const faultNames = Object.keys(faults) as FaultName[]
