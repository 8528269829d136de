import { counted } from '../../counted.js'
import type { ChalkInstance } from 'chalk'
import { inDays, stuckIndices, type IndexLifecycle, type Retention } from '../../lifecycle/index.js'
import type { Plan } from '../../engine/plan.js'

/** Existing indices in the plan: what becomes of them, how far they are, who is left alone, what is stuck. A few lines, however many there are. */
export function lifecycleLines(plan: Plan, color: ChalkInstance): string[] {
  const indices = plan.indices.managed
  const lines = [
    ...changedLines(plan).map((line) => color.yellow(`~ ${line}`)),
    ...grouped(
      indices.filter(({ waiting }) => waiting),
      ({ policy, managedBy }) => JSON.stringify([policy, managedBy]),
    ).map((group) =>
      color.cyan(`= ${counted(group.length, 'index', 'indices')}: ${waitsFor(group)} (${names(group)})`),
    ),
    ...grouped(
      indices.filter(
        (index) =>
          !isChanged(plan, index) && !index.waiting && index.leftAlone === undefined && index.error === undefined,
      ),
      ({ policy, managedBy, phase, deleted }) => JSON.stringify([managedBy ?? policy, phase, deleted.after]),
    ).map((group) => color.dim(`= ${groupText(group)}`)),
    ...grouped(
      indices.filter(({ leftAlone }) => leftAlone !== undefined),
      ({ leftAlone }) => String(leftAlone),
    ).map((group) =>
      color.dim(
        `- ${counted(group.length, 'index', 'indices')} left alone: ${String(group[0]?.leftAlone)} (${names(group, 20)})`,
      ),
    ),
    ...stuckIndices(plan.indices).map((index) => color.red(`! ${stuck(index)}`)),
  ]
  return lines.map((line) => `  ${line}`)
}

const waitsFor = ([first]: IndexLifecycle[]): string =>
  first?.managedBy === undefined
    ? 'just made, and not taken up by ISM yet'
    : 'waiting for ISM to pick up the new policy'

/** "lifecycle of 12 indices: deleted after 15 days instead of 30 days; 3 of them at once: …", one line for all that change alike. */
export function changedLines(plan: Plan): string[] {
  return grouped(
    plan.indices.managed.filter((index) => isChanged(plan, index)),
    ({ policy, managedBy, deleted, later }) =>
      JSON.stringify([policy, managedBy, deleted.before, deleted.after, later]),
  ).map((group) => {
    const [{ policy, managedBy, deleted } = { policy: '', managedBy: undefined, deleted: { before: 0, after: 0 } }] =
      group
    const gets =
      managedBy === policy
        ? ''
        : `; they get the policy ${policy}${managedBy === undefined ? '' : ` instead of ${managedBy}`}`
    const atOnce = group.filter((index) => index.atOnce)
    const soon = atOnce.length === 0 ? '' : `; ${atOnce.length} of them at once (${names(atOnce, 20)})`
    const when = group[0]?.later ? '; ISM picks this up on its next run' : ''
    return `lifecycle of ${counted(group.length, 'index', 'indices')}: ${names(group)} ${times(deleted)}${soon}${gets}${when}`
  })
}

function times({ before, after }: IndexLifecycle['deleted']): string {
  if (before === after) return `${deletion(after)}, as before`
  if (before === 'unknown' || after === 'unknown') return `${deletion(after)}, instead of ${deletion(before)}`
  return after === undefined
    ? `never deleted, instead of after ${inDays(before)}`
    : `deleted after ${inDays(after)} instead of ${inDays(before)}`
}

/** What must be known before the plan is confirmed. undefined: nothing is deleted that would not be anyway */
export function deletedAtOnce({ indices }: Plan): string | undefined {
  const lost = indices.managed.filter(({ atOnce }) => atOnce)
  return lost.length === 0
    ? undefined
    : `${counted(lost.length, 'index', 'indices')} older than the retention ${lost.length === 1 ? 'is' : 'are'} deleted at once by this plan, with all data: ${names(lost, 50)}`
}

/**
 * Indices that go by the application's own policy, and are deleted at another time than they would be by ours. No difference: it is the application
 * that writes this policy.
 */
export function otherRetention(plan: Plan): string[] {
  const other = plan.indices.managed.filter(
    ({ byApplication, deleted, desired }) => byApplication !== undefined && deleted.after !== desired,
  )
  return grouped(other, ({ managedBy, deleted, desired }) => JSON.stringify([managedBy, deleted.after, desired])).map(
    (group) => {
      const [first] = group
      const title = String(first?.byApplication)
      return `${counted(group.length, 'index', 'indices')} under ${String(first?.managedBy)}, which ${title} writes when it starts: ${deletion(first?.deleted.after)}, where the settings say ${deletion(first?.desired)} (${names(group)}). Restart ${title} if the policy is from before a change of the settings`
    },
  )
}

/** "deleted after 15 days", "never deleted" */
function deletion(after: Retention): string {
  if (after === 'unknown') return 'deleted when its policy says so, not by age alone (cannot tell when)'
  return after === undefined ? 'never deleted' : `deleted after ${inDays(after)}`
}

const stuck = ({ index, policy, phase, error, retry }: IndexLifecycle): string =>
  `${index} (${policy}${phase === undefined ? '' : `, ${phase}`}) ${String(error)}. After the cause is fixed: ${String(retry)}`

/** Whether the plan moves it, or its policy changes under it. */
const isChanged = (plan: Plan, { index, deleted, leftAlone, waiting }: IndexLifecycle): boolean =>
  leftAlone === undefined &&
  !waiting &&
  (deleted.before !== deleted.after ||
    plan.changes.some(
      ({ kind, name, action }) => kind.name === 'managed index' && name === index && action === 'update',
    ))

function groupText(group: IndexLifecycle[]): string {
  const ages = group.map(({ age }) => Math.max(0, Math.floor(age / 86_400_000)))
  const [youngest, oldest] = [Math.min(...ages), Math.max(...ages)]
  const [first] = group
  const whose = first?.byApplication === undefined ? '' : `, which ${first.byApplication} writes when it starts`
  return `${counted(group.length, 'index', 'indices')} under ${String(first?.managedBy ?? first?.policy)}${whose}: ${first?.phase ?? 'not looked at yet'}, ${youngest === oldest ? '' : `${youngest} to `}${oldest} days old, ${deletion(first?.deleted.after)} (${names(group)})`
}

function grouped(indices: IndexLifecycle[], by: (index: IndexLifecycle) => string): IndexLifecycle[][] {
  const groups = new Map<string, IndexLifecycle[]>()
  for (const index of indices) groups.set(by(index), [...(groups.get(by(index)) ?? []), index])
  return [...groups.values()]
}

function names(group: IndexLifecycle[], most = 3): string {
  const sorted = group.map(({ index }) => index).sort()
  return sorted.length <= most + 1
    ? sorted.join(', ')
    : `${sorted.slice(0, most).join(', ')} and ${sorted.length - most} more`
}

/** For `--json`: every index. */
export const lifecycleAsJson = ({ indices }: Plan) =>
  indices.managed.map(
    ({ index, policy, managedBy, phase, age, deleted, atOnce, waiting, error, retry, leftAlone }) => ({
      index,
      policy,
      managedBy: managedBy ?? null,
      phase: phase ?? null,
      ageDays: days(age),
      deletedAfterDays: { before: days(deleted.before), after: days(deleted.after) },
      atOnce,
      waiting,
      error: error ?? null,
      retry: retry ?? null,
      leftAlone: leftAlone ?? null,
    }),
  )

/** null: never; "unknown": not by age alone */
function days(milliseconds: Retention): number | 'unknown' | null {
  if (typeof milliseconds !== 'number') return milliseconds ?? null
  return Math.round((milliseconds / 86_400_000) * 10_000) / 10_000
}
