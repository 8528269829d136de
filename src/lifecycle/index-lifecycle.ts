import { isObject, objectIn, objectsIn, type JsonObject } from '../json.js'
import { matchesAny } from '../patterns.js'
import { managedIndex, indexApis, type IndexState, type IndexWish } from './managed-index.js'
import type { Existing } from '../kinds/kind.js'
import type { Reading } from '../kinds/reading.js'
import { readSwitch } from './lifecycle-switch.js'
import { lifecyclePolicy } from '../kinds/lifecycle-policy/lifecycle-policy.js'
import { markOf } from '../kinds/mark.js'
import { deletesAfter, type Retention } from './retention.js'
import type { Stack } from '../stack/stack.js'
import { apiOf, type Change } from '../engine/change.js'
import { differencesOf } from '../engine/differences.js'
import { isOfApplication, type PlanOptions } from '../engine/plan-change.js'
import type { Definition } from '../engine/definitions.js'
import type { Difference } from '../engine/diff.js'
import { blockedWithoutRights } from './ism-writer.js'

/** An index that exists and that a policy of ours is for: how it stands, and what becomes of it. */
export interface IndexLifecycle {
  index: string
  /** the policy that it shall have */
  policy: string
  managedBy: string | undefined
  phase: string | undefined
  /** milliseconds */
  age: number
  /** until it is deleted, from its making: as it is, and when the plan has been carried out */
  deleted: { before: Retention; after: Retention }
  /** when the policy that it shall have deletes it */
  wanted: Retention
  /** it is older than it may become, and was not before */
  atOnce: boolean
  /** ISM has been told, and takes the policy up with its next run */
  waiting: boolean
  /** the plan tells ISM, which takes it up with its next run: nothing shows before */
  later: boolean
  /** the application whose own policy manages it, as it shall */
  byApplication: string | undefined
  error: string | undefined
  /** how to make it go on, when the cause of the error is gone */
  retry: string | undefined
  /** why it is left as it is */
  leftAlone: string | undefined
}

export interface LifecyclePlan {
  changes: Change[]
  indices: IndexLifecycle[]
  /** lifecycle management as a whole: why it does nothing, and what starts it */
  stopped?: string
}

export interface LifecycleInput {
  stack: Stack
  definitions: Definition[]
  /** planned so far; one for each definition */
  changes: Change[]
  /** the policies that are on the stack */
  reading: Reading | undefined
  options: PlanOptions
  /** milliseconds since 1970 */
  now: number
}

/** What to do about indices that exist, and whether lifecycle management does anything at all. */
export async function planLifecycle(input: LifecycleInput): Promise<LifecyclePlan> {
  const { stack, definitions, reading } = input
  const policies = definitions.filter(({ kind }) => kind === lifecyclePolicy)
  if (reading?.status !== 'read' || policies.length === 0) return { changes: input.changes, indices: [] }
  const [state, plan] = await Promise.all([readSwitch(stack), planIndices(input)])
  if (state === 'on') return plan
  if ('stopped' in state)
    return { ...plan, stopped: `${state.stopped}: it deletes nothing until it is started: ${state.start}` }
  const reason = `cannot tell whether it is switched on: ${state.unseen}`
  const unverified = { ...subject(stack.flavor.lifecycleTitle, policies), action: 'unverified' as const, reason }
  return { ...plan, changes: [...plan.changes, unverified] }
}

/** A policy alone reaches only indices that are made after it, or that go by it already. */
async function planIndices(input: LifecycleInput): Promise<LifecyclePlan> {
  const { stack, definitions, changes, reading } = input
  const policies = definitions.filter(({ kind }, at) => kind === lifecyclePolicy && changes[at]?.action !== 'skipped')
  const patterns = new Map(policies.map((policy) => [policy.name, patternsFor(policy, definitions)]))
  const all = [...patterns.values()].flat()
  if (reading?.status !== 'read' || all.length === 0) return { changes, indices: [] }
  const found = await indexApis[stack.flavor.dialect].read(stack, all)
  if (found.status === 'refused')
    return {
      changes: [
        ...changes,
        {
          ...subject('existing indices', policies),
          action: 'unverified',
          reason: `cannot tell whether they follow their policy: ${found.reason}`,
        },
      ],
      indices: [],
    }
  const plans = found.indices.flatMap((state) => {
    const policy = policies.find(({ name }) => matchesAny(patterns.get(name) ?? [], state.name))
    return policy ? [planIndex(state, policy, policies, reading.objects, input)] : []
  })
  const unseen: Change[] =
    found.unseen === undefined
      ? []
      : [
          {
            ...subject('existing indices', policies),
            action: 'unverified',
            reason: `cannot tell how far they are: ${found.unseen}`,
          },
        ]
  const planned = [...unseen, ...unmarkedWhileTold(changes, plans, stack), ...plans.map(({ change }) => change)]
  return {
    changes: await blockedWithoutRights(planned, policies, all, input),
    indices: plans.map(({ index }) => index),
  }
}

/** ISM policies name their indices themselves; ILM policies are named by templates. */
function patternsFor(policy: Definition, definitions: Definition[]): string[] {
  const inside = isObject(policy.body['policy']) ? objectsIn(policy.body['policy']['ism_template']) : []
  const templates = definitions
    .map(({ body }) => ({ ...body, ...(isObject(body['template']) ? { settings: body['template']['settings'] } : {}) }))
    .filter((body: JsonObject) => {
      const { index } = objectIn(body, 'settings')
      const lifecycle = isObject(index) ? index['lifecycle'] : undefined
      return isObject(lifecycle) && lifecycle['name'] === policy.name
    })
  const patterns = [...inside, ...templates].flatMap((body: JsonObject) => body['index_patterns'] ?? [])
  return [...new Set(patterns.flat().map(String))]
}

interface IndexPlan {
  index: IndexLifecycle
  change: Change
  wish: IndexWish | undefined
}

function planIndex(
  state: IndexState,
  policy: Definition,
  ours: Definition[],
  existing: Map<string, Existing>,
  input: LifecycleInput,
): IndexPlan {
  const { stack, now, changes, definitions } = input
  const [mine, theirs] = [changes[definitions.indexOf(policy)], state.policy]
  const standing = standingOf(theirs, ours, existing, input)
  const leftAlone =
    standing === 'of others'
      ? `managed by another policy (${String(theirs)})`
      : state.takenOffFor === policy.name
        ? undefined
        : state.leftAlone
  const stays = leftAlone !== undefined || standing === 'of the application'
  // An update of the policy that is not carried out changes nothing.
  const wanted = mine?.action === 'blocked' ? existing.get(policy.name)?.body : policy.body
  const followed = state.copy ?? (theirs === undefined ? undefined : existing.get(theirs)?.body)
  const before = followed && deletesAfter(followed, state.rolledOver)
  const after = stays ? before : wanted && deletesAfter(wanted, state.rolledOver)
  const age = now - state.since
  const wrong = !stays && (theirs !== policy.name || isOutdated(state, policy, existing.get(policy.name), stack))
  const told = wrong && wasTold(state, policy, existing.get(policy.name), mine, input)
  const wish = wrong && !told && mine?.action !== 'blocked' ? wishFor(state, policy, input) : undefined
  const index: IndexLifecycle = {
    index: state.name,
    policy: policy.name,
    managedBy: theirs,
    phase: state.phase,
    age,
    deleted: { before: told ? after : before, after },
    wanted: deletesAfter(policy.body, state.rolledOver),
    atOnce: isOlder(age, after) && !isOlder(age, before) && !told,
    waiting: told,
    later: wish?.marked !== undefined,
    byApplication: standing === 'of the application' ? input.options.application?.title : undefined,
    error: state.error,
    retry: state.error === undefined ? undefined : indexApis[stack.flavor.dialect].retry(stack, state.name),
    leftAlone,
  }
  const about = subject(state.name, [policy])
  if (leftAlone !== undefined)
    return { index, change: { ...about, action: 'skipped', reason: leftAlone }, wish: undefined }
  if (wish === undefined) return { index, change: { ...about, action: 'unchanged' }, wish }
  const differences: Difference[] = [
    ...(theirs === policy.name ? [] : [{ path: 'policy', before: theirs, after: policy.name }]),
    ...(before === after ? [] : [{ path: 'deleted after', before: inDays(before), after: inDays(after) }]),
  ]
  return {
    index,
    wish,
    change: {
      ...about,
      action: 'update',
      after: wish,
      existing: { body: { policy: theirs ?? null } },
      differences:
        differences.length > 0
          ? differences
          : [{ path: 'copy of the policy', before: 'an old one', after: 'the present one' }],
      origin: theirs === undefined ? 'unmarked' : 'older',
    },
  }
}

/** Whose policy manages an index. */
function standingOf(
  policy: string | undefined,
  ours: Definition[],
  existing: Map<string, Existing>,
  { stack, options }: LifecycleInput,
): 'ours' | 'of the application' | 'of others' {
  if (policy === undefined || ours.some(({ name }) => name === policy)) return 'ours'
  if (options.application?.writes[lifecyclePolicy.name]?.includes(policy) !== true) return 'of others'
  const parts = { stack, lifecycle: true }
  return isOfApplication({ kind: lifecyclePolicy, name: policy }, existing.get(policy), parts, options)
    ? 'of the application'
    : 'ours'
}

const subject = (name: string, [policy]: Definition[]) => ({ kind: managedIndex, name, file: policy?.file ?? '' })

const isOlder = (age: number, limit: Retention): boolean => typeof limit === 'number' && age >= limit

/** "15 days", "36 hours", "never" */
export function inDays(milliseconds: Retention): string {
  if (milliseconds === undefined) return 'never'
  if (milliseconds === 'unknown') return 'cannot tell (not by age alone)'
  const steps: [number, string][] = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1000, 'second'],
    [1, 'millisecond'],
  ]
  const [length, unit] = steps.find(([step]) => milliseconds % step === 0 && milliseconds >= step) ?? [1, 'day']
  const count = milliseconds / length
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** Whether an ISM index follows an old version of the policy, or one whose writer lacked the rights that it needs. */
function isOutdated(state: IndexState, policy: Definition, existing: Existing | undefined, stack: Stack): boolean {
  if (state.error?.includes('no permissions for [')) return true
  if (state.copy === undefined)
    return state.copyOf !== undefined && !`${existing?.version ?? ''}&`.includes(`if_seq_no=${state.copyOf}&`)
  const [wanted, copy] = [rules(policy.body), rules(state.copy)]
  return differencesOf(lifecyclePolicy, apiOf(lifecyclePolicy, stack), wanted, { body: copy }, undefined).length > 0
}

function rules(body: JsonObject): JsonObject {
  const { default_state = null, states = [] } = objectIn(body, 'policy')
  return { policy: { default_state, states } }
}

/** ISM takes a change up with the second run of an index's job at the latest: every 5 minutes, and up to 60 % later, unless it was configured otherwise. */
const takenUpWithin = 20 * 60_000

/**
 * Nothing on the stack shows that ISM has been told about an index (recording 180). So a changed policy gets its mark only then: a marked policy of
 * the last minutes means that all indices with an older copy of it have been told. Those under another policy were not: ISM would show it.
 */
function wasTold(
  { policy: managedBy, off }: IndexState,
  policy: Definition,
  existing: Existing | undefined,
  change: Change | undefined,
  { stack, now }: LifecycleInput,
): boolean {
  if (managedBy !== policy.name || off || change?.action !== 'unchanged' || existing === undefined) return false
  const mark = apiOf(lifecyclePolicy, stack).mark({ stack, lifecycle: true }, policy.name)
  const { last_updated_time: written } = isObject(existing.body['policy']) ? existing.body['policy'] : {}
  return mark?.read(existing.body) !== undefined && now - Number(written) < takenUpWithin
}

/** ISM shows that it added an index at once; that it was told of a changed policy it does not show. */
function wishFor(state: IndexState, policy: Definition, { stack, options }: LifecycleInput): IndexWish {
  const mark = apiOf(lifecyclePolicy, stack).mark({ stack, lifecycle: true }, policy.name)
  if (mark === undefined) return { policy: policy.name }
  const elsewhere = state.policy !== undefined && (state.policy !== policy.name || state.off)
  if (elsewhere || state.takenOffFor === policy.name) return { policy: policy.name, again: true }
  if (state.policy === undefined) return { policy: policy.name }
  const inner = isObject(policy.body['policy']) ? policy.body['policy'] : {}
  const { default_state: start, states } = inner
  const goesOn = state.phase === undefined || objectsIn(states).some(({ name }) => name === state.phase)
  return {
    policy: policy.name,
    marked: mark.put(policy.body, markOf(options.profile, policy.body)),
    ...(!goesOn && typeof start === 'string' && { state: start }),
  }
}

/** A policy whose indices are still to be told gets its mark after that. */
function unmarkedWhileTold(changes: Change[], plans: IndexPlan[], stack: Stack): Change[] {
  const telling = new Set(plans.filter(({ wish }) => wish?.marked).map(({ index }) => index.policy))
  return changes.map((change) => {
    if (change.kind !== lifecyclePolicy || !telling.has(change.name)) return change
    if (change.action !== 'create' && change.action !== 'update') return change
    const mark = apiOf(lifecyclePolicy, stack).mark({ stack, lifecycle: true }, change.name)
    return mark ? { ...change, after: mark.strip(change.after) } : change
  })
}
