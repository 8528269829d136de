import type { LocalStack } from '../../../sandbox/stack.js'
import { loadFolder } from '../../../src/engine/definitions.js'
import { checkRights, type RightResult } from '../../../src/access/rights.js'
import { detectStack } from '../../../src/stack/detect.js'
import { dashboardsServer } from '../../../src/http/dashboards-server.js'
import { searchServer } from '../../../src/http/search-server.js'
import type { AccountKind } from '../../../src/profiles/profile.js'
import type { Credentials, Writers } from '../../../src/stack/stack.js'
import { strictTls } from '../../../src/http/tls.js'
import { password } from './accounts.js'

async function connect(stack: LocalStack, credentials: Credentials): Promise<Required<Writers>> {
  const { signal } = new AbortController()
  const common = {
    tls: strictTls,
    proxy: undefined,
    signal,
    onExchange: () => undefined,
    redact: (body: unknown) => body,
  }
  return {
    search: (await searchServer({ ...common, url: stack.search.url, title: 'search' })).as({
      credentials,
      signal,
      headers: {},
    }),
    dashboards: (await dashboardsServer({ ...common, url: String(stack.dashboards?.url), title: 'dashboards' })).as({
      credentials,
      signal,
      headers: { securitytenant: 'global' },
    }),
  }
}

/** The rights of a user that may not even ask which product answers, and with whom `elkctl verify` therefore cannot look at the stack. */
export async function rightsOf(
  stack: LocalStack,
  username: string,
  kind = username as AccountKind,
): Promise<RightResult[]> {
  const administrator = { username: stack.engine.username, password: stack.engine.password }
  const found = await detectStack({
    ...(await connect(stack, administrator)),
    signIn: { ...administrator, from: 'the test' },
    wait: 10_000,
    onWaiting: () => undefined,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    now: () => performance.now(),
    signal: new AbortController().signal,
  })
  const rights = loadFolder('roles/<profile>/rights', {
    profile: 'openvidu',
    variables: { probe: 'elkctl-probe-test', plugins: found.flavor.pluginPath, tenant: 'global_tenant' },
  }).flatMap(({ body }) => body.rights)
  return checkRights(rights, {
    as: await connect(stack, { username, password }),
    username,
    stack: found,
    lifecycle: true,
    kind,
    onResult: () => undefined,
  })
}
