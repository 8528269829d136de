import { SettingsError } from '../../errors.js'
import type { Settings } from '../../settings/settings.js'
import type { Stack } from '../../stack/stack.js'
import { tenantNamed, type Tenant } from '../../stack/tenant.js'
import { connect } from '../connect.js'
import type { StackOptions } from '../read-settings.js'
import type { Run } from '../run.js'
import { includes, type Scope } from '../scope.js'
import { namesInRole } from './names-in-role.js'
import { checkSpace, hasSpace } from './spaces.js'
import { checkTenant } from './tenants.js'

/** Where the dashboards of the application are: a space of Kibana, or a tenant of OpenSearch Dashboards. */
export interface SpaceOrTenant {
  /** its dashboards server answers for that space or tenant */
  stack: Stack
  /** the space or tenant that an option or the role names; undefined: the usual one */
  name: string | undefined
}

/**
 * Finds the space or tenant before anything is compared: both servers accept one that they do not have. An earlier run may have chosen it. No file keeps
 * that choice: the role on the stack names the space or tenant, and it counts unless an option names another.
 *
 * @throws SettingsError, ElkctlError, ApiError
 */
export async function findSpaceOrTenant(
  { settings, stack, scope }: { settings: Settings; stack: Stack; scope: Scope },
  { spaces }: Pick<StackOptions, 'spaces'>,
  run: Run,
): Promise<SpaceOrTenant> {
  const isKibana = stack.flavor.dialect === 'elasticsearch'
  if (isKibana) await checkSpaceOption(settings, stack)
  else checkTenantOption(settings, stack, scope)
  const asksRole = stack.security && !settings.spaceOrTenantGiven && spaces === undefined && includes(scope, 'role')
  const fromRole = asksRole ? await nameInRole(stack, settings, run) : undefined
  return isKibana
    ? inSpace(fromRole ?? settings.space, stack)
    : inTenant(fromRole ?? settings.tenant, stack, settings, run)
}

const refuse = (where: string, message: string) => new SettingsError([{ where, message }], 'Leave the option out.')

async function checkSpaceOption({ tenant, space }: Settings, stack: Stack): Promise<void> {
  if (tenant !== undefined)
    throw refuse('--tenant', `${stack.flavor.title} has no tenants: Kibana has spaces (--space)`)
  if (space !== undefined) await checkSpace(space, stack)
}

function checkTenantOption({ tenant, space }: Settings, stack: Stack, scope: Scope): void {
  if (space !== undefined)
    throw refuse('--space', `${stack.flavor.title} has no spaces: its dashboards server has tenants (--tenant)`)
  if (tenant === undefined) return
  if (stack.dashboards === undefined || !stack.security)
    throw refuse('--tenant', 'there are no tenants without a dashboards server and security')
  if (includes(scope, 'saved object')) checkTenant(tenant, stack)
}

/** The one that the role names, with a note; undefined where it names none, several, or one that is not there. */
async function nameInRole(stack: Stack, settings: Settings, { journal }: Run): Promise<string | undefined> {
  const isKibana = stack.flavor.dialect === 'elasticsearch'
  const [word, flag, usual] = isKibana ? ['space', '--space', 'default'] : ['tenant', '--tenant', 'global']
  const { role } = settings.account
  const [name, ...others] = await namesInRole(stack, settings)
  if (name === undefined) return undefined
  if (others.length > 0) {
    journal.note(
      `the role ${role} names several ${word}s (${[name, ...others].join(', ')}): dashboards are looked for in the ${usual} one; ${flag} NAME says where they are`,
    )
    return undefined
  }
  if (isKibana && stack.dashboards && !(await hasSpace(name, stack.dashboards))) {
    journal.note(
      `the role ${role} names the space ${name}, which Kibana does not have: dashboards go into the default one`,
    )
    return undefined
  }
  journal.note(
    `dashboards are in the ${word} ${name}, as the role ${role} says; ${flag} ${usual} puts them into the ${usual} one`,
  )
  return name
}

export function inSpace(name: string | undefined, stack: Stack): SpaceOrTenant {
  const { dashboards } = stack
  const there = dashboards && name !== undefined ? { ...stack, dashboards: { ...dashboards, space: name } } : stack
  return { stack: there, name }
}

/** The tenant is named in every request. Whether requests really end up in it is asked before anything is written (`checkActualTenant`). */
async function inTenant(name: string | undefined, stack: Stack, settings: Settings, run: Run): Promise<SpaceOrTenant> {
  const { dashboards } = stack
  const named = dashboards?.tenant ? await withTenantHeader(tenantNamed(name), stack, settings, run) : stack
  return { stack: named, name }
}

/** The same stack, whose dashboards server is asked with another tenant, or without one. */
export async function withTenantHeader(
  tenant: Tenant | undefined,
  stack: Stack,
  settings: Settings,
  run: Run,
): Promise<Stack> {
  const { dashboards } = stack
  if (dashboards === undefined || dashboards.tenant?.name === tenant?.name) return stack
  const { tenant: _other, ...server } = dashboards
  const asked = { ...server, ...(tenant && { tenant }) }
  const writers = await connect(
    { settings, stack: { ...stack, dashboards: asked }, as: settings.admin, signal: run.signal },
    run,
  )
  return { ...stack, dashboards: { ...asked, ...(writers.dashboards && { reader: writers.dashboards }) } }
}
