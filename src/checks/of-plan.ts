import { join } from 'node:path'
import { isOtherWork, type Change } from '../engine/change.js'
import type { Plan } from '../engine/plan.js'
import type { OtherTemplate } from '../engine/other-templates.js'
import { stuckIndices } from '../lifecycle/index.js'
import { otherTemplateText } from '../report/text/other-templates.js'
import { passed, problem, unchecked, type Finding, type Place } from './finding.js'

/**
 * What the comparison with the data files found.
 *
 * @param data the folder of the user's data files; of elkctl's own nobody is told a place
 */
export function findingsOfPlan(plan: Plan, data: string | undefined): Finding[] {
  const found = [
    ...plan.changes.flatMap((change) => findingOf(change, data)),
    ...lifecycleFindings(plan),
    ...(plan.otherTemplates ?? []).filter(({ is }) => is === 'preferred').map(hiddenFinding),
    ...plan.indices.old.map(({ index, differences }) =>
      problem('index.mapping', `older than its template: ${differences.map(({ field }) => field).join(', ')} differ`, {
        subject: `index ${index}`,
      }),
    ),
  ]
  return [...found, ...clear.filter(({ check }) => !found.some((finding) => finding.check === check))]
}

/** The checks that have a finding only where something is wrong. */
const clear: Finding[] = [
  passed('object.missing', 'no object is missing'),
  passed('object.blocked', 'nothing stands in the way of an object'),
  passed('template.hidden', 'no other template overrides one of elkctl’s'),
  passed('index.mapping', 'no index is older than its template'),
]

function findingOf(change: Change, data: string | undefined): Finding[] {
  const { kind, name } = change
  const about = { subject: `${kind.name} ${name}`, ...placeOf(change, data) }
  const differs = kind.name === 'managed index' ? 'lifecycle.attached' : 'object.drift'
  switch (change.action) {
    case 'create':
      return [problem('object.missing', 'not on the stack', { ...about, hint: runInit(kind) })]
    case 'update':
      return [problem(differs, whatDiffers(change.differences), { ...about, hint: runInit(kind) })]
    case 'kept':
      return [problem(differs, `edited by hand: ${whatDiffers(change.differences)}`, { ...about, hint: overwrite })]
    case 'remove':
      return [problem(differs, 'no longer needed', { ...about, hint: runInit(kind) })]
    case 'blocked':
      return [problem('object.blocked', change.reason, { ...about, exit: change.exit, hint: change.hint })]
    case 'unverified':
      return [unchecked(differs, change.reason, about)]
    case 'unchanged':
      return [passed(differs, 'as elkctl init leaves it', about)]
    case 'skipped':
      return []
  }
}

const hiddenFinding = (other: OtherTemplate): Finding =>
  problem('template.hidden', otherTemplateText(other), {
    subject: `index template ${other.ours}`,
    hint: `Give ${other.name} patterns that leave these names out${other.priorities.ours === undefined ? '' : `, or a priority below ${other.priorities.ours}`}.`,
  })

/** What was asked for besides needs its option there, too. */
function runInit(kind: Change['kind']): string {
  const besides = isOtherWork(kind) ? undefined : kind.onlyFor
  const options = { alerts: ' --alerts', grafana: ' --grafana URL' }
  return `Run elkctl init${besides === undefined ? '' : options[besides]}.`
}

const overwrite = 'To replace what was edited: elkctl init --overwrite.'

function placeOf({ file }: Change, data: string | undefined): { place?: Place } {
  return data === undefined || file === '' ? {} : { place: { file: join(data, file) } }
}

function whatDiffers(differences: { path: string }[]): string {
  const paths = differences.map(({ path }) => path)
  if (paths.length === 0) return 'written by an earlier elkctl, or with other settings'
  const more = paths.length > 5 ? ` and ${paths.length - 4} more` : ''
  return `differs in ${(more === '' ? paths : paths.slice(0, 4)).join(', ')}${more}`
}

function lifecycleFindings({ changes, indices, lifecycle, stack }: Plan): Finding[] {
  const title = stack.flavor.lifecycleTitle
  if (!lifecycle)
    return [problem('lifecycle.available', `this stack has no ${title}: old indices are not deleted by it`)]
  const stuck = stuckIndices(indices)
  return [
    passed('lifecycle.available', `this stack has ${title}`),
    indices.stopped === undefined
      ? passed('lifecycle.running', `${title} is not stopped`)
      : problem('lifecycle.running', indices.stopped),
    ...stuck.map(({ index, phase, error, retry }) =>
      problem('lifecycle.moving', `${phase === undefined ? '' : `in ${phase}: `}${String(error)}`, {
        subject: `index ${index}`,
        ...(retry !== undefined && { hint: `After the cause is fixed: ${retry}` }),
      }),
    ),
    ...(stuck.length === 0 ? [passed('lifecycle.moving', 'no index under a policy is stuck')] : []),
    ...(changes.some(({ kind }) => kind.name === 'managed index')
      ? []
      : [passed('lifecycle.attached', 'there is no index that a policy is for')]),
  ]
}
