import type { JsonObject } from '../json.js'
import type { Existing, ResourceApi, TargetStack } from '../kinds/kind.js'
import type { Reading } from '../kinds/reading.js'
import { markOf } from '../kinds/mark.js'
import { administratorRole, grantHint } from '../http/answer.js'
import type { Stack } from '../stack/stack.js'
import { apiOf, skipped, subject, type Change, type Decision } from './change.js'
import { planUpdate } from './plan-update.js'
import type { Definition } from './definitions.js'

export interface PlanOptions {
  profile: string
  /** the service account; signed in as it, elkctl need not be able to read security objects */
  account: string
  /** take over objects of others */
  adopt: boolean
  /** what a person edited stays as it is; default: it is replaced */
  keepsEdits?: boolean
  /** the account gets a new password */
  resetPassword: boolean
  /** the files of this run in which an interrupted run may have left the password, as their marks name them (files/hand-over.ts); default: none */
  destinations?: string[]
  /** the role of those who verify and may not read security objects, nor need to */
  checkerRole?: string
  /** nothing is going to be written: what only another could write is a difference like any other */
  verifyOnly?: boolean
  /** what it itself writes each time it starts: names, by kind; its settings that index names begin with, by their values */
  application?: { title: string; writes: Record<string, string[]>; prefixes?: Record<string, string> }
  /** milliseconds since 1970; default: now */
  now?: number
}

/** What to do about one object, given everything of its kind that is on the stack. */
export function planChange(
  definition: Definition,
  reading: Reading,
  target: TargetStack,
  options: PlanOptions,
): Change {
  if (reading.status === 'absent') return skipped(definition, reading.reason)
  if (reading.status === 'failed') {
    const { exit, reason, hint } = reading
    return { ...subject(definition), action: 'blocked', exit, reason, hint }
  }
  if (reading.status === 'refused')
    return { ...subject(definition), ...unread(definition, reading.reason, target.stack, options) }
  const { kind, name, body } = definition
  const api = apiOf(kind, target.stack)
  const desired = api.adapt ? api.adapt(body, target, name) : body
  if (typeof desired === 'string') return skipped(definition, desired)
  const { profile, application } = options
  const owner = { profile, prefixes: application?.prefixes ?? {} }
  const conflict = api.conflict?.(name, desired, reading.objects, owner)
  const existing = reading.objects.get(name)
  if (existing !== undefined && isOfApplication(definition, existing, target.stack, options))
    return skipped(definition, `${String(options.application?.title)} writes it itself, each time it starts`)
  if (conflict !== undefined) {
    const hint = 'Clear it out of the way, then run the command again.'
    const obstacle = typeof conflict === 'string' ? { reason: conflict, hint } : conflict
    return { ...subject(definition), action: 'blocked', exit: 'conflict', ...obstacle }
  }

  const mark = api.mark(target.stack, name)
  const merged = mergeExisting(desired, existing, api)
  const after = mark ? mark.put(merged, markOf(options.profile, withoutShared(desired, api))) : merged
  if (existing === undefined) return { ...subject(definition), action: 'create', after }
  return {
    ...subject(definition),
    ...planUpdate(
      { kind, name, api, ours: desired, desired: merged, mark, after, existing, others: reading.objects },
      target.stack,
      options,
    ),
  }
}

/** What an earlier elkctl wrote under a name of the application is ours until the application writes it. */
export function isOfApplication(
  { kind, name }: Pick<Definition, 'kind' | 'name'>,
  existing: Existing | undefined,
  stack: Stack,
  { application }: PlanOptions,
): boolean {
  if (application?.writes[kind.name]?.includes(name) !== true) return false
  return (
    apiOf(kind, stack)
      .mark(stack, name)
      ?.read(existing?.body ?? {}) === undefined
  )
}

export const mergeExisting = (desired: JsonObject, existing: Existing | undefined, api: ResourceApi): JsonObject =>
  existing !== undefined && api.merge ? api.merge(desired, existing.body) : withShared(desired, existing, api)

/** What stands in the shared list stays there. */
function withShared(desired: JsonObject, existing: Existing | undefined, { sharedList }: ResourceApi): JsonObject {
  const [ours, theirs] = sharedList === undefined ? [] : [desired[sharedList], existing?.body[sharedList]]
  if (sharedList === undefined || !Array.isArray(ours) || !Array.isArray(theirs)) return desired
  return { ...desired, [sharedList]: [...theirs, ...ours.filter((member) => !theirs.includes(member))] }
}

const withoutShared = (desired: JsonObject, { sharedList }: ResourceApi): JsonObject =>
  sharedList === undefined ? desired : Object.fromEntries(Object.entries(desired).filter(([key]) => key !== sharedList))

function unread(definition: Definition, reason: string, stack: Stack, options: PlanOptions): Decision {
  const who = stack.identity?.username
  const isAccount = who === options.account
  const needNot = {
    search: false,
    security:
      options.verifyOnly === true ||
      isAccount ||
      (options.checkerRole !== undefined && stack.identity?.roles.includes(options.checkerRole) === true),
    // An account that only sends data sees no dashboards.
    dashboards: isAccount,
    grafana: false,
  }
  if (needNot[definition.kind.needs])
    return {
      action: 'unverified',
      reason: `${who ?? 'the user'} may not read it (${reason})${administratorRole(stack.identity) === undefined ? '; sign in as an administrator to check it' : ''}`,
    }
  return {
    action: 'blocked',
    exit: 'access',
    reason: `${who ?? 'the user'} may not read it: ${reason}`,
    hint: grantHint(reason, stack.identity),
  }
}
