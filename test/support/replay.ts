import { jest } from '@jest/globals'
import { startProxy, type Answer, type Proxy } from '../../sandbox/proxy.js'
import type { Result } from '../../sandbox/run-elkctl.js'
import { run } from '../../src/cli/program.js'
import { SettingsError } from '../../src/errors.js'
import type { Testbed } from './testbed.js'

type Server = 'search' | 'kibana'

/** A request of a run, and what a real server answered. */
export interface Exchange {
  server: Server
  /** "PUT /path", without what is different in each run */
  request: string
  answer: Exclude<Answer, string>
}

const requestOf = ({ method, path }: { method: string; path: string }): string =>
  `${method} ${path}`.replaceAll(/-[0-9a-f]{8}\b/g, '-RANDOM')

/** Keeps what is exchanged from now on, until the testbed is reset. */
export function record(bed: Testbed): Exchange[] {
  const exchanges: Exchange[] = []
  const keep = (server: Server) => async (request: Parameters<Testbed['passOn']>[1]) => {
    const answer = await bed.passOn(server, request)
    exchanges.push({ server, request: requestOf(request), answer })
    return answer
  }
  bed.onSearch = keep('search')
  bed.onKibana = keep('kibana')
  return exchanges
}

/** It names the run that writes the user, and each run is another one. */
const handOverMark = /:for-[0-9a-f]{8}-[0-9a-f]{8}/

function withMark(answer: Exchange['answer'], mark: string | undefined): Answer {
  const text = JSON.stringify(answer.body)
  return mark === undefined || !handOverMark.test(text)
    ? answer
    : { ...answer, body: JSON.parse(text.replace(handOverMark, mark)) as unknown }
}

/** Two servers that answer as recorded, the same request in the order of its answers, but for one exchange. */
export interface Replay {
  urls: Record<Server, string>
  /** from the beginning, with `answer` in the place of what was recorded in this exchange */
  restart: (replaced: Exchange, answer: Answer) => void
  /** whether the replaced answer was given */
  wasGiven: () => boolean
  stop: () => Promise<void>
}

export async function startReplay(exchanges: Exchange[]): Promise<Replay> {
  let left: Exchange[] = []
  let last = new Map<string, Exchange>()
  let fault: { at: Exchange; answer: Answer } | undefined
  let given = false
  let handOver: string | undefined
  const answerAs =
    (server: Server) =>
    (asked: { method: string; path: string; body: string }): Answer => {
      const request = requestOf(asked)
      handOver = handOverMark.exec(asked.body)?.[0] ?? handOver
      const next = left.find((exchange) => exchange.server === server && exchange.request === request)
      if (next) {
        left = left.filter((exchange) => exchange !== next)
        last.set(request, next)
      }
      const found = next ?? last.get(request)
      given ||= found !== undefined && found === fault?.at
      if (found !== undefined && found === fault?.at) return fault.answer
      return (
        (found && withMark(found.answer, handOver)) ?? {
          status: 404,
          body: { error: { type: 'not_recorded', reason: request } },
        }
      )
    }
  const nobody = 'http://127.0.0.1:1'
  const proxies: Record<Server, Proxy> = {
    search: await startProxy({ target: nobody, answer: answerAs('search') }),
    kibana: await startProxy({ target: nobody, answer: answerAs('kibana') }),
  }
  return {
    urls: { search: proxies.search.url, kibana: proxies.kibana.url },
    restart: (at, answer) => {
      left = exchanges
      last = new Map()
      fault = { at, answer }
      given = false
    },
    wasGiven: () => given,
    stop: async () => {
      await Promise.all([proxies.search.stop(), proxies.kibana.stop()])
    },
  }
}

/** Runs elkctl in this process: for runs by the hundred. */
export async function runHere(args: string[]): Promise<Result> {
  let [stdout, stderr] = ['', '']
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      stdout += String(text)
      return true
    }),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      stderr += String(text)
      return true
    }),
  ]
  try {
    return { code: await run(['node', 'elkctl', ...args]), stdout, stderr }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    return { code: 3, stdout, stderr }
  } finally {
    spies.forEach((spy) => {
      spy.mockRestore()
    })
  }
}
