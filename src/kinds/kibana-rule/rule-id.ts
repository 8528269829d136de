import { createHash } from 'node:crypto'
import type { Stack } from '../../stack/stack.js'
import { isFrom, kibanaVersion } from './api.js'

/** Of the names of rules; any UUID would do. */
const namespace = Buffer.from('8a3d2c6b1f0e5b4d9c7a6e5f4d3c2b1a', 'hex')

/** An earlier Kibana chooses the id: there, rules are known by their tags. */
export const takesId = (stack: Stack): boolean => isFrom(kibanaVersion(stack), '7.12')

/**
 * The id of a rule: a UUID made of its name (RFC 4122, version 5). Kibana takes one since 7.12, and UUIDs alone (elastic/kibana#89814), and since 8.0 no two
 * spaces have the same (elastic/kibana#100067).
 */
export function ruleId({ dashboards }: Stack, name: string): string {
  const hash = createHash('sha1')
    .update(namespace)
    .update(`${dashboards?.space ?? 'default'}/${name}`)
    .digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
