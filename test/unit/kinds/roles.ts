import { join } from 'node:path'
import type { Existing, ResourceApi } from '../../../src/kinds/kind.js'
import { role } from '../../../src/kinds/role/role.js'
import type { JsonObject } from '../../../src/json.js'
import type { Stack } from '../../../src/stack/stack.js'
import { differencesOn } from '../differences.js'
import { readerOf, stackOf } from '../fake-stack.js'
import { fixture, projectFolder, readJson } from '../fixtures.js'

export const name = 'openvidu-role'
export const documented = readJson<RoleFile>(fixture('roles', 'documented-role.json'))
export const ours = readJson<RoleFile>(
  join(projectFolder, 'roles', 'openvidu', 'roles', 'openvidu-role.elasticsearch.json'),
)
export const oursOpenSearch = readJson<OpenSearchRole>(
  join(projectFolder, 'roles', 'openvidu', 'roles', 'openvidu-role.opensearch.json'),
)
export const path = `/api/security/role/${name}`

export interface RoleFile extends JsonObject {
  elasticsearch: { cluster: string[]; indices: { names: string[]; privileges: string[] }[]; run_as: string[] }
  kibana: JsonObject[]
}

export interface OpenSearchRole extends JsonObject {
  cluster_permissions: string[]
  index_permissions: { index_patterns: string[]; allowed_actions: string[] }[]
  tenant_permissions: JsonObject[]
}

export const api = role.api.elasticsearch as ResourceApi
export const openSearchApi = role.api.opensearch as ResourceApi

export const withKibana = (answer: Parameters<typeof readerOf>[0], parts: Partial<Stack> = {}): Stack =>
  stackOf({ dashboards: { version: '7.12.1', reader: readerOf(answer) }, ...parts })

export async function read(stack: Stack, of = api): Promise<Existing> {
  const reading = await of.read(stack, [name])
  const existing = reading.status === 'read' ? reading.objects.get(name) : undefined
  if (existing === undefined) throw new Error(`not read: ${JSON.stringify(reading)}`)
  return existing
}

export const differences = (wanted: JsonObject, existing: Existing, stack = stackOf()) =>
  differencesOn(stack, role, name, wanted, existing)
