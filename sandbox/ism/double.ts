import type { Answer, AnswerFunction, RequestToAnswer } from '../proxy.js'
import { basic, identify, mayManage, requireAction, type Caller, type EngineAccess } from './access.js'
import { add, changePolicy, configIndex, readAdd, readChange, remove, retry } from './attachment.js'
import { engineIndices, resolveIndices, type EngineIndex } from './engine-indices.js'
import { explainAll, explainSome } from './explain.js'
import { ManagedIndices, type ManagedIndex } from './managed-indices.js'
import { PluginSettings } from './plugin-settings.js'
import { TemplateSettings } from './template-settings.js'
import { deletePolicy, getPolicy, listPolicies, putPolicy, readPut } from './policy-answers.js'
import { PolicyIndex, type StoredPolicy, type Writer } from './policy-index.js'
import { illegalArgument, Refusal } from './refusals.js'

export interface IsmDoubleOptions {
  /** Milliseconds; the clock of the double. */
  now?: () => number
  /** The OpenSearch behind the proxy: it says who signs in, what roles allow, and which indices there are. */
  engine?: EngineAccess
  /** Which indices there are, in place of asking the engine. Without either there are none. */
  indices?: () => EngineIndex[] | Promise<EngineIndex[]>
  /** plugins.index_state_management.enabled when the server starts; while false nothing becomes managed by ism_template, and no job runs. */
  enabled?: boolean
}

export interface IsmDouble extends AnswerFunction {
  policies: ReadonlyMap<string, StoredPolicy>
  /** By the uuid of the index. */
  managed: ReadonlyMap<string, ManagedIndex>
  /** So many runs of the job of every managed index; nothing runs by itself. */
  runJobs(times?: number): Promise<void>
  /** The background sweep, which may take up indices that were passed over before, and those that were removed. */
  sweep(): Promise<void>
}

interface Call {
  method: string
  /** What follows the resource in the path, decoded: a policy id or an expression of indices. */
  name: string | undefined
  query: URLSearchParams
  body: string
  caller: Caller
}

/**
 * Stands for OpenSearch's index state management (2.19.4), whose plugin is in no public Maven repository, in front of a
 * real OpenSearch. Gives undefined for every other path.
 */
export function ismDouble(o: IsmDoubleOptions = {}): IsmDouble {
  const now = o.now ?? Date.now
  const policies = new PolicyIndex(now)
  const managed = new ManagedIndices(policies, now)
  const { engine } = o
  const settings = new PluginSettings(engine?.url ?? '', o.enabled !== false)

  const templates = new TemplateSettings(engine?.url ?? '')
  const answerOfSettings = async (request: RequestToAnswer): Promise<Answer | undefined> =>
    templates.answer(request, await settings.answer(request, indices))

  const indices = async (): Promise<EngineIndex[]> => {
    const authorization = engine?.admin && basic(engine.admin)
    const found = o.indices ? await o.indices() : engine ? await engineIndices(engine.url, authorization) : []
    return [...found, ...configIndex(policies)]
  }
  const canManage = async (writer: Writer | undefined, index: string): Promise<boolean> =>
    !engine || !writer || mayManage(engine, writer, index)
  const lookAtIndices = async (again: boolean): Promise<EngineIndex[]> => {
    const all = await indices()
    if (settings.enabled) await managed.adopt(all, canManage, again)
    return all
  }
  /** Every request first catches up with the indices made and deleted since the last one; of two at a time the second waits for the first. */
  let before: Promise<unknown> = Promise.resolve()
  const catchUp = (again = false): Promise<EngineIndex[]> => {
    const turn = before.then(() => lookAtIndices(again))
    before = turn.catch(() => undefined)
    return turn
  }
  const allow = async ({ caller }: Call, action: string): Promise<void> => {
    if (engine) await requireAction(engine, caller, `cluster:admin/opendistro/ism/${action}`)
  }
  const writerOf = ({ info }: Caller): Writer | undefined => info && { name: info.user_name, roles: info.roles }

  const resources: Record<string, Record<string, (call: Call) => Promise<Answer>>> = {
    policies: {
      DELETE: async (call) => {
        const id = nameOf(call, 'Missing policy ID')
        await allow(call, 'policy/delete')
        await catchUp()
        return deletePolicy(policies, id)
      },
      PUT: async (call) => {
        const id = nameOf(call, 'Missing policy ID')
        const put = readPut(call.body, call.query, now())
        await allow(call, 'policy/write')
        await catchUp()
        return putPolicy(policies, id, put, writerOf(call.caller))
      },
      GET: async (call) => {
        await allow(call, call.name === undefined ? 'policy/search' : 'policy/get')
        return call.name === undefined ? listPolicies(policies, call.query) : getPolicy(policies, call.name, 'GET')
      },
      HEAD: async (call) => {
        const id = nameOf(call, 'Missing policy ID')
        await allow(call, 'policy/get')
        return getPolicy(policies, id, 'HEAD')
      },
    },
    explain: {
      GET: async (call) => {
        await allow(call, 'managedindex/explain')
        const all = await catchUp()
        const showPolicy = call.query.get('show_policy') === 'true'
        if (call.name !== undefined) {
          return { status: 200, body: explainSome(resolveIndices(all, call.name, 'pass over'), managed, showPolicy) }
        }
        const [from, size] = [Number(call.query.get('from') ?? 0), Number(call.query.get('size') ?? 20)]
        return { status: 200, body: explainAll(all, managed, { showPolicy, from, size }) }
      },
      // The server has this route, with a filter as body; no recording shows it.
      POST: () => Promise.reject(new Error('the double does not stand for explain with a filter')),
    },
    add: {
      POST: async (call) => {
        const expression = nameOf(call, 'Missing indices')
        const policyId = readAdd(call.body)
        await allow(call, 'managedindex/add')
        const named = resolveIndices(await catchUp(), expression, 'pass over')
        return add(named, policyId, policies, managed, (index) => canManage(writerOf(call.caller), index))
      },
    },
    remove: {
      POST: async (call) => {
        const expression = nameOf(call, 'Missing indices')
        await allow(call, 'managedindex/remove')
        return remove(resolveIndices(await catchUp(), expression, 'refuse'), managed, settings)
      },
    },
    change_policy: {
      POST: async (call) => {
        const expression = nameOf(call, 'Missing index')
        const change = readChange(call.body)
        await allow(call, 'managedindex/change')
        const all = await catchUp()
        return changePolicy(() => resolveIndices(all, expression, 'refuse'), change, policies, managed)
      },
    },
    retry: {
      POST: async (call) => {
        const expression = nameOf(call, 'Missing indices')
        await allow(call, 'managedindex/retry')
        return retry(resolveIndices(await catchUp(), expression, 'refuse'), managed)
      },
    },
  }

  const answer = async ({ method, path, headers, body }: RequestToAnswer): Promise<Answer | undefined> => {
    const url = new URL(path, 'http://engine')
    const [, resource = '', name] = /^\/_(?:plugins|opendistro)\/_ism\/([^/]*)(?:\/([^/]+))?$/.exec(url.pathname) ?? []
    try {
      if (!/^\/_(plugins|opendistro)\/_ism(\/|$)/.test(url.pathname))
        return engine && (await answerOfSettings({ method, path, headers, body }))
      const caller = engine ? await identify(engine, headers.authorization) : {}
      if (caller === 'drop' || caller === 'hang' || 'status' in caller) return caller
      const methods = resources[resource]
      if (!methods) return noHandler(method, path)
      const handle = methods[method]
      if (!handle) return wrongMethod(method, path, Object.keys(methods))
      const decoded = name === undefined ? undefined : decodeURIComponent(name)
      return await handle({ method, name: decoded, query: url.searchParams, body, caller })
    } catch (error) {
      if (error instanceof Refusal) return error.answer
      // An engine that is down takes its plugins with it.
      if (isEngineDown(error)) return 'drop'
      throw error
    }
  }

  return Object.assign(answer, {
    policies: policies.policies,
    managed: managed.byUuid,
    runJobs: async (times = 1) => {
      await catchUp()
      for (let run = 0; run < times && settings.enabled; run++) managed.runJobs()
    },
    sweep: async () => {
      await catchUp(true)
    },
  })
}

function nameOf({ name }: Call, missing: string): string {
  if (name === undefined) throw illegalArgument(missing)
  return name
}

/** What a server without the plugin says, too. */
const noHandler = (method: string, path: string): Answer => ({
  status: 400,
  body: { error: `no handler found for uri [${path}] and method [${method}]` },
})

function wrongMethod(method: string, path: string, allowed: string[]): Answer {
  const reason = `Incorrect HTTP method for uri [${path}] and method [${method}], allowed: [${allowed.join(', ')}]`
  return { status: 405, headers: { Allow: allowed.join() }, body: { error: reason, status: 405 } }
}

/** fetch says no more than this; the reason is in `cause`. */
const isEngineDown = (error: unknown): boolean => String(error) === 'TypeError: fetch failed'
