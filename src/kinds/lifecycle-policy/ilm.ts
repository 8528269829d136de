import { isEmpty, objectIn, type Json, type JsonObject } from '../../json.js'
import { compareVersions } from '../../stack/versions.js'
import { usersOfPolicies } from '../index-uses.js'
import { jsonApi } from '../json-api.js'
import type { ResourceApi } from '../kind.js'
import { fieldMark } from '../mark.js'
import { objectsByName } from '../reading.js'
import { withoutFeature } from './feature.js'

const policyMark = fieldMark('policy', '_meta', 'elkctl')

/**
 * ILM takes `_meta` from 7.14 on (https://github.com/elastic/elasticsearch/pull/73515) and refuses unknown fields before; the editor of Kibana 7.14.0 cannot
 * save such a policy (https://github.com/elastic/kibana/pull/109295). Below that, a policy that is as wanted is ours, and the plan shows each difference
 * of another one. To keep marks elsewhere (in a cluster setting, on another object) would need another right, another write that can fail
 * alone, and something to clean up; all that the operator would win is to read who made that difference.
 */
const since = '7.14.1'

export const ilm: ResourceApi = {
  ...jsonApi({
    one: 'lifecycle policy',
    many: 'lifecycle policies',
    path: () => '/_ilm/policy',
    objects: objectsByName(({ policy = {} }) => ({ body: { policy } })),
    absent: withoutFeature,
  }),
  normalize: (body) => ({
    phases: listed(phasesOf(body)).map((phase) => ({
      ...phase,
      actions: listed(phase['actions']).map(withoutDefault),
    })),
  }),
  merge: mergeMetadata,
  titleOf: (_body, name) => name,
  mark: (stack) => (compareVersions(stack.equivalentVersion, since) >= 0 ? policyMark : undefined),
  unmarkedBefore: true,
  dependants: usersOfPolicies,
  // Elasticsearch 6.8 and later: 400, "Cannot delete policy […]. It is in use by one or more indices".
  heldByIndices: 'ILM does not delete a policy that an index still uses: detach it first with POST /INDEX/_ilm/remove',
}

const phasesOf = (body: JsonObject): JsonObject => objectIn(body, 'policy', 'phases')

/** As a list, in which one too many is a difference: a delete phase that nobody wants still deletes. */
function listed(members: Json | undefined): JsonObject[] {
  const entries = Object.entries(objectIn(members)).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, member]) => ({ name, ...objectIn(member) }))
}

/** The default, which servers of 7.8 and later write into the policy: https://www.elastic.co/guide/en/elasticsearch/reference/7.17/ilm-delete.html */
function withoutDefault({ delete_searchable_snapshot: deletes, ...action }: JsonObject): JsonObject {
  return deletes === undefined || deletes === true ? action : { ...action, delete_searchable_snapshot: deletes }
}

/** What others wrote into `_meta` stays there: a description, or whose policy it is. */
function mergeMetadata(desired: JsonObject, actual: JsonObject): JsonObject {
  const theirs = objectIn(policyMark.strip(actual), 'policy', '_meta')
  if (isEmpty(theirs)) return desired
  const policy = objectIn(desired, 'policy')
  return { ...desired, policy: { ...policy, _meta: { ...theirs, ...objectIn(policy, '_meta') } } }
}
