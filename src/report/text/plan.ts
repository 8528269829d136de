import { counted } from '../../counted.js'
import type { Json, JsonObject } from '../../json.js'
import type { ChalkInstance } from 'chalk'
import type { Change } from '../../engine/change.js'
import type { Difference } from '../../engine/diff.js'
import type { Plan } from '../../engine/plan.js'
import { lifecycleLines } from './lifecycle.js'
import { oldIndexLines } from './old-index.js'

const origins = {
  ours: 'written by elkctl',
  edited: 'edited by hand since elkctl wrote it',
  older: 'written by an earlier elkctl or with other settings',
  unfinished: 'made by a run that was interrupted before it handed over the password',
  unmarked: 'exists without elkctl’s mark',
  unmarkable: 'edited by hand, or written with other settings or by an earlier elkctl; this server keeps no mark of it',
  unseen: 'differs; origin unknown',
  backup: 'put back as it was',
  setting: 'cannot work as it is',
}

const signs: Record<Change['action'], string> = {
  create: '+',
  update: '~',
  remove: 'x',
  kept: '≠',
  unchanged: '=',
  skipped: '-',
  unverified: '?',
  blocked: '!',
}

/** The plan as a table: one line a thing to do or to say, one line a kind for what is as it should be. */
export function planLines(plan: Plan, color: ChalkInstance): string[] {
  const paint: Record<Change['action'], (text: string) => string> = {
    create: color.green,
    update: color.yellow,
    remove: color.red,
    kept: color.yellow,
    unchanged: color.dim,
    skipped: color.dim,
    unverified: color.cyan,
    blocked: color.red,
  }
  const column = kindColumn(plan)
  const listed = plan.changes.filter(hasRow)
  const parts = (['create', 'remove'] as const).flatMap((action) => partsOf(plan, action))
  const width = Math.max(...[...listed, ...parts].map(({ name }) => name.length), 10)
  const line = (action: Change['action'], kind: string, text: string) =>
    `  ${paint[action](`${signs[action]} ${column(kind)} ${text}`)}`
  const row = ({ action, kind, name }: Change, text: string) =>
    line(action, kind.name, `${name.padEnd(width)}  ${text}`)
  const told = listed.flatMap((change) => {
    if (change.action === 'blocked') return [row(change, `blocked: ${change.reason}`)]
    if (change.action === 'remove') return [row(change, `remove${sizeOf(change.existing.body)}`)]
    if (change.action !== 'update' && change.action !== 'kept') return [row(change, change.action)]
    const differences = change.differences.map((difference) => color.dim(`      ${differenceLine(difference)}`))
    const kept = (change.kept ?? []).map(({ path, before }) => color.dim(`      ${path}: ${shown(before)} is kept`))
    return [row(change, `${change.action}: ${origins[change.origin]}`), ...differences, ...kept]
  })
  return [
    ...told,
    ...parts.map(({ name, action }) => line(action, 'saved object', `${name.padEnd(width)}  ${action}`)),
    ...summed(plan.changes.filter(isRefreshed), 'update', `update: ${origins.older}; no visible difference`, line),
    ...lifecycleLines(plan, color),
    ...oldIndexLines(plan, color, column),
    ...summed(plan.changes, 'unverified', 'not verified', line),
    ...summed(plan.changes, 'skipped', 'skipped', line),
    ...summed(plan.changes, 'unchanged', 'unchanged', line),
  ]
}

/** Pads the name of a kind to the widest one of the plan; plans of the usual kinds are all alike. */
function kindColumn({ changes }: Plan): (kind: string) => string {
  const width = Math.max(17, ...changes.map(({ kind }) => kind.name.length))
  return (kind) => kind.padEnd(width)
}

const hasRow = (change: Change): boolean =>
  (change.action === 'update' && !isIndex(change) && !isRefreshed(change)) ||
  change.action === 'kept' ||
  change.action === 'blocked' ||
  ((change.action === 'create' || change.action === 'remove') && !isPart(change))

/** Nothing that anybody sees of it changes: our mark moves, or how it is stored. After an upgrade of elkctl these are many. */
const isRefreshed = (change: Change): boolean =>
  change.action === 'update' &&
  change.origin === 'older' &&
  change.differences.length === 0 &&
  change.kept === undefined

/** Existing indices have lines of their own (lifecycle.ts). */
const isIndex = ({ kind }: Change): boolean => kind.name === 'managed index'

/** Dashboards are listed by name; the many panels and index patterns that they are made of, by number. `--json` names each. */
const isPart = ({ kind, name }: Change): boolean => kind.name === 'saved object' && !name.startsWith('dashboard/')

/** "3 of type index-pattern" */
function partsOf({ changes }: Plan, action: 'create' | 'remove'): { name: string; action: 'create' | 'remove' }[] {
  const types = changes.flatMap((change) =>
    change.action === action && isPart(change) ? [String(change.name.split('/')[0])] : [],
  )
  const named = (type: string) => `${types.filter((other) => other === type).length} of type ${type}`
  return [...new Set(types)].map((type) => ({ name: named(type), action }))
}

/** One line for all changes of a kind that have the same thing said of them. */
function summed(
  changes: Change[],
  action: 'skipped' | 'unverified' | 'unchanged' | 'update',
  text: string,
  line: (action: Change['action'], kind: string, text: string) => string,
): string[] {
  const groups = new Map<string, Change[]>()
  const told = changes.filter((change) => change.action === action && (action === 'unverified' || !isIndex(change)))
  for (const change of told) {
    const key = JSON.stringify([change.kind.name, 'reason' in change && change.reason])
    groups.set(key, [...(groups.get(key) ?? []), change])
  }
  return [...groups.values()].map((group) => {
    const [first] = group
    const reason = first && 'reason' in first ? first.reason : undefined
    const said = reason === undefined ? text : reason.startsWith('kept') ? reason : `${text}: ${reason}`
    const all = action === 'update' ? counted(group.length, 'object') : `all ${group.length}`
    const names = group.length <= 2 ? group.map(({ name }) => name).join(', ') : all
    return line(action, String(first?.kind.name), `${said} (${names})`)
  })
}

/** Of an index, what goes with it. */
function sizeOf({ documents, bytes }: JsonObject): string {
  if (bytes === undefined) return ''
  if (typeof documents !== 'number') return ': closed, number of documents unknown'
  return documents === 0 ? ': empty' : `: ${counted(documents, 'document')}, ${inBytes(Number(bytes))}`
}

/** "512 bytes", "3.4 MB" */
function inBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${String(units[power])}`
}

function differenceLine({ path, before, after }: Difference): string {
  return `${path}: ${shown(before)} → ${shown(after)}`
}

function shown(value: Json | undefined): string {
  if (value === undefined || value === '') return '(nothing)'
  const text =
    typeof value === 'string'
      ? value
      : Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? value.join(', ')
        : JSON.stringify(value)
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}
