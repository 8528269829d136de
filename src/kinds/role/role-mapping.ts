import { isObject, listIn, withoutEmpty } from '../../json.js'
import { expectGone, expectOk } from '../../http/answer.js'
import { objectsByName, readList, type ResourceApi, type ResourceKind } from '../kind.js'
import { textMark } from '../mark.js'
import { fromSecurityPlugin, sorted } from './role.js'
import { securityApi } from '../security-api.js'

/** OpenSearch: who has a role. Elasticsearch writes it on the user. */
const api: ResourceApi = {
  read: async (stack, names) => {
    const path = `${securityApi(stack)}/rolesmapping`
    const reading = await readList(stack.search, path, 'role mappings', objectsByName(fromSecurityPlugin))
    const { identity } = stack
    const own = names.filter((name) => identity?.roles.includes(name))
    // Whoever has the role is mapped to it, and need not be allowed to read the mapping.
    return reading.status === 'refused' && identity && own.length === names.length
      ? {
          status: 'read',
          objects: new Map(own.map((name) => [name, { body: { users: [identity.username] }, onlyGrants: true }])),
        }
      : reading
  },
  normalize: (body) =>
    withoutEmpty(Object.fromEntries(Object.entries(body).map(([key, value]) => [key, sorted(value)]))),
  mark: () => textMark('description'),
  // Several users may have one role, each from a run of its own.
  shared: 'users',
  foreign: (wanted, found) => {
    const others = Object.entries(found)
      .filter(([key]) => key !== 'description')
      .flatMap(([key, names]) =>
        listIn(names).filter((name) => !(isObject(wanted) && Array.isArray(wanted[key]) && wanted[key].includes(name))),
      )
    return others.length === 0
      ? undefined
      : `it maps others too (${others.map(String).join(', ')}), who would lose the role`
  },
  write: async ({ search }, stack, objects) => {
    for (const { name, body } of objects)
      expectOk(
        await search.put(`${securityApi(stack)}/rolesmapping/${encodeURIComponent(name)}`, body),
        `Role mapping ${name}`,
      )
  },
  remove: async ({ search }, stack, name) => {
    expectGone(
      await search.delete(`${securityApi(stack)}/rolesmapping/${encodeURIComponent(name)}`),
      `Removing the role mapping ${name}`,
    )
  },
}

export const roleMapping: ResourceKind = {
  name: 'role mapping',
  folder: 'roles/<profile>/mappings',
  compare: 'exact',
  needs: 'security',
  api: { opensearch: api },
}
