import { wordsIn, type JsonObject } from '../json.js'
import { anotherPrefix } from '../kinds/another-prefix.js'
import { hasComposable, indexTemplate, legacyTemplate } from '../kinds/index-template/index-template.js'
import { legacy } from '../kinds/index-template/legacy.js'
import type { ResourceKind } from '../kinds/kind.js'
import { isMark, isMarkOf } from '../kinds/mark.js'
import type { Reading } from '../kinds/reading.js'
import { matchesAny, patternsOverlap } from '../patterns.js'
import type { Stack } from '../stack/stack.js'
import { apiOf, type Change } from './change.js'
import type { Definition } from './definitions.js'
import type { PlanOptions } from './plan-change.js'

/** A template of others that matches indices of one of ours, too: the server uses only one of the two, and does not say which. */
export interface OtherTemplate {
  ours: string
  name: string
  patterns: string[]
  /** what becomes of it: ours counts in its place, or it counts in the place of ours */
  is: 'hidden' | 'preferred'
}

interface Template {
  name: string
  form: 'composable' | 'legacy'
  patterns: string[]
  priority: number
  mark: string | undefined
}

/** Of what is read anyway; legacy templates are in the cluster state, too. Another application's that elkctl made ready keep ours from being written. */
export async function planBesideOthers(
  changes: Change[],
  { definitions, readings, stack }: { definitions: Definition[]; readings: Map<ResourceKind, Reading>; stack: Stack },
  options: PlanOptions,
): Promise<{ changes: Change[]; others: OtherTemplate[] }> {
  const ours = changes.filter(({ kind }) => kind === indexTemplate)
  if (!ours.some(({ action }) => action === 'create' || action === 'update')) return { changes, others: [] }
  const isOurs = (name: string) =>
    definitions.some((one) => (one.kind === indexTemplate || one.kind === legacyTemplate) && one.name === name)
  const there = (await templatesOn(stack, readings)).filter(({ name }) => !isOurs(name))
  const found: OtherTemplate[] = []
  const planned = changes.map((change): Change => {
    if (change.kind !== indexTemplate || (change.action !== 'create' && change.action !== 'update')) return change
    const own = templateOf(change.name, change.after, hasComposable(stack) ? 'composable' : 'legacy', undefined)
    const overlapping = there.filter(({ patterns }) => patternsOverlap(patterns, own.patterns))
    const application = overlapping.find(({ mark }) => isMark(mark) && !isMarkOf(options.profile, mark))
    if (application) return blockedBy(application, change, options)
    found.push(...overlapping.flatMap((other) => besideOurs(own, other)))
    return change
  })
  return { changes: planned, others: found }
}

async function templatesOn(stack: Stack, readings: Map<ResourceKind, Reading>): Promise<Template[]> {
  const lists: [Template['form'], Reading | undefined][] = hasComposable(stack)
    ? [
        ['composable', readings.get(indexTemplate)],
        ['legacy', readings.get(legacyTemplate) ?? (await legacy.read(stack, []))],
      ]
    : [['legacy', readings.get(indexTemplate)]]
  return lists.flatMap(([form, reading]) => {
    const { mark } = form === 'legacy' ? legacy : apiOf(indexTemplate, stack)
    return reading?.status !== 'read'
      ? []
      : [...reading.objects].map(([name, { body }]) => templateOf(name, body, form, mark(stack, name)?.read(body)))
  })
}

const templateOf = (name: string, body: JsonObject, form: Template['form'], mark: string | undefined): Template => ({
  ...{ name, form, mark },
  patterns: wordsIn(body['index_patterns']),
  priority: Number(body['priority'] ?? body['order'] ?? 0),
})

/** Legacy templates are merged with one another; a composable one counts alone, and before all legacy ones. */
function besideOurs(own: Template, other: Template): OtherTemplate[] {
  if (own.form === 'legacy') return []
  const { name, patterns } = other
  const told = { ours: own.name, name, patterns }
  if (other.form === 'composable' && other.priority > own.priority) return [{ ...told, is: 'preferred' }]
  // What is for exactly our names is for the same documents; what is for more of them stays for the others.
  const isNarrower = patterns.some((pattern) => !own.patterns.includes(pattern) && matchesAny(own.patterns, pattern))
  return isNarrower ? [{ ...told, is: 'hidden' }] : []
}

const blockedBy = (
  { name, form, patterns }: Template,
  { kind, name: own, file }: Change,
  options: PlanOptions,
): Change => ({
  ...{ kind, name: own, file, action: 'blocked', exit: 'conflict' },
  reason: `${form === 'legacy' ? 'legacy template' : 'index template'} ${name} (${patterns.join(', ')}), which elkctl made for another application, is for the same indices`,
  hint: `${anotherPrefix(own, { prefixes: options.application?.prefixes ?? {} })}.`,
})
