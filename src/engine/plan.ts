import { planReaders, statePath } from '../kinds/cluster-state.js'
import { ElkctlError } from '../errors.js'
import { administratorRole } from '../http/answer.js'
import type { ResourceKind, TargetStack } from '../kinds/kind.js'
import type { Reading } from '../kinds/reading.js'
import { lifecyclePolicy } from '../kinds/lifecycle-policy/lifecycle-policy.js'
import type { MissingPart, Stack } from '../stack/stack.js'
import { apiOf, skipped, type Change } from './change.js'
import { planChange, type PlanOptions } from './plan-change.js'
import type { Definition } from './definitions.js'
import { leftBehind, type LeftBehind } from './left-behind.js'
import { planBesideOthers, type OtherTemplate } from './other-templates.js'
import { lastingIndices, planIndices, readSwitch, type ExistingIndices } from '../lifecycle/index.js'

export interface Plan extends TargetStack {
  /** in the order of work */
  changes: Change[]
  indices: ExistingIndices
  /** what was read of each kind */
  readings?: Map<ResourceKind, Reading>
  /** what an earlier elkctl made and this one does not; undefined: it was not looked for */
  leftBehind?: LeftBehind[]
  /** templates of others for indices that ours are for, too, where ours are written */
  otherTemplates?: OtherTemplate[]
  /** what the stack lacks: found by looking at it, and by reading */
  missing: MissingPart[]
}

/** Reads the stack and compares: nothing here can write. */
export async function planChanges(definitions: Definition[], stack: Stack, options: PlanOptions): Promise<Plan> {
  const { fromClusterState, direct } = planReaders(stack.search, lastingIndices(definitions))
  const atFirst = await readAll(definitions, { ...stack, search: fromClusterState })
  const lifecycle = [...atFirst].every(([kind, reading]) => kind !== lifecyclePolicy || reading.status !== 'absent')
  const target: TargetStack = { stack, lifecycle }
  const decide = (definition: Definition, readings: Readings): Change => {
    const reading = readings.get(definition.kind)
    return reading
      ? planChange(definition, reading, target, options)
      : skipped(definition, lacking(definition.kind, stack) ?? 'it was not read')
  }
  const first = definitions.map((definition) => decide(definition, atFirst))
  const unsure = new Set(
    first.filter((change) => isPending(change) && needsWhole(change, stack)).map(({ kind }) => kind),
  )
  const whole = await readAll(
    definitions.filter(({ kind }) => unsure.has(kind)),
    { ...stack, search: direct },
  )
  const readings: Readings = new Map([...atFirst, ...whole])
  const beside = await planBesideOthers(
    definitions.map(
      (definition, at) => (unsure.has(definition.kind) ? undefined : first[at]) ?? decide(definition, readings),
    ),
    { definitions, readings, stack: { ...stack, search: fromClusterState } },
    options,
  )
  const { changes, indices } = await planIndices({
    stack: { ...stack, search: fromClusterState },
    definitions,
    changes: beside.changes,
    reading: readings.get(lifecyclePolicy),
    options,
    now: options.now ?? Date.now(),
  })
  return {
    ...target,
    changes,
    indices,
    readings,
    leftBehind: leftBehind(definitions, readings, stack, options),
    otherTemplates: beside.others,
    missing: [...stack.missing, ...(lifecycle ? [] : [withoutLifecycle(stack)])],
  }
}

/**
 * Whether a change is planned only after its kind was requested by itself: then what is there is seen as the server gives it, and a missing right shows before
 * anything is written. Nobody lacks one where there is no security, nor does an administrator.
 */
const needsWhole = ({ kind, action }: Change, { security, identity }: Stack): boolean =>
  kind.needs === 'search' && (action !== 'create' || (security && administratorRole(identity) === undefined))

/** The request for the cluster state that a plan of these begins with. undefined: it need not be asked */
export const stateAheadOf = (definitions: Definition[]): string | undefined =>
  definitions.length === 0 ? undefined : statePath(lastingIndices(definitions))

/** Sends the requests that `planChanges` begins with: of a stack that is asked once, it gets their answers. */
export function readAhead(definitions: Definition[], stack: Stack): void {
  const { fromClusterState } = planReaders(stack.search, lastingIndices(definitions))
  const asked = { ...stack, search: fromClusterState }
  const hasPolicies = definitions.some(({ kind }) => kind === lifecyclePolicy)
  // What goes wrong is told when the answer is needed.
  for (const reading of [readAll(definitions, asked), ...(hasPolicies ? [readSwitch(asked)] : [])])
    reading.catch(() => undefined)
}

export const pending = (plan: Plan): Change[] => plan.changes.filter(isPending)

export const isPending = ({ action }: Change): boolean =>
  action === 'create' || action === 'update' || action === 'remove'

type Readings = Map<ResourceKind, Reading>

/** One reading for each kind that has definitions and whose part of the stack is there. Reads are few and go in parallel. */
async function readAll(definitions: Definition[], stack: Stack): Promise<Readings> {
  const kindsToRead = [...new Set(definitions.map(({ kind }) => kind))].filter(
    (kind) => lacking(kind, stack) === undefined,
  )
  const readings = await Promise.all(
    kindsToRead.map(async (kind): Promise<[ResourceKind, Reading]> => {
      const names = definitions.filter((definition) => definition.kind === kind).map(({ name }) => name)
      return [kind, await readKind(kind, names, stack)]
    }),
  )
  return new Map(readings)
}

/** Alerts and Grafana hold up nothing else. @throws ElkctlError of all other kinds */
async function readKind(kind: ResourceKind, names: string[], stack: Stack): Promise<Reading> {
  try {
    return await apiOf(kind, stack).read(stack, names)
  } catch (error) {
    const isOther = !(error instanceof ElkctlError) || error.exit === 'interrupted'
    if (kind.onlyFor === undefined || isOther) throw error
    return { status: 'failed', exit: error.exit, reason: error.message.replace(/\.$/, ''), hint: error.hint }
  }
}

function lacking(kind: ResourceKind, stack: Stack): string | undefined {
  if (kind.needs === 'security' && !stack.security) return 'this stack has no security'
  if (kind.needs === 'dashboards' && stack.dashboards === undefined)
    return `no dashboards server${stack.withoutDashboards === undefined ? '' : ` (${stack.withoutDashboards})`}`
  if (kind.needs === 'grafana' && stack.grafana === undefined) return stack.withoutGrafana ?? 'no Grafana'
  return undefined
}

function withoutLifecycle(stack: Stack): MissingPart {
  return {
    part: `lifecycle management (${stack.flavor.lifecycleTitle})`,
    meaning: 'old indices are not deleted by the stack: delete them yourself, or the disk fills up',
  }
}
