import type { LocalStack } from '../../sandbox/stack.js'
import { dashboardsServer } from '../../src/http/dashboards-server.js'
import { searchServer } from '../../src/http/search-server.js'
import { strictTls } from '../../src/http/tls.js'
import { identifyStack } from '../../src/stack/detect.js'
import type { Credentials, Stack, Writers } from '../../src/stack/stack.js'

/** Both servers of a local stack, without a run of elkctl. */
export async function connectTo(stack: LocalStack, credentials: Credentials): Promise<Writers> {
  const { signal } = new AbortController()
  const common = {
    tls: strictTls,
    proxy: undefined,
    ahead: 1,
    signal,
    onExchange: () => undefined,
    redact: (body: unknown) => body,
  }
  const search = await searchServer({ ...common, url: stack.search.url, title: 'search' })
  const dashboards =
    stack.dashboards && (await dashboardsServer({ ...common, url: stack.dashboards.url, title: 'dashboards' }))
  return {
    search: search.as({ credentials, signal, headers: {} }),
    ...(dashboards && { dashboards: dashboards.as({ credentials, signal, headers: { securitytenant: 'global' } }) }),
  }
}

/** What is there, as this user sees it. */
export const detected = ({ search, dashboards }: Writers, credentials: Credentials): Promise<Stack> =>
  identifyStack({
    search,
    dashboards,
    signIn: { ...credentials, from: 'the test' },
    wait: 10_000,
    onWaiting: () => undefined,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    now: () => performance.now(),
    signal: new AbortController().signal,
  })
