import type { Caller } from '../../../../sandbox/dashboards/alerting/caller.js'
import { answerOf, notFound, Refusal } from '../../../../sandbox/dashboards/http.js'
import type { KibanaAlerting } from '../../../../sandbox/dashboards/index.js'
import type { Json } from '../../../../src/json.js'
import type { Writer } from '../../../../src/stack/stack.js'
import { reply } from '../../fake-stack.js'

export const elastic: Caller = { username: 'elastic', rules: 'all', actions: 'all' }

/** The double without its HTTP. */
export function writerOf(alerting: KibanaAlerting, caller: Caller = elastic, writes: string[] = []): Writer {
  const ask = async (method: string, path: string, body?: Json) => {
    if (method !== 'GET') writes.push(`${method} ${path}`)
    const [bare = '', query] = path.split('?')
    const text = body === undefined ? '' : JSON.stringify(body)
    const request = { method, path: bare, query: new URLSearchParams(query), headers: {}, body: Buffer.from(text) }
    try {
      const route = alerting.route(request)
      if (route === undefined) throw notFound()
      const { status, body: answer = '' } = await route(caller)
      return reply(method, path, { status, body: answer })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, body: answer } = answerOf(error)
      return reply(method, path, { status, body: answer })
    }
  }
  const never = () => Promise.reject(new Error('rules are not sent so'))
  return {
    url: '',
    get: (path) => ask('GET', path),
    put: (path, body) => ask('PUT', path, body),
    post: (path, body) => ask('POST', path, body),
    delete: (path) => ask('DELETE', path),
    upload: never,
    bulk: never,
  }
}
