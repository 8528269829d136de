import { randomUUID } from 'node:crypto'
import { notFound, Refusal } from '../http.js'
import { isObject, type Json, type JsonObject } from '../json.js'
import type { Caller } from './caller.js'
import type { ConnectorStore } from './connector-store.js'
import { anyObject, duration, expectForm, form, listOf, optional, orNull, text, truth, type Check } from './form.js'
import { ruleTypesOf } from './recorded-types.js'
import { checkParams } from './rule-params.js'
import type { Versioned } from './versioned.js'

const moments = ['onActionGroupChange', 'onActiveAlert', 'onThrottleInterval']

const notifyWhen: Check = (value, place) => {
  if (value === null || (typeof value === 'string' && moments.includes(value))) return undefined
  const why = `[${place}.0]: string is not a valid AlertNotifyWhenType: ${String(value)}`
  return `[${place}]: types that failed validation:\n- ${why}\n- [${place}.1]: expected value to equal [null]`
}

/** Derived: in actions since 8.6 (elastic/kibana#144130). */
const frequency = form({ summary: truth, notify_when: notifyWhen, throttle: orNull(duration) })

const action = ({ isFrom }: Versioned): Check =>
  form({
    group: text,
    id: text,
    // It may be sent, and is passed over (recording 115).
    actionTypeId: optional(text),
    params: optional(anyObject),
    ...(isFrom('8.6') && { frequency: optional(frequency) }),
  })

const changeable = (versioned: Versioned): Record<string, Check> => ({
  name: text,
  tags: optional(listOf(text)),
  schedule: form({ interval: duration }),
  throttle: optional(orNull(duration)),
  params: anyObject,
  actions: optional(listOf(action(versioned))),
  // Derived: 7.11 knows it (elastic/kibana#82969), and 7.13 to 8.5 want it (docs/api/alerting/create_rule.asciidoc of these versions).
  ...(versioned.isFrom('7.11') && {
    notifyWhen: versioned.isFrom('7.13') && !versioned.isFrom('8.6') ? notifyWhen : optional(notifyWhen),
  }),
  // Derived: elastic/kibana#174657.
  ...(versioned.isFrom('8.13') && { alertDelay: optional(form({ active: optional(() => undefined) })) }),
})

const newRule = (versioned: Versioned): Check =>
  form({ name: text, alertTypeId: text, consumer: text, enabled: optional(truth), ...changeable(versioned) })

/** As recorded: any version and the variant of RFC 4122, and a few that are none. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-5][0-9a-f]{3}-[089ab][0-9a-f]{3}-[0-9a-f]{12}$/i

export interface RuleSettings {
  versioned: Versioned
  connectors: ConnectorStore
  /** whether an enabled rule can be made: an encryption key, and API keys where security is on */
  canRun: () => Promise<boolean>
  now: () => string
  /** how the first run of a rule ends; undefined: it never comes */
  firstRun: JsonObject | undefined
}

/** Rules of a space, which Kibana 7.12 calls alerts. Nothing runs them: how their first run ended is there as soon as they have been listed as pending. */
export class RuleStore {
  private readonly rules = new Map<string, JsonObject>()
  readonly types: JsonObject[]

  constructor(private readonly settings: RuleSettings) {
    this.types = ruleTypesOf(settings.versioned)
  }

  /** the ids of connectors that rules use, each as often as it is used */
  references(connector: string): number {
    return [...this.rules.values()].flatMap(actionsOf).filter(({ id }) => id === connector).length
  }

  list(caller: Caller): JsonObject[] {
    if (caller.rules === undefined) throw new Refusal(403, 'Unauthorized to find any alert types')
    const listed = [...this.rules.values()]
    for (const rule of listed) this.runFirst(rule)
    return listed
  }

  private runFirst({ id, enabled, executionStatus }: JsonObject): void {
    const { firstRun, now } = this.settings
    const isPending = isObject(executionStatus) && executionStatus['status'] === 'pending'
    if (firstRun !== undefined && enabled === true && isPending)
      this.edit(String(id), { executionStatus: { lastExecutionDate: now(), ...firstRun } })
  }

  get(id: string, caller: Caller): JsonObject {
    const rule = this.at(id)
    expectRight('get', rule, caller)
    return rule
  }

  async create(id: string | undefined, body: Json, caller: Caller): Promise<JsonObject> {
    const { versioned, now } = this.settings
    // Derived: the route takes one since 7.12 (elastic/kibana#89814).
    if (id !== undefined && !versioned.isFrom('7.12')) throw notFound()
    const rule = expectForm(body, newRule(versioned))
    const { alertTypeId, consumer, enabled = true, params } = rule
    const type = this.types.find((one) => one['id'] === alertTypeId)
    if (type === undefined) throw new Refusal(400, `Alert type "${String(alertTypeId)}" is not registered.`)
    // Derived: until 7.9 any will do (elastic/kibana#67157).
    if (versioned.isFrom('7.10') && consumer !== 'alerts' && consumer !== 'stackAlerts')
      throw new Refusal(403, `Unauthorized to create a "${String(alertTypeId)}" alert for "${String(consumer)}"`)
    if (caller.rules !== 'all')
      throw new Refusal(
        403,
        `Unauthorized to create a "${String(alertTypeId)}" alert ${consumer === 'alerts' ? 'by' : 'for'} "stackAlerts"`,
      )
    if (type['enabledInLicense'] !== true)
      throw new Refusal(
        403,
        `Alert ${String(alertTypeId)} is disabled because it requires a Gold license. Go to License Management to view upgrade options.`,
      )
    checkParams(String(alertTypeId), params, versioned)
    if (enabled === true) await this.expectKeyFor(caller, 'creating')
    const actions = this.checkedActions(rule, String(alertTypeId), caller)
    if (id !== undefined && !uuid.test(id))
      throw new Refusal(
        400,
        'Predefined IDs are not allowed for saved objects with encrypted attributes unless the ID is a UUID.: Bad Request',
      )
    if (id !== undefined && this.rules.has(id))
      throw new Refusal(
        409,
        `[alert:${id}]: version conflict, document already exists (current version [1]): version_conflict_engine_exception`,
      )
    const at = now()
    const made = {
      id: id ?? randomUUID(),
      ...told(rule, versioned),
      ...rest(rule),
      enabled,
      actions,
      ...ownedBy(enabled === true, caller),
      createdBy: caller.username,
      muteAll: false,
      mutedInstanceIds: [],
      updatedAt: at,
      createdAt: at,
      ...(enabled === true && { scheduledTaskId: randomUUID() }),
      // Derived: elastic/kibana#75553.
      ...(versioned.isFrom('7.10') && { executionStatus: { lastExecutionDate: at, status: 'pending' } }),
    }
    this.rules.set(made.id, made)
    return made
  }

  /** All that is not sent goes. */
  async update(id: string, body: Json, caller: Caller): Promise<JsonObject> {
    const { versioned, now } = this.settings
    const rule = expectForm(body, form(changeable(versioned)))
    const before = this.at(id)
    expectRight('update', before, caller)
    const type = String(before['alertTypeId'])
    checkParams(type, rule['params'], versioned)
    const actions = this.checkedActions(rule, type, caller)
    if (before['enabled'] === true) await this.expectKeyFor(caller, 'updating')
    const { alertDelay: _delay, ...kept } = before
    const after = {
      ...kept,
      ...told(rule, versioned),
      ...rest(rule),
      actions,
      ...ownedBy(before['enabled'] === true, caller),
      updatedAt: now(),
    }
    this.rules.set(id, after)
    return after
  }

  async act(id: string, what: string, caller: Caller): Promise<void> {
    const before = this.at(id)
    expectRight(what.replace('_', ''), before, caller)
    const change = acts[what]?.(caller)
    if (change === undefined) throw new Refusal(404, 'Not Found')
    if (change['apiKeyOwner'] !== undefined && change['apiKeyOwner'] !== null)
      await this.expectKeyFor(caller, 'enabling')
    const { scheduledTaskId: task, ...others }: JsonObject = { ...before, ...change, updatedBy: caller.username }
    this.rules.set(id, { ...others, ...(others['enabled'] === true && { scheduledTaskId: task ?? randomUUID() }) })
  }

  remove(id: string, caller: Caller): void {
    expectRight('delete', this.at(id), caller)
    this.rules.delete(id)
  }

  /** What a run of it, or a person on Kibana’s pages, made of it. */
  edit(id: string, change: JsonObject): void {
    this.rules.set(id, { ...this.at(id), ...change })
  }

  clear(): void {
    this.rules.clear()
  }

  private at(id: string): JsonObject {
    const found = this.rules.get(id)
    if (found === undefined) throw new Refusal(404, `Saved object [alert/${id}] not found`)
    return found
  }

  /** A rule that runs gets a key: none for who came with one (recording 244). Derived: 400 since 7.14 (elastic/kibana#98088), and fine since 8.8 (#154189). */
  private async expectKeyFor({ byKey }: Caller, doing: string): Promise<void> {
    const { canRun, versioned } = this.settings
    const isRefused = byKey === true && !versioned.isFrom('8.8')
    if (isRefused && versioned.isFrom('7.14'))
      throw new Refusal(
        400,
        `Error ${doing} rule: could not create API key - Unsupported scheme "ApiKey" for granting API Key`,
      )
    if (isRefused || !(await canRun())) throw new Refusal(500, 'An internal server error occurred.')
  }

  private checkedActions(rule: JsonObject, type: string, caller: Caller): Json[] {
    const actions = actionsOf(rule)
    const groups = (this.types.find(({ id }) => id === type)?.['actionGroups'] ?? []) as JsonObject[]
    const invalid = actions
      .filter(({ group }) => !groups.some(({ id }) => id === group))
      .map(({ group }) => String(group))
    if (invalid.length > 0) throw new Refusal(400, `Invalid action groups: ${invalid.join(', ')}`)
    const hasFrequency = actions.filter((one) => one['frequency'] !== undefined)
    // Derived: not in both places (elastic/kibana#144130).
    if (hasFrequency.length > 0 && typeof rule['notifyWhen'] === 'string')
      throw new Refusal(
        400,
        'Cannot specify per-action frequency params when notify_when or throttle are defined at the rule level',
      )
    if (actions.length > 0 && caller.actions === undefined) throw new Refusal(403, 'Unauthorized to get actions')
    return actions.map(({ actionTypeId: _sent, ...one }) => ({ ...one, actionTypeId: this.typeOf(String(one['id'])) }))
  }

  private typeOf(connector: string): Json {
    try {
      return this.settings.connectors.at(connector)['actionTypeId'] ?? null
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      throw new Refusal(400, `Failed to load action ${connector} (404): ${error.message}`)
    }
  }
}

const actionsOf = ({ actions }: JsonObject): JsonObject[] => (Array.isArray(actions) ? actions.filter(isObject) : [])

/** How often people are told: where it is left out, a throttle decides; null where each action says it. */
function told(rule: JsonObject, { isFrom }: Versioned): JsonObject {
  const { notifyWhen: when, throttle = null } = rule
  if (!isFrom('7.11')) return { throttle }
  const inActions = actionsOf(rule).some((one) => one['frequency'] !== undefined)
  const usual = inActions ? null : throttle === null ? 'onActiveAlert' : 'onThrottleInterval'
  return { notifyWhen: when ?? usual, throttle }
}

const rest = ({
  notifyWhen: _when,
  throttle: _throttle,
  actions: _actions,
  enabled: _enabled,
  tags = [],
  ...rule
}: JsonObject) => ({
  ...rule,
  tags,
})

/** A rule that runs has a key of whoever enabled or changed it last. */
const ownedBy = (enabled: boolean, { username }: Caller): JsonObject => ({
  apiKeyOwner: enabled ? username : null,
  updatedBy: username,
})

const acts: Record<string, (caller: Caller) => JsonObject> = {
  _enable: ({ username }) => ({ enabled: true, apiKeyOwner: username }),
  _disable: () => ({ enabled: false, apiKeyOwner: null }),
  _update_api_key: ({ username }) => ({ apiKeyOwner: username }),
  _mute_all: () => ({ muteAll: true }),
  _unmute_all: () => ({ muteAll: false, mutedInstanceIds: [] }),
}

function expectRight(what: string, rule: JsonObject, { rules }: Caller): void {
  const may = rules === 'all' || (rules === 'read' && what === 'get')
  if (!may) throw new Refusal(403, `Unauthorized to ${what} a "${String(rule['alertTypeId'])}" alert by "stackAlerts"`)
}
