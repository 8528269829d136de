import type { Answer, RequestToAnswer } from '../proxy.js'
import { askEngine } from './ask-engine.js'
import { isObject, type Json } from './json-body.js'

/**
 * Settings of the plugin in composable templates, which an engine without it refuses: `rollover_alias` and `rollover_skip`, accepted there and given back as
 * text by OpenSearch 2.19.4 with the plugin. They are kept here, and shown where templates are read. Open Distro's names for them begin otherwise
 * (LegacyOpenDistroManagedIndexSettings.kt of opensearch-project/index-management, which still takes them).
 */
export class TemplateSettings {
  #ofTemplates = new Map<string, Json>()

  constructor(private readonly engine: string) {}

  /** @param otherwise what answers where no such setting is meant. undefined: neither is this about templates */
  async answer(request: RequestToAnswer, otherwise: Answer | undefined): Promise<Answer | undefined> {
    const { method, path } = request
    const [, name] = /^\/_index_template\/([^/?]+)/.exec(path) ?? []
    if (method === 'PUT' && name !== undefined) return this.#put(request, decodeURIComponent(name))
    const shows = path.startsWith('/_index_template') || path.startsWith('/_cluster/state/metadata')
    if (method !== 'GET' || !shows || this.#ofTemplates.size === 0) return otherwise
    const answer = otherwise ?? (await askEngine(this.engine, request))
    if (typeof answer !== 'string' && isObject(answer.body)) this.#showIn(answer.body)
    return answer
  }

  async #put(request: RequestToAnswer, name: string): Promise<Answer | undefined> {
    const body = JSON.parse(request.body) as Json
    const index = objectAt(body, 'template', 'settings', 'index')
    const prefix = prefixes.find((candidate) => 'index_state_management' in objectAt(index, candidate))
    if (prefix === undefined) {
      this.#ofTemplates.delete(name)
      return undefined
    }
    const ours = objectAt(index, prefix, 'index_state_management')
    Reflect.deleteProperty(index, prefix)
    const answer = await askEngine(this.engine, { ...request, body: JSON.stringify(body) })
    const asText = Object.fromEntries(Object.entries(ours).map(([key, value]) => [key, String(value)]))
    if (answer.status === 200) this.#ofTemplates.set(name, { [prefix]: { index_state_management: asText } })
    return answer
  }

  /** As the list of templates has them, and as the cluster state has. */
  #showIn(body: Json): void {
    const { index_templates: listed } = body
    const byName = Array.isArray(listed)
      ? listed.filter(isObject).map(({ name, index_template }) => [String(name), index_template] as const)
      : Object.entries(objectAt(body, 'metadata', 'index_template', 'index_template'))
    for (const [name, template] of byName) {
      const settings = this.#ofTemplates.get(name)
      if (settings === undefined || !isObject(template)) continue
      Object.assign(objectAt(template, 'template', 'settings', 'index'), settings)
    }
  }
}

const prefixes = ['plugins', 'opendistro']

/** The object at a place, or an empty one that is nowhere. */
const objectAt = (value: Json, ...path: string[]): Json =>
  path.reduce<Json>((at, key) => (isObject(at[key]) ? at[key] : {}), value)
