import { isObject, listIn, objectIn, objectsIn, type Json, type JsonObject } from '../../json.js'
import { hasShape } from '../../http/shape.js'
import { patternsOverlap } from '../../patterns.js'
import type { Stack } from '../../stack/stack.js'
import { anotherPrefix } from '../another-prefix.js'
import { jsonApi } from '../json-api.js'
import type { ResourceApi } from '../kind.js'
import { isMarkOf, textMark } from '../mark.js'
import type { ObjectsIn } from '../reading.js'
import { withoutFeature } from './feature.js'

export const policiesPath = (stack: Stack): string => `${stack.flavor.pluginPath}/_ism/policies`

const ismPolicies: ObjectsIn = ({ policies: entries }) => {
  if (!Array.isArray(entries)) return undefined
  const policies = entries.filter((entry) =>
    hasShape(entry, { _id: 'text', _seq_no: 'number', _primary_term: 'number', policy: 'object' }),
  )
  if (policies.length < entries.length) return undefined
  // OpenSearch refuses an update without the sequence number it last gave out; 0 is one.
  return policies.map((entry) => [
    entry._id,
    { body: { policy: entry.policy }, version: `if_seq_no=${entry._seq_no}&if_primary_term=${entry._primary_term}` },
  ])
}

const ownMark = textMark('policy', 'description')

export const ism: ResourceApi = {
  ...jsonApi({
    one: 'lifecycle policy',
    many: 'lifecycle policies',
    path: policiesPath,
    // Without a size the list ends after 20.
    listQuery: () => '?size=1000',
    putQuery: (_stack, { existing }) => (existing?.version === undefined ? '' : `?${existing.version}`),
    objects: ismPolicies,
    absent: withoutFeature,
  }),
  writable: (body) => ({ policy: withoutServerFields(objectIn(body, 'policy')) }),
  normalize: (body) => ({ policy: withoutServerFields(objectIn(body, 'policy')) }),
  mark: () => ownMark,
  titleOf: (_body, name) => name,
  // OpenSearch refuses it with the pattern and the priority, but does not say whose policy is in the way.
  conflict: (name, body, others, owner) => {
    const ours = templatesOf(body)
    for (const [other, existing] of others) {
      const clash =
        other !== name &&
        ours.find((mine) =>
          templatesOf(existing.body).some(
            (theirs) => theirs.priority === mine.priority && patternsOverlap(theirs.patterns, mine.patterns),
          ),
        )
      if (!clash) continue
      if (isMarkOf(owner?.profile ?? '', ownMark.read(existing.body)))
        return {
          reason: `elkctl made the policy ${other} with another prefix, and it has the same priority for overlapping indices (${clash.patterns.join(', ')})`,
          hint: `${anotherPrefix(name, owner)}; or, where nothing writes to those indices any more, remove the policy.`,
        }
      return `policy "${other}" has the same priority ${clash.priority} for overlapping indices (${clash.patterns.join(', ')}): give it another priority, or delete it`
    }
    return undefined
  },
}

/** What OpenSearch adds to a policy: identity, times, schema, retries. AWS gives one template back as an object where a list was sent. */
function withoutServerFields(policy: JsonObject): JsonObject {
  const { policy_id, last_updated_time, schema_version, error_notification, user, ism_template, states, ...content } =
    policy
  return {
    ...content,
    ism_template: listIn(ism_template).map((template) => without(template, 'last_updated_time')),
    states: listIn(states).map((state) =>
      isObject(state)
        ? { ...state, actions: listIn(state['actions']).map((action) => without(action, 'retry')) }
        : state,
    ),
  }
}

function without(value: Json, key: string): Json {
  if (!isObject(value)) return value
  const { [key]: dropped, ...others } = value
  return others
}

function templatesOf(body: JsonObject): { priority: number; patterns: string[] }[] {
  const policy = objectIn(body, 'policy')
  const templates = objectsIn(policy['ism_template'])
  return templates.map(({ priority, index_patterns }) => ({
    priority: Number(priority ?? 0),
    patterns: (index_patterns ?? []) as string[],
  }))
}
