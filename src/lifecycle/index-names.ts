import type { PolicyAssignment } from './managed-index.js'

/** Policy → indices that shall have it. */
export function byPolicy(assignments: Map<string, PolicyAssignment>): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, { policy }] of assignments) groups.set(policy, [...(groups.get(policy) ?? []), name])
  return groups
}

/** Servers take a request line of 4096 bytes: https://www.elastic.co/guide/en/elasticsearch/reference/7.10/modules-http.html */
const longest = 3000

/** Names of indices for a path, in as many parts as its length needs. */
export function inParts(names: string[]): string[] {
  const parts: string[] = []
  for (const name of names.map(encodeURIComponent)) {
    const last = parts.at(-1)
    if (last === undefined || last.length + name.length >= longest) parts.push(name)
    else parts[parts.length - 1] = `${last},${name}`
  }
  return parts
}
