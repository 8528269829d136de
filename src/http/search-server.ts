import type { RequestOptions } from 'node:http'
import type { Client, HttpConnection } from '@elastic/elasticsearch'
import { agentFor, type Agent } from './connection/agent.js'
import { boundBody } from './connection/bound-body.js'
import { inTurn } from './connection/in-turn.js'
import { flatHeaders, type Send, type Server, type ServerOptions } from './server.js'
import { plainMediaTypes, timeout, writer } from './writer.js'

type Elasticsearch = typeof import('@elastic/elasticsearch')

/** The search engine, through the Elasticsearch client. Loaded on first use: `--help` must not pay for it. */
export async function searchServer(options: ServerOptions): Promise<Server> {
  // CommonJS: its names are sure to be there on what it exports, bundled or not.
  const { default: elasticsearch } = await import('@elastic/elasticsearch')
  const agent = agentFor(options, options.ahead)
  const send = inTurn(sendThrough(plainClient(elasticsearch, options.url, agent), elasticsearch))
  return {
    as: (caller) => writer(options, caller, send),
    expect: agent.openUpTo,
    close: () => {
      agent.destroy()
    },
  }
}

/** Talks to every version and product, and sends once. */
function plainClient({ Client, HttpConnection, Transport }: Elasticsearch, url: string, agent: Agent): Client {
  // Clients from 7.14 on refuse servers without the header X-Elastic-Product (Elasticsearch 7.3-7.13, OpenSearch), and do so after the
  // server has acted; 8.x speaks media types that old servers refuse. Plain JSON is understood by all of them.
  class PlainTransport extends Transport {
    constructor(options: ConstructorParameters<typeof Transport>[0]) {
      const plain = { ...options, vendoredHeaders: plainMediaTypes }
      delete plain.productCheck
      super(plain)
    }
  }
  // The client keeps only the message of what went wrong with a connection, and waits for ever for an answer that is not HTTP.
  class PlainConnection extends HttpConnection {
    private readonly begin = this.makeRequest
    override request(...asked: Parameters<HttpConnection['request']>): Promise<never> {
      return new Promise((resolve, reject) => {
        const begin = (how: RequestOptions) => boundBody(this.begin(how).once('error', reject), asked[1].signal)
        this.makeRequest = begin as typeof this.begin
        super.request(...asked).then(resolve as (answer: unknown) => void, reject)
      })
    }
  }
  const client = new Client({
    node: url,
    Transport: PlainTransport,
    Connection: PlainConnection,
    maxRetries: 0,
    requestTimeout: timeout.request,
    agent: () => agent,
  })
  keepText(client)
  return client
}

/** What is not JSON although its type says so is still an answer, of the status that it has. */
function keepText({ serializer }: Client): void {
  const parse = serializer.deserialize.bind(serializer)
  const parseOrKeep = (text: string): unknown => {
    try {
      return parse(text)
    } catch {
      return text
    }
  }
  serializer.deserialize = parseOrKeep as typeof parse
}

const sendThrough =
  (client: Client, { errors }: Elasticsearch): Send =>
  async ({ method, path, content }, headers, { timeout: requestTimeout, end: signal }) => {
    const [pathname, query] = path.split('?') as [string, string | undefined]
    try {
      const answer = await client.transport.request(
        { method, path: pathname, ...(query && { querystring: query }), ...(content && { body: content.bytes }) },
        { meta: true, signal, requestTimeout, headers },
      )
      return { status: answer.statusCode, headers: flatHeaders(answer.headers), body: answer.body }
    } catch (error) {
      if (error instanceof errors.ResponseError)
        return { status: error.statusCode ?? 0, headers: flatHeaders(error.headers ?? {}), body: error.body }
      throw error
    }
  }
