import type { Change } from '../engine/change.js'
import type { Definition } from '../engine/definitions.js'
import { isObject, objectsIn, type JsonObject, objectIn, wordsIn } from '../json.js'
import { lifecyclePolicy } from '../kinds/lifecycle-policy/lifecycle-policy.js'
import { matchesAny } from '../patterns.js'
import { unmarkedUntilAccepted } from './ism-copies.js'
import { blockedWithoutRights } from './ism-writer.js'
import { readSwitch } from './lifecycle-switch.js'
import { indexApis } from './managed-index.js'
import { planIndex, indexSubject, type IndexLifecycle, type LifecycleInput } from './plan-index.js'

export interface LifecyclePlan {
  changes: Change[]
  indices: IndexLifecycle[]
  /** lifecycle management as a whole: why it does nothing, and what starts it */
  stopped?: string
}

/** What to do about indices that exist, and whether lifecycle management does anything at all. */
export async function planLifecycle(input: LifecycleInput): Promise<LifecyclePlan> {
  const { stack, definitions, reading } = input
  const policies = definitions.filter(({ kind }) => kind === lifecyclePolicy)
  if (reading?.status !== 'read' || policies.length === 0) return { changes: input.changes, indices: [] }
  const [state, plan] = await Promise.all([readSwitch(stack), planManaged(input)])
  if (state === 'on') return plan
  if ('stopped' in state)
    return { ...plan, stopped: `${state.stopped}: it deletes nothing until it is started: ${state.start}` }
  const reason = `cannot tell whether it is switched on: ${state.unseen}`
  const unverified = { ...indexSubject(stack.flavor.lifecycleTitle, policies), action: 'unverified' as const, reason }
  return { ...plan, changes: [...plan.changes, unverified] }
}

/** A policy alone reaches only indices that are made after it, or that have it already. */
async function planManaged(input: LifecycleInput): Promise<LifecyclePlan> {
  const { stack, definitions, changes, reading } = input
  const policies = definitions.filter(({ kind }, at) => kind === lifecyclePolicy && changes[at]?.action !== 'skipped')
  const claims = policies.flatMap((policy) => claimsOf(policy, definitions))
  const all = [...new Set(claims.map(({ pattern }) => pattern))]
  if (reading?.status !== 'read' || all.length === 0) return { changes, indices: [] }
  const states = await indexApis[stack.flavor.dialect].read(stack, all)
  const unverified = (reason: string): Change => ({
    ...indexSubject('existing indices', policies),
    action: 'unverified',
    reason: `cannot tell ${reason}`,
  })
  if (states.status === 'refused')
    return { changes: [...changes, unverified(`whether they follow their policy: ${states.reason}`)], indices: [] }
  const plans = states.indices.flatMap((state) => {
    const policy = policyOf(state.name, claims)
    return policy ? [planIndex(state, policy, reading.objects, input)] : []
  })
  const unseen = states.unseen === undefined ? [] : [unverified(`how far they are: ${states.unseen}`)]
  const planned = [...unseen, ...unmarkedUntilAccepted(changes, plans, stack), ...plans.map(({ change }) => change)]
  return {
    changes: await blockedWithoutRights(planned, policies, all, input),
    indices: plans.map(({ index }) => index),
  }
}

/** A policy is for the indices that match a pattern; of several claims to an index the one of the highest priority counts. */
interface Claim {
  policy: Definition
  pattern: string
  priority: number
}

const policyOf = (index: string, claims: Claim[]): Definition | undefined =>
  claims
    .filter(({ pattern }) => matchesAny([pattern], index))
    .reduce<Claim | undefined>((best, claim) => (best && best.priority >= claim.priority ? best : claim), undefined)
    ?.policy

/** ISM policies name their indices themselves; ILM policies are named by templates. */
function claimsOf(policy: Definition, definitions: Definition[]): Claim[] {
  const inside = isObject(policy.body['policy']) ? objectsIn(policy.body['policy']['ism_template']) : []
  const templates = definitions
    .map(({ body }) => ({ ...body, ...(isObject(body['template']) ? { settings: body['template']['settings'] } : {}) }))
    .filter((body: JsonObject) => {
      const { index } = objectIn(body, 'settings')
      const lifecycle = isObject(index) ? index['lifecycle'] : undefined
      return isObject(lifecycle) && lifecycle['name'] === policy.name
    })
  return (inside.length > 0 ? inside : templates).flatMap(({ index_patterns, priority, order }: JsonObject) =>
    wordsIn(index_patterns).map((pattern) => ({ policy, pattern, priority: Number(priority ?? order ?? 0) })),
  )
}
