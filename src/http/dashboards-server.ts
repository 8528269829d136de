import { connector } from './connection/connector.js'
import { flatHeaders, type Send, type Server, type ServerOptions } from './server.js'
import { writer } from './writer.js'

/** The dashboards server, through axios. */
export async function dashboardsServer(options: ServerOptions): Promise<Server> {
  const [{ default: axios }, http, https] = await Promise.all([
    import('axios'),
    import('node:http'),
    import('node:https'),
  ])
  const createConnection = connector(options, () => undefined)
  const agents = [new http.Agent({ keepAlive: true }), new https.Agent({ keepAlive: true })] as const
  const client = axios.create({
    baseURL: options.url,
    maxRedirects: 0,
    httpAgent: Object.assign(agents[0], { createConnection }),
    httpsAgent: Object.assign(agents[1], { createConnection }),
    // The connection goes through one already, where there is one.
    proxy: false,
    // Every status is an answer; what it means is known where it was asked.
    validateStatus: () => true,
    // What is sent is what was signed.
    transformRequest: (data: unknown) => data,
    // Both products look only for their own header and do not mind the other.
    headers: { 'kbn-xsrf': 'true', 'osd-xsrf': 'true' },
  })
  const send: Send = async ({ method, path, content }, headers, timeout, signal) => {
    const answer = await client.request<unknown>({ method, url: path, headers, timeout, data: content?.bytes, signal })
    return { status: answer.status, headers: flatHeaders(answer.headers), body: answer.data }
  }
  return {
    as: (caller) => writer(options, caller, send),
    close: () => {
      for (const agent of agents) agent.destroy()
      return Promise.resolve()
    },
  }
}
