import { apiOf } from '../../engine/change.js'
import { objectsIn, wordsIn, type Json } from '../../json.js'
import type { Existing } from '../../kinds/kind.js'
import { role } from '../../kinds/role/role.js'
import type { Settings } from '../../settings/settings.js'
import type { Stack } from '../../stack/stack.js'
import { globalTenant } from '../../stack/tenant.js'

/** The spaces or tenants besides the usual one that the role names, if elkctl wrote it. */
export async function namesInRole(stack: Stack, settings: Settings): Promise<string[]> {
  const { role: name } = settings.account
  const api = apiOf(role, stack)
  const reading = await api.read(stack, [name])
  if (reading.status !== 'read') return tenantsOf(stack, settings)
  const existing = reading.objects.get(name)
  const isOurs = existing?.partiallyVisible === true || api.mark(stack, name)?.read(existing?.body ?? {}) !== undefined
  return existing && isOurs ? namesIn(existing) : []
}

function namesIn({ body }: Existing): string[] {
  const names = [...words(body['kibana'], 'spaces'), ...words(body['tenant_permissions'], 'tenant_patterns')]
  const usual = ['default', globalTenant.name]
  return names.some((name) => name === '*') ? [] : names.filter((name) => !usual.includes(name) && !name.includes('*'))
}

const words = (list: Json | undefined, field: string): string[] => [
  ...new Set(objectsIn(list).flatMap((entry) => wordsIn(entry[field]))),
]

/** OpenSearch shows roles to administrators only; the account itself sees which tenants it may write to. */
function tenantsOf({ identity }: Stack, { account }: Settings): string[] {
  if (identity?.username !== account.username) return []
  const { username, tenants = {} } = identity
  return Object.keys(tenants).filter((name) => tenants[name] && name !== username && name !== globalTenant.name)
}
