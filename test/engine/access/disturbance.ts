import type { ChildProcess } from 'node:child_process'
import type { Installation } from '../../../sandbox/installation.js'
import type { RequestToAnswer } from '../../../sandbox/proxy.js'
import { run, type AccessReport, type Situation } from './situation.js'

/** What happens at one of the requests of a run. */
export const cuts = {
  kill: 'elkctl is killed (SIGKILL)',
  cut: 'the connection is cut',
  busy: 'the answer is 503',
  gone: 'the stack is gone from then on',
} as const

export interface Disturbance {
  cut: keyof typeof cuts
  /** the engine has the request, and its answer is lost */
  after: boolean
  /** at which request: "GET /" */
  request: string
  /** how many like it came before, from the first request that counts */
  alike: number
  /** the first request that counts; default: the first */
  from?: (request: RequestToAnswer) => boolean
}

/** Requests that go out together arrive in any order: each is known by what it asks, and how many like it come before. */
export const alikeBefore = (requests: string[], number: number): number =>
  requests.slice(0, number).filter((request) => request === requests[number]).length

/** A question whose answer is lost is one that was never asked. */
export const isDifferent = ({ after, request }: { after: boolean; request: string }): boolean =>
  !after || !request.startsWith('GET')

/** Runs elkctl and disturbs it at one of its requests, once. */
export async function disturb(
  { hook, stack }: Situation,
  own: Installation,
  args: string[],
  { cut, after, request, alike, from = () => true }: Disturbance,
  env: Record<string, string> = {},
): Promise<{ isDisturbed: boolean; report: AccessReport }> {
  let child: ChildProcess | undefined
  let [counts, isDisturbed] = [false, false]
  let left = alike
  hook.answer = async (asked) => {
    counts ||= from(asked)
    const isIt = !isDisturbed && counts && `${asked.method} ${asked.path}` === request && left-- === 0
    if (!isIt && !(isDisturbed && cut === 'gone')) return undefined
    if (isIt) {
      isDisturbed = true
      if (after) await pass(asked, stack.engine.url)
    }
    if (cut === 'kill') child?.kill('SIGKILL')
    return cut === 'busy' ? { status: 503, body: 'Service Unavailable' } : 'drop'
  }
  // Nothing comes back in this run: waiting for it would only take its time.
  const report = await run(own, [...args, '--wait', '500ms'], {
    env,
    ...(cut === 'kill' && {
      onStart: (started: ChildProcess) => {
        child = started
      },
    }),
  })
  hook.answer = undefined
  return { isDisturbed, report }
}

/** What the proxy does with a request, when its answer is to be lost. */
async function pass({ method, path, headers, body }: RequestToAnswer, url: string): Promise<void> {
  const type = headers['content-type']
  await fetch(url + path, {
    method,
    headers: { authorization: String(headers.authorization), ...(type !== undefined && { 'content-type': type }) },
    ...(body !== '' && { body }),
  })
}
