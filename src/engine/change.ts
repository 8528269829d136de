import { isEmpty, type JsonObject } from '../json.js'
import type { ElkctlError, Exit } from '../errors.js'
import type { Existing, ResourceApi, ResourceKind, StackParts } from '../kinds/kind.js'
import type { Reading } from '../kinds/reading.js'
import { hashOf, markOf, onItsWay, partsOf, type Mark } from '../kinds/mark.js'
import { grantHint, orAsAdministrator } from '../http/answer.js'
import type { Dialect } from '../stack/flavors.js'
import type { Stack, Writers } from '../stack/stack.js'
import type { Definition } from './definitions.js'
import { diff, type Difference } from './diff.js'

/**
 * Who wrote what is there: us; us, but edited since; an earlier elkctl, or other settings; a run of ours that was cut off while it handed over the
 * password; someone else; the signed-in user may not see that.
 */
export type Origin = 'ours' | 'edited' | 'older' | 'unfinished' | 'unmarked' | 'unseen'

/** Work on existing indices: it follows from policies and templates, and has no data files. */
export interface IndexWork {
  /** "managed index", "index pipeline" */
  name: string
  /** Does it and looks whether it was done; what it gives back failed. undefined: it can only be looked at. @throws ApiError */
  apply?: (writers: Writers, stack: Stack, wanted: Map<string, JsonObject>) => Promise<Map<string, ElkctlError>>
  needs: 'search'
}

export const isIndexWork = (kind: Change['kind']): kind is IndexWork => !('api' in kind)

interface Subject {
  kind: ResourceKind | IndexWork
  name: string
  /** the data file it comes from */
  file: string
}

type Decision =
  | { action: 'create'; after: JsonObject }
  | {
      action: 'update'
      after: JsonObject
      existing: Existing
      differences: Difference[]
      origin: Origin
      /** what others added to it, and keep */
      kept?: Difference[]
    }
  | { action: 'unchanged' }
  | { action: 'remove'; existing: Existing }
  /** the stack lacks the part, or does not need it */
  | { action: 'skipped'; reason: string }
  /** could not be looked at, and need not be written by the signed-in user */
  | { action: 'unverified'; reason: string }
  /** cannot be made so: a missing right, a reserved name, something of others in the way */
  | { action: 'blocked'; reason: string; hint: string; exit: Exit }

export type Change = Subject & Decision

export type Writable = Extract<Change, { action: 'create' | 'update' }>

export interface PlanOptions {
  profile: string
  /** the service account; signed in as it, elkctl need not be able to read security objects */
  account: string
  /** take over objects of others */
  adopt: boolean
  /** the account gets a new password */
  resetPassword: boolean
  /** the places of this run, in which the password of a run that was cut off may be (settings/hand-over.ts); default: none */
  places?: string[]
  /** the role of those who verify and may not read security objects, nor need to */
  checkerRole?: string
  /** nothing is going to be written: what only another could write is a difference like any other */
  verifyOnly?: boolean
  /** what the application itself writes each time it starts: names, by kind */
  application?: { title: string; writes: Record<string, string[]> }
  /** milliseconds since 1970; default: now */
  now?: number
}

const subject = ({ kind, name, file }: Definition): Subject => ({ kind, name, file })

export const skipped = (definition: Definition, reason: string): Change => ({
  ...subject(definition),
  action: 'skipped',
  reason,
})

/** What to do about one object, given everything of its kind that is on the stack. */
export function planChange(definition: Definition, reading: Reading, parts: StackParts, options: PlanOptions): Change {
  if (reading.status === 'absent') return skipped(definition, reading.reason)
  if (reading.status === 'refused')
    return { ...subject(definition), ...unread(definition, reading.reason, parts.stack, options) }
  const { kind, name, body } = definition
  const api = apiOf(kind, parts.stack)
  const wanted = api.adapt ? api.adapt(body, parts, name) : body
  if (typeof wanted === 'string') return skipped(definition, wanted)
  const obstacle = api.obstacle?.(name, wanted, reading.objects)
  const existing = reading.objects.get(name)
  if (existing !== undefined && isOfApplication(definition, existing, parts, options))
    return skipped(definition, `${String(options.application?.title)} writes it itself, each time it starts`)
  if (obstacle !== undefined)
    return {
      ...subject(definition),
      action: 'blocked',
      exit: 'conflict',
      reason: obstacle,
      hint: 'Clear it out of the way, then run the command again.',
    }

  const mark = api.mark(parts, name)
  const written = markOf(options.profile, withoutShared(wanted, api))
  const together = withTheirs(wanted, existing, api)
  const after = mark ? mark.put(together, written) : together
  if (existing === undefined) return { ...subject(definition), action: 'create', after }
  return {
    ...subject(definition),
    ...compare(
      { kind, name, api, ours: wanted, wanted: together, written, mark, after, existing, others: reading.objects },
      parts.stack,
      options,
    ),
  }
}

/** What an earlier elkctl wrote under a name of the application is ours until the application writes it. */
export function isOfApplication(
  { kind, name }: Pick<Definition, 'kind' | 'name'>,
  existing: Existing | undefined,
  parts: StackParts,
  { application }: PlanOptions,
): boolean {
  if (application?.writes[kind.name]?.includes(name) !== true) return false
  return (
    apiOf(kind, parts.stack)
      .mark(parts, name)
      ?.read(existing?.body ?? {}) === undefined
  )
}

export const withTheirs = (wanted: JsonObject, existing: Existing | undefined, api: ResourceApi): JsonObject =>
  existing !== undefined && api.keep ? api.keep(wanted, existing.body) : withShared(wanted, existing, api)

/** What stands in the shared list stays there. */
function withShared(wanted: JsonObject, existing: Existing | undefined, { shared }: ResourceApi): JsonObject {
  const [ours, theirs] = shared === undefined ? [] : [wanted[shared], existing?.body[shared]]
  if (shared === undefined || !Array.isArray(ours) || !Array.isArray(theirs)) return wanted
  return { ...wanted, [shared]: [...theirs, ...ours.filter((member) => !theirs.includes(member))] }
}

const withoutShared = (wanted: JsonObject, { shared }: ResourceApi): JsonObject =>
  Object.fromEntries(Object.entries(wanted).filter(([key]) => key !== shared))

interface Comparison {
  kind: ResourceKind
  name: string
  api: ResourceApi
  /** as the data files have it */
  ours: JsonObject
  /** with what others added to it */
  wanted: JsonObject
  /** the mark that `after` carries */
  written: string
  mark: Mark | undefined
  after: JsonObject
  existing: Existing
  /** everything of this kind on the stack */
  others: Map<string, Existing>
}

function compare(comparison: Comparison, stack: Stack, options: PlanOptions): Decision {
  const { kind, api, wanted, written, mark, after, existing } = comparison
  const { mark: found, place, form } = partsOf(existing.onlyGrants ? undefined : mark?.read(existing.body))
  const unfinished = place !== undefined && (options.places ?? []).includes(place)
  const older = found !== undefined && found !== written
  const differences = differencesOf(kind, api, wanted, existing, mark)
  const newPassword = kind.name === 'user' && (options.resetPassword || unfinished)
  const cleared = found === undefined && differences.every(isClearedMark(comparison))
  const asWanted = differences.length === 0 || cleared || form === formOf(differences)
  if (asWanted && !older && !newPassword) return { action: 'unchanged' }
  const obstacle =
    existing.reserved === true
      ? reserved(comparison)
      : existing.onlyGrants && !options.verifyOnly
        ? notAllowed(differences, stack)
        : undefined
  if (obstacle !== undefined) return obstacle
  const foreign =
    found === undefined && !existing.onlyGrants && !options.adopt
      ? api.foreign?.(api.normalize(wanted), api.normalize(existing.body))
      : undefined
  if (foreign !== undefined)
    return {
      action: 'blocked',
      exit: 'conflict',
      reason: `it is there, elkctl did not write it, and ${foreign}`,
      hint: `${api.elsewhere ?? 'Choose another name'}, or take it over with --adopt.`,
    }
  return {
    action: 'update',
    // Where a password is on its way to is not known here: that stays.
    after: place === undefined || newPassword || !mark ? after : mark.put(after, onItsWay(written, place)),
    existing,
    differences: [...allThatChanges(comparison), ...(newPassword ? [passwordDifference] : [])],
    ...keptOf(comparison),
    origin: unfinished ? 'unfinished' : originOf(existing, found, older),
  }
}

function originOf({ onlyGrants }: Existing, found: string | undefined, older: boolean): Origin {
  if (onlyGrants) return 'unseen'
  if (found === undefined) return 'unmarked'
  return older ? 'older' : 'edited'
}

const passwordDifference: Difference = { path: 'password', before: '(kept secret)', after: '(a new one)' }

const reserved = ({ kind, name }: Comparison): Decision => ({
  action: 'blocked',
  exit: 'conflict',
  reason: `the ${kind.name} "${name}" is built in and may not be changed`,
  hint: `Choose another name with --${kind.name === 'user' ? 'username' : 'role'}.`,
})

const notAllowed = (differences: Difference[], stack: Stack): Decision => ({
  action: 'blocked',
  exit: 'access',
  reason: `it differs (${differences.map(({ path }) => path).join(', ')}), and ${stack.identity?.username ?? 'the user'} may not change it`,
  hint: orAsAdministrator(
    `The right to change it is missing: ${changesSecurity[stack.flavor.dialect]}`,
    stack.identity,
  ),
})

/** Only roles, users and mappings are seen by their grants alone. */
const changesSecurity: Record<Dialect, string> = {
  elasticsearch: 'the cluster privilege manage_security grants it',
  opensearch: 'a role that plugins.security.restapi.roles_enabled lists grants it, such as all_access',
}

function unread(definition: Definition, reason: string, stack: Stack, options: PlanOptions): Decision {
  const who = stack.identity?.username
  const needNot =
    options.verifyOnly === true ||
    who === options.account ||
    (options.checkerRole !== undefined && stack.identity?.roles.includes(options.checkerRole) === true)
  if (definition.kind.needs === 'security' && needNot)
    return {
      action: 'unverified',
      reason: `${who ?? 'the user'} may not read it (${reason}); sign in as an administrator to check it`,
    }
  return {
    action: 'blocked',
    exit: 'access',
    reason: `${who ?? 'the user'} may not read it: ${reason}`,
    hint: grantHint(reason, stack.identity),
  }
}

/** How an object on the stack differs from the wanted one. A mark is not content; a user who sees only grants is compared by these. */
export function differencesOf(
  kind: ResourceKind,
  api: ResourceApi,
  wanted: JsonObject,
  existing: Existing,
  mark: Mark | undefined,
): Difference[] {
  const found = withoutAdded(mark ? mark.strip(existing.body) : existing.body, wanted, existing.added)
  const comparable = existing.onlyGrants
    ? Object.fromEntries(Object.entries(wanted).filter(([key]) => key in found))
    : wanted
  return diff(api.normalize(comparable), api.normalize(found), kind.compare)
}

/** In which form the server keeps an object, told by what is not as it was sent: whatever else is no difference is none here either. */
export const formOf = (differences: Difference[]): string =>
  hashOf(Object.fromEntries(differences.map(({ path, before }) => [path, before ?? null])))

function withoutAdded(found: JsonObject, wanted: JsonObject, added: string | undefined): JsonObject {
  const [there, ours] = added === undefined ? [] : [found[added], wanted[added]]
  if (added === undefined || !Array.isArray(there) || !Array.isArray(ours)) return found
  return { ...found, [added]: there.filter((member) => ours.includes(member)) }
}

/** An update replaces the whole object: what a person added beside ours goes too, and is shown. Empty fields are the server's filling. */
function allThatChanges({ api, wanted, existing, mark, others }: Comparison): Difference[] {
  const found = mark ? mark.strip(existing.body) : existing.body
  return diff(api.normalize(wanted), api.normalize(found), 'exact')
    .filter(({ before, after }) => after !== undefined || (before !== undefined && !isEmpty(before)))
    .map((difference) => ({ ...difference, path: api.spoken?.(difference.path, others) ?? difference.path }))
}

/** What would go with ours alone, and stays. */
function keptOf(comparison: Comparison): { kept?: Difference[] } {
  const gone = (changes: Difference[]) => changes.filter(({ after }) => after === undefined)
  const going = gone(allThatChanges(comparison)).map(({ path }) => path)
  const kept = gone(allThatChanges({ ...comparison, wanted: comparison.ours })).filter(
    ({ path }) => !going.includes(path),
  )
  return kept.length > 0 ? { kept } : {}
}

/** The mark went with the text in which it stood. Putting it back is no reason for a change of its own. */
const isClearedMark =
  ({ api }: Comparison) =>
  ({ path, before }: Difference): boolean =>
    path === api.markedText && before === undefined

export function apiOf(kind: Change['kind'], stack: Stack): ResourceApi {
  const api = isIndexWork(kind) ? undefined : kind.api[stack.flavor.dialect]
  if (api === undefined) throw new Error(`${kind.name} does not exist on ${stack.flavor.title}`)
  return api
}
