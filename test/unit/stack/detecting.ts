import { identifyStack } from '../../../src/stack/detect.js'
import type { DetectOptions } from '../../../src/stack/detect-options.js'
import { ok, type Answer, type RecordingReader } from '../fake-stack.js'
import { recording } from '../fixtures.js'

export const banner = (number: string, more: object = {}, tagline = 'You Know, for Search'): Answer =>
  ok({
    name: 'n',
    cluster_name: 'c',
    cluster_uuid: 'u',
    version: { number, lucene_version: '8.7.0', ...more },
    tagline,
  })

export const openSearchTagline = 'The OpenSearch Project: https://opensearch.org/'
export const authinfo = ok(recording('opensearch-dashboards-2.19.2', '303').response.body)
export const authenticate = ok({ username: 'elastic', roles: ['superuser'], full_name: null, enabled: true })
/** A server without the plugin, or with its security off. */
export const noHandler: Answer = { status: 400, body: { error: 'no handler found for uri [/_x] and method [GET]' } }

export interface Watch {
  waiting: string[]
  slept: number[]
}

/** Detection with a clock that only sleeping moves. */
export function detect(
  search: RecordingReader,
  options: Partial<DetectOptions> = {},
): Watch & { result: ReturnType<typeof identifyStack> } {
  let clock = 0
  const watch: Watch = { waiting: [], slept: [] }
  const result = identifyStack({
    search,
    dashboards: undefined,
    signIn: { username: 'elastic', from: '.env:3' },
    accountSettings: 'USER and PASSWORD in .env',
    wait: 5000,
    onWaiting: (what, why) => watch.waiting.push(`${what}: ${why}`),
    sleep: (milliseconds) => {
      watch.slept.push(milliseconds)
      clock += milliseconds
      return Promise.resolve()
    },
    now: () => clock,
    signal: new AbortController().signal,
    ...options,
  })
  return { ...watch, result }
}
