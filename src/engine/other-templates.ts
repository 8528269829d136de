import { objectIn, objectsIn, wordsIn, type JsonObject } from '../json.js'
import { anotherPrefix } from '../kinds/another-prefix.js'
import { hasComposable, indexTemplate, legacyTemplate } from '../kinds/index-template/index-template.js'
import { legacy } from '../kinds/index-template/legacy.js'
import type { ResourceKind } from '../kinds/kind.js'
import { isMark, isMarkOf } from '../kinds/mark.js'
import { readList, type Reading } from '../kinds/reading.js'
import { matchesAny, patternsOverlap } from '../patterns.js'
import type { Stack } from '../stack/stack.js'
import { apiOf, isOtherWork, type Change } from './change.js'
import type { Definition } from './definitions.js'
import type { PlanOptions } from './plan-change.js'
import { composed, lostIn, merged, templateFields, type TemplateFields } from './template-fields.js'

/** A template of others that matches indices of one of ours, too: the server uses only one of the two, and does not say which. */
export interface OtherTemplate {
  ours: string
  name: string
  patterns: readonly string[]
  /** what becomes of it: ours counts in its place, or it counts in the place of ours */
  is: 'hidden' | 'preferred'
  /** the greater one wins; undefined: a legacy template, which counts only where no composable one does */
  priorities: { ours: number | undefined; other: number | undefined }
  /** settings and fields of the one that does not count, which new indices lack */
  lost: string[]
}

interface Template {
  name: string
  form: 'composable' | 'legacy'
  patterns: readonly string[]
  priority: number
  mark: string | undefined
  body: JsonObject
}

/** Of what is read anyway; legacy templates are in the cluster state, too. Another application's that elkctl made ready keep ours from being written. */
export async function planBesideOthers(
  changes: Change[],
  { definitions, readings, stack }: { definitions: Definition[]; readings: Map<ResourceKind, Reading>; stack: Stack },
  options: PlanOptions,
): Promise<{ changes: Change[]; others: OtherTemplate[] }> {
  const ours = new Set(
    definitions.filter(({ kind }) => kind === indexTemplate || kind === legacyTemplate).map(({ name }) => name),
  )
  const form = (kind: Change['kind']) => (kind === indexTemplate && hasComposable(stack) ? 'composable' : 'legacy')
  const own = changes.flatMap((change) => {
    const body = change.kind === indexTemplate || change.kind === legacyTemplate ? bodyOf(change, readings) : undefined
    return body === undefined ? [] : [{ change, template: templateOf(change.name, body, form(change.kind), undefined) }]
  })
  if (own.length === 0) return { changes, others: [] }
  const there = (
    await templatesOn(
      stack,
      readings,
      own.some(({ change }) => isPending(change)),
    )
  ).filter(({ name }) => !ours.has(name))
  const found: Clash[] = []
  const blocked = new Map<Change, Change>()
  for (const { change, template } of own) {
    const overlapping = there.filter(({ patterns }) => patternsOverlap(patterns, template.patterns))
    const application = overlapping.find(({ mark }) => isMark(mark) && !isMarkOf(options.profile, mark))
    if (application && change.kind === indexTemplate && isPending(change))
      blocked.set(change, blockedBy(application, change, options))
    else found.push(...overlapping.flatMap((other) => besideOurs(template, other, isPending(change))))
  }
  const others = await withLost(found, stack)
  return { changes: changes.map((change) => blocked.get(change) ?? change), others }
}

const isPending = ({ action }: Change): boolean => action === 'create' || action === 'update'

/** As it is going to be, or as it is. */
function bodyOf(change: Change, readings: Map<ResourceKind, Reading>): JsonObject | undefined {
  if (change.action === 'create' || change.action === 'update') return change.after
  if ((change.action !== 'unchanged' && change.action !== 'kept') || isOtherWork(change.kind)) return undefined
  const reading = readings.get(change.kind)
  return reading?.status === 'read' ? reading.objects.get(change.name)?.body : undefined
}

/** @param withLegacy those that nobody has read: they matter only to a composable template that is going to be written */
async function templatesOn(
  stack: Stack,
  readings: Map<ResourceKind, Reading>,
  withLegacy: boolean,
): Promise<Template[]> {
  const lists: [Template['form'], Reading | undefined][] = hasComposable(stack)
    ? [
        ['composable', readings.get(indexTemplate)],
        ['legacy', readings.get(legacyTemplate) ?? (withLegacy ? await legacy.read(stack, []) : undefined)],
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
  ...{ name, form, mark, body },
  patterns: wordsIn(body['index_patterns']),
  priority: Number(body['priority'] ?? body['order'] ?? 0),
})

interface Clash {
  own: Template
  other: Template
  is: OtherTemplate['is']
}

/** Legacy templates are merged with one another by their order; a composable one counts alone, and before all legacy ones. */
function besideOurs(own: Template, other: Template, isWritten: boolean): Clash[] {
  const isComposable = { own: own.form === 'composable', other: other.form === 'composable' }
  const wins = isComposable.own === isComposable.other ? other.priority > own.priority : isComposable.other
  if (wins) return [{ own, other, is: 'preferred' }]
  if (!isComposable.own || !isWritten) return []
  // What is for exactly our names is for the same documents; what is for more of them stays for the others.
  const isNarrower = other.patterns.some(
    (pattern) => !own.patterns.includes(pattern) && matchesAny(own.patterns, pattern),
  )
  return isNarrower ? [{ own, other, is: 'hidden' }] : []
}

/** With what is lost by each. A legacy template of ours of which everything is kept has not lost. */
async function withLost(clashes: Clash[], stack: Stack): Promise<OtherTemplate[]> {
  const names = clashes.flatMap(({ other }) => wordsIn(other.body['composed_of']))
  const components = names.length === 0 ? new Map<string, JsonObject>() : await readComponents(stack)
  const contentOf = ({ form, body }: Template): TemplateFields =>
    form === 'legacy'
      ? templateFields(body)
      : composed([
          ...wordsIn(body['composed_of']).map((name) => templateFields(objectIn(components.get(name), 'template'))),
          templateFields(objectIn(body, 'template')),
        ])
  return clashes.flatMap(({ own, other, is }): OtherTemplate[] => {
    const [ours, theirs] = [contentOf(own), contentOf(other)]
    const effective = other.form === 'legacy' && own.form === 'legacy' ? merged([ours, theirs]) : theirs
    const lost = is === 'preferred' ? lostIn(ours, effective) : lostIn(theirs, ours)
    if (own.form === 'legacy' && lost.length === 0) return []
    const priorities = { ours: priorityOf(own), other: priorityOf(other) }
    return [{ ours: own.name, name: other.name, patterns: other.patterns, is, priorities, lost }]
  })
}

const priorityOf = ({ form, priority }: Template): number | undefined => (form === 'legacy' ? undefined : priority)

/** Those that the user may not read count as empty. */
async function readComponents(stack: Stack): Promise<Map<string, JsonObject>> {
  const reading = await readList(stack.search, '/_component_template', 'component templates', (body) =>
    objectsIn(body['component_templates']).map((one) => [
      String(one['name']),
      { body: objectIn(one, 'component_template') },
    ]),
  )
  return new Map(reading.status === 'read' ? [...reading.objects].map(([name, { body }]) => [name, body]) : [])
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
