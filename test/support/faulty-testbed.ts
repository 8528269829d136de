import { stateOf } from '../../sandbox/engine-state.js'
import type { FaultyStack } from '../../sandbox/faults/stack.js'
import { basic, type Testbed } from './testbed.js'

/** A testbed on a real engine, on which each request can be disturbed until the test has ended. */
export function faultyStackOn(bed: Testbed): FaultyStack {
  const faulty: FaultyStack = {
    urls: { search: bed.searchUrl, dashboards: bed.kibanaUrl },
    admin: bed.admin,
    answer: undefined,
    passOn: (server, request) => bed.passOn(server === 'search' ? 'search' : 'kibana', request),
    contents: async () => JSON.stringify(await stateOf(bed.stack.engine)),
    passwordOf: () => undefined,
    signsIn: async (account) => {
      const { status } = await fetch(`${bed.searchUrl}/`, { headers: { authorization: basic(account) } })
      return status === 200
    },
    unknown: () => [],
    // The testbed empties it after each test.
    clear: () => undefined,
    stop: () => bed.stop(),
  }
  bed.onSearch = (request) => faulty.answer?.('search', request)
  bed.onKibana = (request) => faulty.answer?.('dashboards', request)
  return faulty
}
