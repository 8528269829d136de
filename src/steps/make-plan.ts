import { counted } from '../counted.js'
import type { JsonObject } from '../json.js'
import type { Definition } from '../engine/definitions.js'
import type { PlanOptions } from '../engine/plan-change.js'
import { planChanges as planOf, pending, readAhead, type Plan } from '../engine/plan.js'
import { reviewPlan } from '../engine/review.js'
import { destinationId } from '../files/hand-over.js'
import { askedOnce } from '../kinds/cluster-state.js'
import { inSpaces, withSpace } from '../kinds/role/spaces.js'
import { withTenant } from '../kinds/role/tenants.js'
import type { Settings } from '../settings/settings.js'
import { expectSameCluster } from '../stack/same-cluster.js'
import type { Stack } from '../stack/stack.js'
import { withAlerting } from './ask-alerting.js'
import { definitionsFor } from './definitions-for.js'
import { findSpaceOrTenant, inSpace, type SpaceOrTenant } from './spaces-and-tenants/find-space-or-tenant.js'
import { checkActualTenant } from './spaces-and-tenants/actual-tenant.js'
import { blockDashboards } from './spaces-and-tenants/tenants.js'
import { withAhead, type Ahead } from './state-ahead.js'
import { withMonitors } from './ask-monitors.js'
import type { StackOptions } from './read-settings.js'
import type { Run } from './run.js'
import { everything, type Scope } from './scope.js'
import { passwordFiles, withoutNewPassword } from './unfinished-hand-over.js'

/** What a plan is for. */
export interface ToPlan {
  settings: Settings
  stack: Stack
  /** default: everything */
  scope?: Scope
  /** what was asked before it was known which stack this is */
  ahead?: Ahead | undefined
}

/** Steps 4 and 5: the data files, compared with what is there. */
export async function makePlan(
  { settings, stack, scope = everything, ahead }: ToPlan,
  options: StackOptions,
  run: Run,
): Promise<Plan> {
  // The role that names the space or tenant is read once, for both; and everything else with it, where the usual space or tenant has it.
  const once = await withMonitors(readingOnce(withAhead(stack, ahead)), settings, scope)
  const loaded = await withGrafana(
    definitionsFor({ settings, dialect: stack.flavor.dialect, scope }, options),
    { settings, stack, scope },
    run,
  )
  readAhead(loaded, inSpace(settings.space, once).stack)
  const spaceOrTenant = await findSpaceOrTenant({ settings, stack: once, scope }, options, run)
  const definitions = loaded.map((definition) =>
    definition.kind.name === 'role'
      ? { ...definition, body: forSpaceOrTenant(definition.body, spaceOrTenant, options.spaces) }
      : definition,
  )
  const { checker } = settings.profile.roles
  const step = run.screen.step('Comparing')
  const askCluster = () => {
    const asked = expectSameCluster(stack)
    // What it finds is told in its turn.
    asked.catch(() => undefined)
    return asked
  }
  const asked = scope.removes === true || scope.writes === false ? askCluster() : undefined
  try {
    const planFor = (readers: Stack) =>
      planOf(definitions, readers, {
        profile: settings.profile.name,
        account: settings.account.username,
        adopt: options.adopt ?? false,
        resetPassword: options.resetPassword ?? false,
        ...(checker !== undefined && { checkerRole: checker }),
        application: applicationOf(settings),
        verifyOnly: scope.writes === false,
        // create-user asks for --adopt before it changes anything.
        keepsEdits: options.overwrite !== true && scope.account === undefined && scope.removes !== true,
        destinations: passwordFiles(settings, options.credentialsFile).map(destinationId),
      })
    const planned = await planFor(await withAlerting(spaceOrTenant.stack, settings, scope))
    const other = await checkActualTenant(planned, spaceOrTenant, { settings, scope }, run)
    const unblocked = other && 'stack' in other ? await planFor(other.stack) : planned
    const compared = other && 'problem' in other ? blockDashboards(unblocked, other.problem) : unblocked
    const lasting = withLasting(compared, stack, once)
    // A request more, saved where nothing is going to be written.
    const sameCluster = asked ?? (pending(lasting).length > 0 ? askCluster() : undefined)
    if (scope.removes) {
      await sameCluster
      step.done(`${counted(definitions.length, 'object')} with the stack`)
      return lasting
    }
    const { plan: reviewed, notes } = await reviewPlan(lasting, options.force ?? false)
    run.journal.note(...notes, ...furtherRoles(stack, settings))
    const plan = await withoutNewPassword(reviewed, settings, options.credentialsFile, run)
    await sameCluster
    step.done(`${counted(definitions.length, 'object')} with the stack`)
    return plan
  } catch (error) {
    step.fail()
    throw error
  }
}

const applicationOf = ({
  profile: { title, writes, settings },
  variables,
}: Settings): NonNullable<PlanOptions['application']> => ({
  ...{ title, writes },
  prefixes: Object.fromEntries(
    Object.entries(settings)
      .filter(([, { type }]) => type === 'index prefix')
      .map(([variable, { key }]) => [variables[variable] ?? '', key]),
  ),
})

function readingOnce(stack: Stack): Stack {
  const { search, dashboards, grafana } = stack
  const reader = dashboards && askedOnce(dashboards.reader)
  return {
    ...stack,
    search: askedOnce(search),
    dashboards: dashboards && reader && { ...dashboards, reader },
    grafana: grafana && { ...grafana, reader: askedOnce(grafana.reader) },
  }
}

/** The plan that reads again when it is carried out. */
function withLasting(plan: Plan, { search, dashboards, grafana }: Stack, once: Stack): Plan {
  const planned = plan.stack.dashboards
  // That of another tenant is asked again anyway.
  const reader = planned?.reader === once.dashboards?.reader ? dashboards?.reader : planned?.reader
  return { ...plan, stack: { ...plan.stack, search, grafana, dashboards: planned && reader && { ...planned, reader } } }
}

/** What Grafana gets, where one was named; what it cannot show is told. */
async function withGrafana(
  definitions: Definition[],
  { settings, stack, scope = everything }: ToPlan,
  run: Run,
): Promise<Definition[]> {
  const { grafana, profile } = settings
  if (grafana === undefined) return definitions
  // With them comes zod, which is a quarter of all that a plan would load.
  const { grafanaDefinitions } = await import('../engine/grafana-definitions.js')
  const { dataSourceServer, leftOutNotes } = await import('./for-grafana.js')
  const server = dataSourceServer(settings, stack.flavor.dialect, stack)
  const application = { name: profile.name, title: profile.title, server }
  const hasPassword = server.username !== undefined && grafana.dataSourcePassword !== undefined
  const made = grafanaDefinitions(definitions, application, hasPassword)
  if (stack.grafana !== undefined && scope.writes !== false) {
    run.journal.note(...leftOutNotes(made.leftOut))
    if (server.username !== undefined && !hasPassword)
      run.journal.note(
        `ELKCTL_DATASOURCE_PASSWORD is not set: the data sources of Grafana keep the password of ${server.username} that they have, and new ones have none`,
      )
  }
  return [...definitions, ...made.definitions]
}

function forSpaceOrTenant(role: JsonObject, { name, stack }: SpaceOrTenant, spaces: string[] | undefined): JsonObject {
  if (spaces !== undefined) return inSpaces(role, spaces)
  if (name === undefined) return role
  return stack.flavor.dialect === 'elasticsearch' ? withSpace(role, name) : withTenant(role, name)
}

/** Elasticsearch lists the user's own roles together with those that everybody has. */
function furtherRoles({ flavor, identity }: Stack, { account }: Settings): string[] {
  if (flavor.dialect !== 'elasticsearch' || identity?.username !== account.username) return []
  const others = identity.roles.filter((name) => name !== account.role)
  if (others.length === 0) return []
  return [
    `${identity.username} has further roles (${others.join(', ')}): from anonymous access, role mappings, or another administrator; elkctl plan as an administrator shows which`,
  ]
}
