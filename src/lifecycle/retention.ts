import { objectIn, objectsIn, type Json, type JsonObject } from '../json.js'

/** Milliseconds until an index is deleted; undefined: never; 'unknown': something besides its age decides, such as its size. */
export type Retention = number | undefined | 'unknown'

/**
 * When a policy deletes an index, in the form of either product.
 *
 * @param rolledOver the index has a successor: no rollover holds it up any more
 */
export function deletesAfter(body: JsonObject, rolledOver = false): Retention {
  const policy = objectIn(body, 'policy')
  if ('phases' in policy) return afterPhases(objectIn(policy, 'phases'), rolledOver)
  const states = objectsIn(policy['states'])
  const start = states.find(({ name }) => name === policy['default_state'])
  return start && fromState({ state: start, age: 0, passed: [] }, states, rolledOver)
}

/** ILM: an index passes each phase in turn, so the longest age counts. */
function afterPhases(phases: JsonObject, rolledOver: boolean): Retention {
  const actions = (phase: string) => objectIn(phases, phase, 'actions')
  if (!('delete' in actions('delete'))) return undefined
  const rollsOver = Object.keys(phases).some((phase) => 'rollover' in actions(phase))
  if ((rollsOver && !rolledOver) || 'wait_for_snapshot' in actions('delete')) return 'unknown'
  return longest(Object.keys(phases).map((phase) => milliseconds(objectIn(phases, phase)['min_age'])))
}

interface Way {
  state: JsonObject
  /** at which it is reached */
  age: number
  passed: JsonObject[]
}

/** ISM: ages are counted from the making of the index, not from the state before. Of several transitions the first one that is due is taken. */
function fromState({ state, age, passed }: Way, states: JsonObject[], rolledOver: boolean): Retention {
  const actions = objectsIn(state['actions'])
  if (!rolledOver && actions.some((action) => 'rollover' in action))
    return canDelete(state, states, []) ? 'unknown' : undefined
  if (actions.some((action) => 'delete' in action)) return age
  const ways = objectsIn(state['transitions']).flatMap((transition) => {
    const next = states.find(({ name }) => name === transition['state_name'])
    if (next === undefined || passed.includes(next)) return []
    return [{ next, due: longest([age, dueAge(objectIn(transition, 'conditions'))]) }]
  })
  const otherwise = ways.filter(({ due }) => due === 'unknown')
  if (otherwise.length > 0) return canDelete(state, states, passed) ? 'unknown' : undefined
  const due = longest([age, Math.min(...ways.map((way) => Number(way.due)))])
  const taken = ways.find((way) => way.due === due)
  return taken && fromState({ state: taken.next, age: Number(due), passed: [...passed, state] }, states, rolledOver)
}

/** Whether a state that deletes can be reached, whatever the conditions. */
function canDelete(state: JsonObject, states: JsonObject[], passed: JsonObject[]): boolean {
  if (objectsIn(state['actions']).some((action) => 'delete' in action)) return true
  return objectsIn(state['transitions']).some((transition) => {
    const next = states.find(({ name }) => name === transition['state_name'])
    return next !== undefined && !passed.includes(next) && canDelete(next, states, [...passed, state])
  })
}

/** https://docs.opensearch.org/latest/im-plugin/ism/policies/#transitions: also min_rollover_age, min_size, min_doc_count and cron. */
function dueAge({ min_index_age: age, ...others }: JsonObject): number | 'unknown' {
  return Object.keys(others).length > 0 ? 'unknown' : milliseconds(age)
}

const longest = (ages: (number | 'unknown')[]): number | 'unknown' => {
  const knownAges = ages.filter((age) => age !== 'unknown')
  return knownAges.length < ages.length ? 'unknown' : Math.max(0, ...knownAges)
}

/** https://www.elastic.co/guide/en/elasticsearch/reference/7.10/common-options.html#time-units */
const units: Record<string, number> = {
  nanos: 1e-6,
  micros: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** "15d", as ILM and ISM write ages. An age that is left out is 0. */
function milliseconds(age: Json | undefined): number | 'unknown' {
  const [, digits, unit = 'ms'] = /^(\d+)\s*(nanos|micros|ms|s|m|h|d)?$/i.exec(String(age ?? '0')) ?? []
  const length = units[unit.toLowerCase()]
  return digits === undefined || length === undefined ? 'unknown' : Math.floor(Number(digits) * length)
}

/** "15 days", "36 hours", "never" */
export function inDays(milliseconds: Retention): string {
  if (milliseconds === undefined) return 'never'
  if (milliseconds === 'unknown') return 'cannot tell (not by age alone)'
  const steps: [number, string][] = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1000, 'second'],
    [1, 'millisecond'],
  ]
  const [length, unit] = steps.find(([step]) => milliseconds % step === 0 && milliseconds >= step) ?? [1, 'day']
  const count = milliseconds / length
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
