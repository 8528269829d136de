import { agentFor } from './connection/agent.js'
import { inTurn } from './connection/in-turn.js'
import { flatHeaders, type Send, type Server, type ServerOptions } from './server.js'
import { writer } from './writer.js'

/** The dashboards server, through axios. */
export async function dashboardsServer(options: ServerOptions): Promise<Server> {
  const { default: axios } = await import('axios')
  const agent = agentFor(options, options.ahead)
  const client = axios.create({
    baseURL: options.url,
    maxRedirects: 0,
    httpAgent: agent,
    httpsAgent: agent,
    // The connection goes through one already, where there is one.
    proxy: false,
    // Every status is an answer; what it means is known where it was asked.
    validateStatus: () => true,
    // What is sent is what was signed.
    transformRequest: (data: unknown) => data,
    // Both products look only for their own header and do not mind the other.
    headers: { 'kbn-xsrf': 'true', 'osd-xsrf': 'true' },
  })
  const send: Send = async ({ method, path, content }, headers, { timeout, end: signal }) => {
    const answer = await client.request<unknown>({ method, url: path, headers, timeout, data: content?.bytes, signal })
    return { status: answer.status, headers: flatHeaders(answer.headers), body: answer.data }
  }
  const sendInTurn = inTurn(send)
  return {
    as: (caller) => writer(options, caller, sendInTurn),
    expect: agent.openUpTo,
    close: () => {
      agent.destroy()
    },
  }
}
