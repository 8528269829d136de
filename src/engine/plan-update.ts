import type { JsonObject } from '../json.js'
import type { Existing, ResourceApi, ResourceKind } from '../kinds/kind.js'
import { withHandOver, parseMark, type Mark } from '../kinds/mark.js'
import { orSignInAsAdministrator } from '../http/answer.js'
import type { Dialect } from '../stack/flavors.js'
import type { Stack } from '../stack/stack.js'
import type { Decision, Origin } from './change.js'
import type { Difference } from './diff.js'
import { allChanges, differencesOf, serverFormOf, keptAdditions } from './differences.js'
import type { PlanOptions } from './plan-change.js'

/** One object on the stack, beside what it should be. */
export interface Comparison {
  kind: ResourceKind
  name: string
  api: ResourceApi
  /** as the data files have it */
  ours: JsonObject
  /** with what others added to it */
  desired: JsonObject
  mark: Mark | undefined
  /** what is written, with its mark */
  after: JsonObject
  existing: Existing
  /** everything of this kind on the stack */
  others: Map<string, Existing>
}

export function planUpdate(comparison: Comparison, stack: Stack, options: PlanOptions): Decision {
  const { kind, api, desired, mark, after, existing } = comparison
  const ownMark = mark?.read(after)
  const {
    mark: existingMark,
    handOver,
    form,
  } = parseMark(existing.partiallyVisible ? undefined : mark?.read(existing.body))
  const unfinished = handOver !== undefined && (options.destinations ?? []).includes(handOver.destination)
  const differences = differencesOf(comparison, desired, existing)
  const older =
    existingMark === undefined
      ? api.unmarkedBefore === true && ownMark !== undefined && differences.length === 0
      : existingMark !== ownMark
  const newPassword = kind.name === 'user' && (options.resetPassword || unfinished)
  const asWanted = differences.length === 0 || form === serverFormOf(differences)
  if (asWanted && !older && !newPassword) return { action: 'unchanged' }
  const blocked =
    existing.reserved === true
      ? reserved(comparison)
      : existing.partiallyVisible && !options.verifyOnly
        ? notAllowed(differences, stack)
        : undefined
  if (blocked !== undefined) return blocked
  const conflict =
    existingMark === undefined && !existing.partiallyVisible && !options.adopt
      ? api.adoptionConflict?.(
          api.normalize(desired),
          api.normalize(existing.body),
          differences.map(({ path }) => path),
        )
      : undefined
  if (conflict !== undefined)
    return {
      action: 'blocked',
      exit: 'conflict',
      reason: `it exists, elkctl did not write it, and ${conflict}`,
      hint: `${api.keepHint ?? 'Choose another name'}, or take it over with --adopt.`,
    }
  const origin = unfinished ? 'unfinished' : originOf(existing, { existingMark, ownMark, older })
  return {
    action: options.keepsEdits && origin === 'edited' && !newPassword ? 'kept' : 'update',
    // The destination of a password that another run handed over is not known here: it stays in the mark.
    after:
      handOver === undefined || newPassword || !mark || !ownMark
        ? after
        : mark.put(after, withHandOver(ownMark, handOver)),
    existing,
    differences: [...allChanges(comparison), ...(newPassword ? [passwordDifference] : [])],
    ...keptAdditions(comparison),
    origin,
  }
}

function originOf(
  { partiallyVisible }: Existing,
  { existingMark, ownMark, older }: { existingMark: string | undefined; ownMark: string | undefined; older: boolean },
): Origin {
  if (partiallyVisible) return 'unseen'
  if (older) return 'older'
  if (existingMark !== undefined) return 'edited'
  return ownMark === undefined ? 'unmarkable' : 'unmarked'
}

const passwordDifference: Difference = { path: 'password', before: '(kept secret)', after: '(a new one)' }

const reserved = ({ kind, name }: Comparison): Decision => ({
  action: 'blocked',
  exit: 'conflict',
  reason: `the ${kind.name} "${name}" is built in and cannot be changed`,
  hint: `Choose another name with --${kind.name === 'user' ? 'username' : 'role'}.`,
})

const notAllowed = (differences: Difference[], stack: Stack): Decision => ({
  action: 'blocked',
  exit: 'access',
  reason: `${differences.length === 0 ? 'it has to be written' : `it differs (${differences.map(({ path }) => path).join(', ')})`}, and ${stack.identity?.username ?? 'the user'} may not change it`,
  hint: orSignInAsAdministrator(
    `The right to change it is missing: ${changesSecurity[stack.flavor.dialect]}`,
    stack.identity,
  ),
})

/** Only roles, users and mappings are seen by their grants alone. */
const changesSecurity: Record<Dialect, string> = {
  elasticsearch: 'the cluster privilege manage_security grants it',
  opensearch: 'a role that plugins.security.restapi.roles_enabled lists grants it, such as all_access',
}
