import type { Answer, RequestToAnswer } from '../proxy.js'
import { askEngine } from './ask-engine.js'
import { resolveIndices, type EngineIndex } from './engine-indices.js'
import { isObject, type Json } from './json-body.js'

/**
 * Settings of the plugin, which an engine without it does not know: those of indices (recordings 111 - 114, 131) and the switch of the plugin
 * itself (299, 301). Whether somebody may set or see them, the engine is asked with a setting that it does know.
 */
export class PluginSettings {
  enabled: boolean
  /** Set by request, not only when the server was started. */
  #switched = false
  #ofIndices = new Map<string, Record<string, string>>()

  constructor(
    private readonly engine: string,
    enabled: boolean,
  ) {
    this.enabled = enabled
  }

  /** What `remove` leaves behind (111); `add` does not take it back (114). */
  tookOff({ uuid }: EngineIndex): void {
    this.#ofIndices.set(uuid, { ...this.#ofIndices.get(uuid), auto_manage: 'false' })
  }

  /** undefined: none of the plugin's settings is meant */
  async answer(request: RequestToAnswer, indices: () => Promise<EngineIndex[]>): Promise<Answer | undefined> {
    const { method, path, body } = request
    const [, expression] = /^\/([^_/][^/]*)\/_settings(?:\?|$)/.exec(path) ?? []
    if (method === 'PUT' && expression !== undefined) return this.#setOnIndices(request, expression, indices)
    if (method === 'GET' && path.startsWith('/_cluster/state/metadata') && this.#ofIndices.size > 0)
      return this.#shownIn(request, await indices())
    if (method === 'GET' && /^\/_cluster\/settings\?.*index_state_management/.test(path)) return this.#shown(request)
    if (method === 'PUT' && path.startsWith('/_cluster/settings') && body.includes('index_state_management.enabled'))
      return this.#switch(request)
    return undefined
  }

  async #setOnIndices(request: RequestToAnswer, expression: string, indices: () => Promise<EngineIndex[]>) {
    const given = Object.entries(parsed(request.body))
    const ours = given.flatMap(([key, value]): [string, string | null][] => {
      const [, name] = /^index\.plugins\.index_state_management\.(auto_manage|policy_id)$/.exec(key) ?? []
      return name === undefined ? [] : [[name, value === null ? null : String(value)]]
    })
    if (ours.length === 0 || ours.length < given.length) return undefined
    // null: the default, which it has anyway.
    const allowed = await this.#ask({ ...request, body: JSON.stringify({ 'index.priority': null }) })
    if (allowed.status !== 200) return allowed
    for (const { uuid } of resolveIndices(await indices(), decodeURIComponent(expression), 'pass over')) {
      const kept = Object.entries({ ...this.#ofIndices.get(uuid), ...Object.fromEntries(ours) })
      const left = kept.filter((entry): entry is [string, string] => entry[1] !== null)
      if (left.length === 0) this.#ofIndices.delete(uuid)
      else this.#ofIndices.set(uuid, Object.fromEntries(left))
    }
    return { status: 200, body: { acknowledged: true } }
  }

  async #shownIn(request: RequestToAnswer, indices: EngineIndex[]): Promise<Answer> {
    const answer = await this.#ask(request)
    if (answer.status !== 200) return answer
    const { metadata } = answer.body as { metadata?: { indices?: Record<string, { settings?: { index?: Json } }> } }
    for (const { name, uuid } of indices) {
      const [settings, found] = [this.#ofIndices.get(uuid), metadata?.indices?.[name]]
      if (settings && found)
        found.settings = { index: { ...found.settings?.index, plugins: { index_state_management: settings } } }
    }
    return answer
  }

  async #shown(request: RequestToAnswer): Promise<Answer> {
    const allowed = await this.#ask({ ...request, path: '/_cluster/settings' })
    if (allowed.status !== 200) return allowed
    const shown = (enabled: boolean) => ({ index_state_management: { enabled: String(enabled) } })
    return {
      status: 200,
      body: this.#switched
        ? { persistent: { plugins: shown(this.enabled) }, defaults: { opendistro: shown(true) } }
        : { defaults: { opendistro: shown(true), plugins: shown(this.enabled) } },
    }
  }

  async #switch(request: RequestToAnswer): Promise<Answer> {
    const allowed = await this.#ask({
      ...request,
      body: JSON.stringify({ transient: { 'cluster.info.update.interval': null } }),
    })
    if (allowed.status !== 200) return allowed
    const persistent = parsed(request.body)['persistent']
    this.#switched = true
    this.enabled = isObject(persistent) && String(persistent['plugins.index_state_management.enabled']) !== 'false'
    const plugins = { index_state_management: { enabled: String(this.enabled) } }
    return { status: 200, body: { acknowledged: true, persistent: { plugins }, transient: {} } }
  }

  #ask(request: RequestToAnswer): Promise<Exclude<Answer, string>> {
    return askEngine(this.engine, request)
  }
}

function parsed(body: string): Json {
  try {
    const value: unknown = JSON.parse(body)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}
