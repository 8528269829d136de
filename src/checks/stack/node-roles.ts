import { wordsIn, type JsonObject } from '../../json.js'

/** OpenSearch calls nodes with searchable snapshots search, and those of its tiered indices warm. */
const holdsShards = (role: string): boolean => /^data(_|$)/.test(role) || role === 'search' || role === 'warm'

const shardRoles = (node: JsonObject): string[] => wordsIn(node['roles']).filter(holdsShards)

/** false: a dedicated master, or a node that only passes requests on. A node that says nothing of its roles counts. */
export const isDataNode = (node: JsonObject): boolean => node['roles'] === undefined || shardRoles(node).length > 0

/** Its disk is a cache for searchable snapshots that is filled on purpose, and it has limits of its own. */
export const isFrozenOnly = (node: JsonObject): boolean => {
  const roles = shardRoles(node)
  return roles.length > 0 && roles.every((role) => role === 'data_frozen')
}
