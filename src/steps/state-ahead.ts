import { stateAheadOf } from '../engine/plan.js'
import { ElkctlError } from '../errors.js'
import { isBusy } from '../http/retries.js'
import type { Settings } from '../settings/settings.js'
import type { Flavor } from '../stack/flavors.js'
import { refuseUnsuitable } from '../stack/providers.js'
import type { Reply, Stack } from '../stack/stack.js'
import { expectLists, searchOf } from './connect.js'
import { definitionsFor } from './definitions-for.js'
import type { StackOptions } from './read-settings.js'
import type { Run } from './run.js'
import { everything, type Scope } from './scope.js'

/** What a plan asks for before it is known which stack this is. */
export interface Ahead {
  /** of the request that is under way */
  path: string
  /** undefined: it is no answer to build on, and is asked again by who needs it */
  answer: Promise<Reply | undefined>
  /** makes ready for the requests that come next */
  onProduct: (flavor: Flavor) => Promise<void>
}

/**
 * Asks for the cluster state, with which every plan begins, at the moment at which the search engine is asked who it is: it is the same server, and gets the
 * same credentials. Every product and version knows the path. A password that has just been typed is sent once and no more until it is known to be right:
 * directories lock an account after a few refusals.
 *
 * @returns undefined: this plan needs none
 */
export function askStateAhead(
  { settings, scope = everything }: { settings: Settings; scope?: Scope },
  options: StackOptions,
  run: Run,
): Ahead | undefined {
  const path = settings.admin?.typed ? undefined : pathFor(settings, scope, options)
  if (path === undefined) return undefined
  return { path, answer: ask(path, settings, run), onProduct: (flavor) => expectLists(flavor, settings, run) }
}

/** Templates are the same for both products, as far as their names go. A broken file is reported when it is needed. */
function pathFor(settings: Settings, scope: Scope, options: StackOptions): string | undefined {
  try {
    return stateAheadOf(
      definitionsFor({ settings, dialect: 'elasticsearch', scope: { ...scope, kinds: ['index template'] } }, options),
    )
  } catch (error) {
    if (error instanceof ElkctlError) return undefined
    throw error
  }
}

/** An error is left to the first contact, or to the same request when it is sent again: each reports its own. */
async function ask(path: string, settings: Settings, run: Run): Promise<Reply | undefined> {
  try {
    refuseUnsuitable(settings.searchUrl)
    const search = await searchOf({ settings, as: settings.admin, signal: run.signal }, run)
    const reply = await search.get(path)
    return reply.status === 401 || isBusy(reply) ? undefined : reply
  } catch (error) {
    if (error instanceof ElkctlError) return undefined
    throw error
  }
}

/** The stack that has been asked this already; a refusal names who asked, which is known by now. */
export function withAhead(stack: Stack, ahead: Ahead | undefined): Stack {
  if (ahead === undefined) return stack
  const { search, identity } = stack
  const answer = async (): Promise<Reply> => {
    const reply = await ahead.answer
    return reply === undefined ? search.get(ahead.path) : { ...reply, ...(identity && { identity }) }
  }
  return { ...stack, search: { ...search, get: (path) => (path === ahead.path ? answer() : search.get(path)) } }
}
