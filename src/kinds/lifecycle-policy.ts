import { patternsOverlap } from '../patterns.js'
import { isObject, listIn, objectIn, objectsIn, type Json, type JsonObject } from '../json.js'
import { expectOk } from '../http/answer.js'
import { hasShape } from '../http/shape.js'
import type { Reader, Stack } from '../stack/stack.js'
import { objectsByName, readingOf, type ObjectsIn, type Reading, type ResourceApi, type ResourceKind } from './kind.js'
import { textMark } from './mark.js'

const ilm: ResourceApi = {
  read: (stack) =>
    readPolicies(
      stack.search,
      '/_ilm/policy',
      objectsByName(({ policy = {} }) => ({ body: { policy } })),
    ),
  normalize: (body) => ({
    phases: listed(phasesOf(body)).map((phase) => ({ ...phase, actions: listed(phase['actions']) })),
  }),
  // ILM takes `_meta` only from 7.16 on, and refuses unknown fields before.
  mark: () => undefined,
  write: async ({ search }, _stack, objects) => {
    for (const { name, body } of objects)
      expectOk(await search.put(`/_ilm/policy/${encodeURIComponent(name)}`, body), `Lifecycle policy ${name}`)
  },
}

function phasesOf(body: JsonObject): Json {
  const policy = objectIn(body, 'policy')
  return policy['phases'] ?? {}
}

/** As a list, in which one too many is a difference: a delete phase that nobody wants deletes all the same. */
function listed(members: Json | undefined): JsonObject[] {
  const entries = Object.entries(objectIn(members)).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, member]) => ({ name, ...objectIn(member) }))
}

export const policiesPath = (stack: Stack): string => `${stack.flavor.pluginPath}/_ism/policies`

const ism: ResourceApi = {
  // Without a size the list ends after 20.
  read: (stack) => readPolicies(stack.search, `${policiesPath(stack)}?size=1000`, ismPolicies),
  normalize: (body) => ({ policy: withoutServerFields(objectIn(body, 'policy')) }),
  mark: () => textMark('policy', 'description'),
  // OpenSearch refuses it with the pattern and the priority, but does not say whose policy is in the way.
  obstacle: (name, body, others) => {
    const ours = templatesOf(body)
    for (const [other, existing] of others) {
      const clash =
        other !== name &&
        ours.find((mine) =>
          templatesOf(existing.body).some(
            (theirs) => theirs.priority === mine.priority && patternsOverlap(theirs.patterns, mine.patterns),
          ),
        )
      if (clash)
        return `policy "${other}" has the same priority ${clash.priority} for overlapping indices (${clash.patterns.join(', ')}): give it another priority, or delete it`
    }
    return undefined
  },
  write: async ({ search }, stack, objects) => {
    for (const { name, body, existing } of objects) {
      const query = existing?.version ? `?${existing.version}` : ''
      expectOk(
        await search.put(`${policiesPath(stack)}/${encodeURIComponent(name)}${query}`, body),
        `Lifecycle policy ${name}`,
      )
    }
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

const ismPolicies: ObjectsIn = ({ policies: entries }) => {
  if (!Array.isArray(entries)) return undefined
  const known = entries.filter((entry) =>
    hasShape(entry, { _id: 'text', _seq_no: 'number', _primary_term: 'number', policy: 'object' }),
  )
  if (known.length < entries.length) return undefined
  // OpenSearch refuses an update without the sequence number it last gave out; 0 is one.
  return known.map((entry) => [
    entry._id,
    { body: { policy: entry.policy }, version: `if_seq_no=${entry._seq_no}&if_primary_term=${entry._primary_term}` },
  ])
}

function templatesOf(body: JsonObject): { priority: number; patterns: string[] }[] {
  const policy = objectIn(body, 'policy')
  const templates = objectsIn(policy['ism_template'])
  return templates.map(({ priority, index_patterns }) => ({
    priority: Number(priority ?? 0),
    patterns: (index_patterns ?? []) as string[],
  }))
}

/** A server without the feature answers 400 "no handler", 404 or 405, by version; with it, the list is 200 even when it is empty. */
async function readPolicies(reader: Reader, path: string, objects: ObjectsIn): Promise<Reading> {
  const reply = await reader.get(path)
  if ([400, 404, 405].includes(reply.status))
    return {
      status: 'absent',
      reason: `this server has no lifecycle management (${path.split('?')[0] ?? path} answers ${reply.status})`,
    }
  return readingOf(reply, 'lifecycle policies', objects)
}

export const lifecyclePolicy: ResourceKind = {
  name: 'lifecycle policy',
  folder: 'templates/<profile>/lifecycle-policies',
  compare: 'subset',
  needs: 'search',
  api: { elasticsearch: ilm, opensearch: ism },
}
