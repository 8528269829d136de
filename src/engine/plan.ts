import type { Exit } from '../errors.js'
import { markOf } from '../kinds/mark.js'
import type { Existing, Reading, ResourceApi, ResourceKind, StackParts } from '../kinds/kind.js'
import type { JsonObject, MissingPart, Stack } from '../stack/stack.js'
import type { Definition } from './definitions.js'
import { diff, type Difference } from './diff.js'

interface Change_ {
  kind: ResourceKind
  name: string
  /** the data file it comes from */
  file: string
}

/** Who wrote what is there: us, us but edited since, an earlier elkctl (or other settings), or someone else. */
export type Origin = 'edited' | 'older' | 'unmarked'

export type Change = Change_ &
  (
    | { action: 'create'; after: JsonObject }
    | { action: 'update'; after: JsonObject; existing: Existing; differences: Difference[]; origin: Origin }
    | { action: 'unchanged' }
    /** the stack lacks the part, or does not need it */
    | { action: 'skipped'; reason: string }
    /** could not be looked at, and need not be written by whoever is signed in */
    | { action: 'unverified'; reason: string }
    /** cannot be made so: a missing right, a reserved name, something of others in the way */
    | { action: 'blocked'; reason: string; hint: string; exit: Exit }
  )

export interface Plan {
  stack: Stack
  parts: StackParts
  /** in the order of work */
  changes: Change[]
  /** what the stack lacks: found by looking at it, and by reading */
  missing: MissingPart[]
}

export interface PlanOptions {
  profile: string
  /** the service account; signed in as it, elkctl need not be able to read security objects */
  account: string
  /** take over objects of others */
  adopt: boolean
  /** the account gets a new password */
  resetPassword: boolean
}

/** Reads the stack and compares: nothing here can write. */
export async function makePlan(definitions: Definition[], stack: Stack, options: PlanOptions): Promise<Plan> {
  const readings = await readAll(definitions, stack)
  const lifecycle = [...readings].every(
    ([kind, reading]) => kind.name !== 'lifecycle policy' || reading.status !== 'absent',
  )
  const parts: StackParts = { stack, lifecycle }
  const changes = definitions.map((definition) => planOne(definition, readings.get(definition.kind), parts, options))
  return { stack, parts, changes, missing: [...stack.missing, ...(lifecycle ? [] : [withoutLifecycle(stack)])] }
}

export const pending = (plan: Plan): Change[] =>
  plan.changes.filter(({ action }) => action === 'create' || action === 'update')

/** One reading for each kind that has definitions and whose part of the stack is there. Reads are few and go in parallel. */
async function readAll(definitions: Definition[], stack: Stack): Promise<Map<ResourceKind, Reading>> {
  const wanted = [...new Set(definitions.map(({ kind }) => kind))].filter((kind) => lacking(kind, stack) === undefined)
  const readings = await Promise.all(
    wanted.map(async (kind): Promise<[ResourceKind, Reading]> => {
      const names = definitions.filter((definition) => definition.kind === kind).map(({ name }) => name)
      return [kind, await apiOf(kind, stack).read(stack, names)]
    }),
  )
  return new Map(readings)
}

export function apiOf(kind: ResourceKind, stack: Stack): ResourceApi {
  const api = kind.api[stack.flavor.dialect]
  if (api === undefined) throw new Error(`${kind.name} does not exist on ${stack.flavor.title}`)
  return api
}

function lacking(kind: ResourceKind, stack: Stack): string | undefined {
  if (kind.needs === 'security' && !stack.security) return 'this stack has no security'
  if (kind.needs === 'dashboards' && stack.dashboards === undefined) return 'this stack has no dashboards server'
  return undefined
}

function withoutLifecycle(stack: Stack): MissingPart {
  return {
    part: `lifecycle management (${stack.flavor.lifecycleTitle})`,
    meaning: 'old indices are not deleted by the stack: delete them yourself, or the disk fills up',
  }
}

function planOne(
  { kind, name, file, body }: Definition,
  reading: Reading | undefined,
  parts: StackParts,
  options: PlanOptions,
): Change {
  const { stack } = parts
  const change = { kind, name, file }
  const lack = lacking(kind, stack)
  if (lack !== undefined || reading === undefined)
    return { ...change, action: 'skipped', reason: lack ?? 'it was not read' }
  if (reading.status === 'absent') return { ...change, action: 'skipped', reason: reading.reason }
  if (reading.status === 'refused') return notReadable(change, reading.reason, stack, options)

  const api = apiOf(kind, stack)
  const adapted = api.adapt ? api.adapt(body, parts, name) : body
  if (typeof adapted === 'string') return { ...change, action: 'skipped', reason: adapted }
  const mark = api.mark(parts, name)
  const written = markOf(options.profile, adapted)
  const after = mark ? mark.put(adapted, written) : adapted

  const obstacle = api.obstacle?.(name, adapted, reading.objects)
  if (obstacle !== undefined)
    return {
      ...change,
      action: 'blocked',
      exit: 'conflict',
      reason: obstacle,
      hint: 'Clear it out of the way, then run the command again.',
    }
  const existing = reading.objects.get(name)
  if (existing === undefined) return { ...change, action: 'create', after }

  const differences = differencesOf(kind, api, adapted, existing, parts, name)
  const found = existing.onlyGrants ? undefined : mark?.read(existing.body)
  const older = found !== undefined && found !== written
  const newPassword: Difference[] =
    options.resetPassword && kind.name === 'user'
      ? [{ path: 'password', before: '(kept secret)', after: '(a new one)' }]
      : []
  if (differences.length === 0 && !older && newPassword.length === 0) return { ...change, action: 'unchanged' }
  if (existing.reserved === true)
    return {
      ...change,
      action: 'blocked',
      exit: 'conflict',
      reason: `the ${kind.name} "${name}" is built in and may not be changed`,
      hint: `Choose another name with --${kind.name === 'user' ? 'username' : 'role'}.`,
    }
  if (existing.onlyGrants)
    return {
      ...change,
      action: 'blocked',
      exit: 'access',
      reason: `it differs (${differences.map(({ path }) => path).join(', ')}), and ${stack.identity?.username ?? 'the user'} may not change it`,
      hint: 'Sign in as an administrator: --admin-username NAME --admin-password-stdin.',
    }
  const foreign =
    found === undefined && !options.adopt
      ? api.foreign?.(api.normalize(adapted), api.normalize(existing.body))
      : undefined
  if (foreign !== undefined)
    return {
      ...change,
      action: 'blocked',
      exit: 'conflict',
      reason: `it is there, elkctl did not write it, and ${foreign}`,
      hint: `Choose another name, or take it over with --adopt.`,
    }
  return {
    ...change,
    action: 'update',
    after,
    existing,
    differences: [...differences, ...newPassword],
    origin: found === undefined ? 'unmarked' : older ? 'older' : 'edited',
  }
}

/** Compared without marks: a mark is not content. Whoever sees only grants is shown only these. */
export function differencesOf(
  kind: ResourceKind,
  api: ResourceApi,
  wanted: JsonObject,
  existing: Existing,
  parts: StackParts,
  name: string,
): Difference[] {
  const mark = api.mark(parts, name)
  const found = mark ? mark.strip(existing.body) : existing.body
  const comparable = existing.onlyGrants
    ? Object.fromEntries(Object.entries(wanted).filter(([key]) => key in found))
    : wanted
  return diff(api.normalize(comparable), api.normalize(found), kind.compare)
}

function notReadable(change: Change_, reason: string, stack: Stack, options: PlanOptions): Change {
  if (change.kind.needs === 'security' && stack.identity?.username === options.account)
    return {
      ...change,
      action: 'unverified',
      reason: `${options.account} may not read it (${reason}); an administrator's credentials would`,
    }
  return {
    ...change,
    action: 'blocked',
    exit: 'access',
    reason: `${stack.identity?.username ?? 'the user'} may not read it: ${reason}`,
    hint: 'Sign in as an administrator: --admin-username NAME --admin-password-stdin.',
  }
}
