import { isObject, objectIn, objectsIn, type Json, type JsonObject } from '../json.js'

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of "15d", as ILM and ISM write ages. */
function milliseconds(age: Json | undefined): number {
  const [, digits = '0', unit = 'ms'] = /^(\d+)(ms|s|m|h|d)$/.exec(String(age)) ?? []
  return Number(digits) * (units[unit] ?? 1)
}

/** After how many milliseconds a policy deletes an index, in the form of either product. undefined: never */
export function deletesAfter(body: JsonObject): number | undefined {
  const policy = objectIn(body, 'policy')
  if (isObject(policy['phases'])) {
    const phase = policy['phases']['delete']
    return isObject(phase) && isObject(phase['actions']) && 'delete' in phase['actions']
      ? milliseconds(phase['min_age'])
      : undefined
  }
  const states = objectsIn(policy['states'])
  const start = states.find(({ name }) => name === policy['default_state'])
  return start && fromState(start, states, 0, [])
}

/** The earliest deletion that is reached from a state of an ISM policy. Ages are counted from the making of the index, not from the state before. */
function fromState(state: JsonObject, states: JsonObject[], age: number, before: JsonObject[]): number | undefined {
  if (objectsIn(state['actions']).some((action) => 'delete' in action)) return age
  const ages = objectsIn(state['transitions']).flatMap((transition) => {
    const next = states.find(({ name }) => name === transition['state_name'])
    if (next === undefined || before.includes(next)) return []
    const conditions = objectIn(transition, 'conditions')
    const due = Math.max(age, milliseconds(conditions['min_index_age']))
    return fromState(next, states, due, [...before, state]) ?? []
  })
  return ages.length === 0 ? undefined : Math.min(...ages)
}
