import { objectIn, type Json, type JsonObject } from '../../json.js'
import { jsonApi } from '../json-api.js'
import type { ResourceApi } from '../kind.js'
import { objectsByName } from '../reading.js'
import { withoutFeature } from './feature.js'

export const ilm: ResourceApi = {
  ...jsonApi({
    one: 'lifecycle policy',
    many: 'lifecycle policies',
    path: () => '/_ilm/policy',
    objects: objectsByName(({ policy = {} }) => ({ body: { policy } })),
    absent: withoutFeature,
  }),
  normalize: (body) => ({
    phases: listed(phasesOf(body)).map((phase) => ({ ...phase, actions: listed(phase['actions']) })),
  }),
  // ILM takes `_meta` only from 7.16 on, and refuses unknown fields before.
  mark: () => undefined,
}

const phasesOf = (body: JsonObject): JsonObject => objectIn(body, 'policy', 'phases')

/** As a list, in which one too many is a difference: a delete phase that nobody wants still deletes. */
function listed(members: Json | undefined): JsonObject[] {
  const entries = Object.entries(objectIn(members)).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, member]) => ({ name, ...objectIn(member) }))
}
