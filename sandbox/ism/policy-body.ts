import { isObject, JsonBody, type Json } from './json-body.js'
import { actionType, readAction } from './policy-actions.js'
import { illegalArgument, invalidField } from './refusals.js'
import { sizeValue, timeValue } from './units.js'

export interface Transition {
  state_name: string
  conditions?: Json
}

export interface State {
  name: string
  actions: Json[]
  transitions: Transition[]
}

export interface IsmTemplate {
  index_patterns: string[]
  priority: number
  /** Milliseconds; indices made before it are not taken up when they appear. */
  last_updated_time: number
}

/** A policy as GET shows it, save its id. */
export interface Policy {
  description: string
  last_updated_time: number
  schema_version: number
  error_notification: unknown
  default_state: string
  states: State[]
  ism_template: IsmTemplate[] | null
}

/** Reads the body of PUT, `{"policy": {…}}`; whatever stands there as the outer name. Throws the server's refusals. */
export function readPolicy(text: string, now: number): Policy {
  const body = new JsonBody(text)
  const [first, second] = Object.entries(body.object(body.value))
  if (!first) throw body.unexpected('FIELD_NAME', body.value, 'END_OBJECT')
  const policy = readFields(body.object(first[1]), body, now)
  if (second) throw body.unexpected('END_OBJECT', second[0], 'FIELD_NAME')
  return policy
}

function readFields(fields: Json, body: JsonBody, now: number): Policy {
  let states: State[] = []
  let template: IsmTemplate[] | null = null
  for (const [field, value] of Object.entries(fields)) {
    if (field === 'states') states = body.list(value).map((state) => readState(state, body))
    else if (field === 'ism_template') template = readTemplates(value, body, now)
    else if (!scalarFields.includes(field)) throw invalidField(field, 'Policy')
  }
  const policy = {
    description: required(fields, 'description', 'description is null', body),
    last_updated_time: now,
    schema_version: Number(fields['schema_version'] ?? 1),
    error_notification: fields['error_notification'] ?? null,
    default_state: required(fields, 'default_state', 'default_state is null', body),
    states,
    ism_template: template,
  }
  checkStates(policy)
  return policy
}

const scalarFields = [
  'policy_id',
  'description',
  'last_updated_time',
  'schema_version',
  'error_notification',
  'default_state',
  'user',
]

function checkStates({ states, default_state }: Policy): void {
  const names = states.map(({ name }) => name)
  for (const { name, transitions } of states) {
    const nowhere = transitions.find((transition) => !names.includes(transition.state_name))
    if (!nowhere) continue
    const target = nowhere.state_name
    throw illegalArgument(`Policy contains a transition in state=${name} pointing to a nonexistent state=${target}`)
  }
  if (new Set(names).size !== names.length) throw illegalArgument('Policy cannot have duplicate state names')
  if (names.length === 0) throw illegalArgument('Policy must contain at least one State')
  if (!names.includes(default_state)) throw illegalArgument('Policy must have a valid default state')
}

function readState(value: unknown, body: JsonBody): State {
  const fields = body.object(value)
  const unknown = Object.keys(fields).find((field) => !['name', 'actions', 'transitions'].includes(field))
  if (unknown !== undefined) throw invalidField(unknown, 'State')
  const actions = body.list(fields['actions'] ?? []).map((action) => readAction(action, body))
  const transitions = body.list(fields['transitions'] ?? []).map((transition) => readTransition(transition, body))
  const name = required(fields, 'name', 'State name is null', body)
  if (name.trim() === '') throw illegalArgument('State must contain a valid name')
  const deletes = actions.findIndex((action) => actionType(action) === 'delete')
  if (deletes >= 0 && deletes < actions.length - 1) {
    throw illegalArgument(`State=${name} must not contain an action after a delete action`)
  }
  if (deletes >= 0 && transitions.length > 0) {
    throw illegalArgument(`State=${name} cannot contain transitions if using delete action`)
  }
  return { name, actions, transitions }
}

function readTransition(value: unknown, body: JsonBody): Transition {
  const fields = body.object(value)
  const unknown = Object.keys(fields).find((field) => !['state_name', 'conditions'].includes(field))
  if (unknown !== undefined) throw invalidField(unknown, 'Transition')
  const conditions =
    fields['conditions'] === undefined ? {} : { conditions: readConditions(fields['conditions'], body) }
  return { state_name: required(fields, 'state_name', 'Transition state name is null', body), ...conditions }
}

const conditionReaders: Record<string, (value: unknown, body: JsonBody) => unknown> = {
  min_index_age: (value, body) => timeValue(body.scalar(value), 'min_index_age'),
  min_rollover_age: (value, body) => timeValue(body.scalar(value), 'min_rollover_age'),
  min_size: (value, body) => sizeValue(body.scalar(value), 'min_size'),
  min_doc_count: (value) => value,
  cron: (value) => value,
}

function readConditions(value: unknown, body: JsonBody): Json {
  const conditions = Object.entries(body.object(value)).map(([field, condition]) => {
    const read = conditionReaders[field]
    if (!read) throw invalidField(field, 'Conditions')
    return [field, read(condition, body)] as const
  })
  // The server says so for none as well.
  if (conditions.length !== 1) throw illegalArgument('Cannot provide more than one Transition condition')
  return Object.fromEntries(conditions)
}

function readTemplates(value: unknown, body: JsonBody, now: number): IsmTemplate[] | null {
  if (value === null) return null
  if (isObject(value)) return [readTemplate(value, body, now)]
  return body.list(value).map((template) => readTemplate(template, body, now))
}

function readTemplate(value: unknown, body: JsonBody, now: number): IsmTemplate {
  const fields = body.object(value)
  const unknown = Object.keys(fields).find(
    (field) => !['index_patterns', 'priority', 'last_updated_time'].includes(field),
  )
  if (unknown !== undefined) throw invalidField(unknown, 'ISMTemplate')
  const template = {
    index_patterns: body.list(fields['index_patterns'] ?? []).map((pattern) => body.scalar(pattern)),
    priority: Number(fields['priority'] ?? 0),
    last_updated_time: Number(fields['last_updated_time'] ?? now),
  }
  if (template.priority < 0) throw illegalArgument('Requires priority to be >= 0')
  if (template.index_patterns.length === 0) throw illegalArgument('Requires at least one index pattern')
  return template
}

function required(fields: Json, field: string, missing: string, body: JsonBody): string {
  if (fields[field] === undefined) throw illegalArgument(missing)
  return body.scalar(fields[field])
}
