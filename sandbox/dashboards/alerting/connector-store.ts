import { randomUUID } from 'node:crypto'
import { Refusal } from '../http.js'
import type { Json, JsonObject } from '../json.js'
import { anyObject, expectForm, form, optional, text, type Check } from './form.js'
import { recordedConnectorTypes } from './recorded-types.js'
import type { Caller } from './caller.js'

/** What a connector of a type is configured with; of others nothing is known. */
const configurations: Record<string, Record<string, Check>> = {
  '.server-log': {},
  '.index': {
    index: text,
    refresh: optional(() => undefined),
    executionTimeField: optional(() => undefined),
  },
}

const newConnector = form({
  name: text,
  actionTypeId: text,
  config: optional(anyObject),
  secrets: optional(anyObject),
})

const changedConnector = form({ name: text, config: optional(anyObject), secrets: optional(anyObject) })

/** Connectors, which Kibana 7.12 calls actions. */
export class ConnectorStore {
  private readonly connectors = new Map<string, JsonObject>()
  readonly types = recordedConnectorTypes()

  /** the newest first, as a recorded list has them */
  list(caller: Caller, references: (id: string) => number): Json[] {
    this.mayRead(caller)
    return [...this.connectors.values()]
      .reverse()
      .map((one) => ({ ...one, referencedByCount: references(String(one['id'])) }))
  }

  get(id: string, caller: Caller): JsonObject {
    this.mayRead(caller)
    return this.at(id)
  }

  /** @throws Refusal 404 */
  at(id: string): JsonObject {
    const found = this.connectors.get(id)
    if (found === undefined) throw new Refusal(404, `Saved object [action/${id}] not found`)
    return found
  }

  create(body: Json, caller: Caller): JsonObject {
    const { name = null, actionTypeId = null, config = {} } = expectForm(body, newConnector)
    if (caller.actions !== 'all') throw new Refusal(403, `Unauthorized to create a "${String(actionTypeId)}" action`)
    this.checkType(String(actionTypeId), config)
    const made = { id: randomUUID(), actionTypeId, name, config, isPreconfigured: false }
    this.connectors.set(made.id, made)
    return made
  }

  update(id: string, body: Json, caller: Caller): JsonObject {
    const { name = null, config = {} } = expectForm(body, changedConnector)
    if (caller.actions !== 'all') throw new Refusal(403, 'Unauthorized to update actions')
    const before = this.at(id)
    if (before['isPreconfigured'] === true)
      throw new Refusal(400, `Preconfigured action ${id} is not allowed to update.`)
    this.checkType(String(before['actionTypeId']), config)
    const after = { ...before, name, config }
    this.connectors.set(id, after)
    return after
  }

  remove(id: string, caller: Caller): void {
    if (caller.actions !== 'all') throw new Refusal(403, 'Unauthorized to delete actions')
    if (this.at(id)['isPreconfigured'] === true)
      throw new Refusal(400, `Preconfigured action ${id} is not allowed to delete.`)
    this.connectors.delete(id)
  }

  /** One of kibana.yml, which has a fixed id. */
  preconfigure(id: string, name: string, actionTypeId: string): void {
    this.connectors.set(id, { id, actionTypeId, name, isPreconfigured: true })
  }

  clear(): void {
    this.connectors.clear()
  }

  private mayRead({ actions }: Caller): void {
    if (actions === undefined) throw new Refusal(403, 'Unauthorized to get actions')
  }

  private checkType(type: string, config: Json): void {
    const known = this.types.find(({ id }) => id === type)
    if (known === undefined) throw new Refusal(400, `Action type "${type}" is not registered.`)
    if (known['enabledInLicense'] !== true)
      throw new Refusal(
        403,
        `Action type ${type} is disabled because your basic license does not support it. Please upgrade your license.`,
      )
    const members = configurations[type]
    if (members === undefined) throw new Error(`what a connector ${type} is configured with is not known`)
    const problem = form(members)(config, '')
    if (problem !== undefined) throw new Refusal(400, `error validating action type config: ${problem}`)
  }
}
