import { objectsIn, wordsIn, type Json } from '../json.js'
import { apiOf } from '../engine/change.js'
import type { Plan } from '../engine/plan.js'
import { SettingsError } from '../errors.js'
import { askedOnce } from '../kinds/cluster-state.js'
import { type Existing } from '../kinds/kind.js'
import { role } from '../kinds/role/role.js'
import type { Settings } from '../settings/settings.js'
import type { Stack } from '../stack/stack.js'
import { globalTenant } from '../stack/tenant.js'
import { connect } from './connect.js'
import { checkSpace } from './place.js'
import type { PrepareOptions } from './prepare.js'
import type { Run } from './run.js'

export interface FoundPlace {
  /** its dashboards server answers for that place */
  stack: Stack
  /** the role is not requested a second time */
  planned: (plan: (readers: Stack) => Promise<Plan>) => Promise<Plan>
}

/**
 * An earlier run may have put the dashboards into a space or tenant. No file keeps that: the role on the stack names it. Where no option says otherwise,
 * that is the place.
 */
export async function findPlace(
  stack: Stack,
  settings: Settings,
  options: PrepareOptions,
  run: Run,
): Promise<FoundPlace> {
  const readers: Stack = {
    ...stack,
    search: askedOnce(stack.search),
    ...(stack.dashboards && { dashboards: { ...stack.dashboards, reader: askedOnce(stack.dashboards.reader) } }),
  }
  const looks =
    stack.security && !settings.placeGiven && options.spaces === undefined && (options.only?.includes('role') ?? true)
  const names = looks ? await namesOfPlaces(readers, settings) : []
  const opensearch = stack.flavor.dialect === 'opensearch'
  const [word, flag, usual] = opensearch ? ['tenant', '--tenant', 'global'] : ['space', '--space', 'default']
  const [name] = names
  const planned: FoundPlace['planned'] = async (plan) => {
    const made = await plan(readers)
    return { ...made, stack, parts: { ...made.parts, stack } }
  }
  if (names.length > 1)
    run.report.notes.push(
      `the role ${settings.account.role} names several ${word}s (${names.join(', ')}): dashboards are looked for in the ${usual} one; ${flag} NAME says where they are`,
    )
  if (name === undefined || names.length > 1) return { stack, planned }
  if (!opensearch && stack.dashboards && !(await hasSpace(name, stack))) {
    run.report.notes.push(
      `the role ${settings.account.role} names the space ${name}, which Kibana does not have: dashboards go into the default one`,
    )
    return { stack, planned }
  }
  run.report.notes.push(
    `dashboards are in the ${word} ${name}, as the role ${settings.account.role} says; ${flag} ${usual} puts them into the ${usual} one`,
  )
  settings[opensearch ? 'tenant' : 'space'] = name
  if (stack.dashboards === undefined) return { stack, planned }
  if (!opensearch) {
    stack.dashboards.space = name
    if (readers.dashboards) readers.dashboards.space = name
    return { stack, planned }
  }
  const { dashboards } = await connect(settings, settings.admin, run, run.signal)
  if (dashboards) stack.dashboards.reader = dashboards
  if (dashboards && readers.dashboards) readers.dashboards.reader = askedOnce(dashboards)
  return { stack, planned }
}

async function hasSpace(name: string, stack: Stack): Promise<boolean> {
  try {
    await checkSpace(name, stack)
    return true
  } catch (error) {
    if (error instanceof SettingsError) return false
    throw error
  }
}

/** The spaces or tenants besides the usual one that the role names, if elkctl wrote it. */
async function namesOfPlaces(stack: Stack, settings: Settings): Promise<string[]> {
  const { role: name } = settings.account
  const api = apiOf(role, stack)
  const reading = await api.read(stack, [name])
  if (reading.status !== 'read') return tenantsOf(stack, settings)
  const found = reading.objects.get(name)
  const isOurs =
    found?.onlyGrants === true || api.mark({ stack, lifecycle: true }, name)?.read(found?.body ?? {}) !== undefined
  return found && isOurs ? placesIn(found) : []
}

function placesIn({ body }: Existing): string[] {
  const names = [...words(body['kibana'], 'spaces'), ...words(body['tenant_permissions'], 'tenant_patterns')]
  const usual = ['default', globalTenant.name]
  return names.some((name) => name === '*') ? [] : names.filter((name) => !usual.includes(name) && !name.includes('*'))
}

const words = (list: Json | undefined, field: string): string[] => [
  ...new Set(objectsIn(list).flatMap((entry) => wordsIn(entry[field]))),
]

/** OpenSearch shows roles to administrators only; the account itself is told which tenants it may write to. */
function tenantsOf({ identity }: Stack, { account }: Settings): string[] {
  if (identity?.username !== account.username) return []
  const { username, tenants = {} } = identity
  return Object.keys(tenants).filter((name) => tenants[name] && name !== username && name !== globalTenant.name)
}
