import { Refusal } from './http.js'
import { isObject, textOf, type Json, type JsonObject } from './json.js'
import type { ObjectType } from './object-types.js'
import type { ImportedObject, Reference, SavedObject } from './saved-objects.js'

export interface Migration {
  /** objects older than this go through it */
  until: string
  /** servers older than this do not have it, although they know the version */
  since?: string
  /** undefined: nothing of what is imported here changes */
  change?: (object: ImportedObject) => ImportedObject
}

type Stored = ImportedObject & Pick<SavedObject, 'coreMigrationVersion' | 'typeMigrationVersion'>

/**
 * The object as the server stores it: raised to the newest migrationVersion of its type.
 *
 * @throws Refusal 422 it is newer than that; 500 it cannot be migrated
 */
export function migrate(
  object: ImportedObject,
  type: ObjectType,
  server: { name: string; coreVersion: string | undefined; typeVersions: boolean },
): Stored {
  const from = object.migrationVersion[object.type] ?? '0.0.0'
  if (compareVersions(from, type.migrationVersion) > 0) {
    const newer = `has property "${object.type}" which belongs to a more recent version of ${server.name} [${from}]`
    throw new Refusal(422, `Document "${object.id}" ${newer}. The last known version is [${type.migrationVersion}]`)
  }
  const due = type.migrations.filter(({ until }) => compareVersions(from, until) < 0)
  const migrated = due.reduce((current, { change }) => change?.(current) ?? current, object)
  const { type: name, id, attributes, references } = migrated
  return {
    type: name,
    id,
    attributes,
    references,
    migrationVersion: { [name]: type.migrationVersion },
    coreMigrationVersion: server.coreVersion,
    typeMigrationVersion: server.typeVersions ? type.migrationVersion : undefined,
  }
}

/** Objects from before 7.0, and those that name no version, have their search source written anew, without blanks. */
export const compactSearchSource: Migration = {
  until: '7.0.0',
  change: (object) => {
    const meta = object.attributes['kibanaSavedObjectMeta']
    if (!isObject(meta) || typeof meta['searchSourceJSON'] !== 'string') return object
    const compact = rewrite(meta['searchSourceJSON'], (source) => source)
    return withAttribute(object, 'kibanaSavedObjectMeta', { ...meta, searchSourceJSON: compact })
  },
}

/** The same for the panels of dashboards from before 7.3. */
export const compactPanels: Migration = {
  until: '7.3.0',
  change: (object) => {
    const { panelsJSON } = object.attributes
    if (typeof panelsJSON !== 'string') return object
    return withAttribute(
      object,
      'panelsJSON',
      rewrite(panelsJSON, (panels) => panels),
    )
  },
}

/** Kibana takes the panels apart and puts them together again: a panel whose reference is missing stops the whole import. */
export const addPanelEnhancements: Migration = {
  until: '7.11.0',
  change: (object) => {
    const names = object.references.map(({ name }) => name)
    return inPanels(object, (panel) => {
      const { panelRefName, embeddableConfig } = panel
      if (typeof panelRefName === 'string' && !names.includes(panelRefName)) {
        throw new Refusal(500, 'An internal server error occurred.')
      }
      return {
        ...panel,
        embeddableConfig: {
          ...(isObject(embeddableConfig ?? null) && (embeddableConfig as JsonObject)),
          enhancements: {},
        },
      }
    })
  },
}

/**
 * Derived from the sources of Kibana 7.14 to 8: the panel says what it shows, and its reference has its number in front
 * (elastic/kibana src/plugins/dashboard/common/…/extractReferences, run once more by the migration of 7.11).
 */
export const numberPanelReferences: Migration = {
  until: '7.11.0',
  since: '7.14.0',
  change: (object) => {
    const numbered = new Map<string, Reference>()
    const change = (panel: JsonObject): JsonObject => {
      const { panelRefName, panelIndex } = panel
      const reference = object.references.find(({ name }) => name === panelRefName)
      if (reference === undefined) return panel
      const name = `panel_${textOf(panelIndex)}`
      numbered.set(reference.name, { ...reference, name: `${textOf(panelIndex)}:${name}` })
      return { ...panel, type: reference.type, panelRefName: name }
    }
    const changed = inPanels(object, change)
    return { ...changed, references: object.references.map((reference) => numbered.get(reference.name) ?? reference) }
  },
}

/** Derived, from migrate_hidden_titles.ts of Kibana 7.17 and 8: an empty title becomes a setting. */
export const hideEmptyTitles: Migration = {
  until: '7.17.3',
  change: (object) =>
    inPanels(object, ({ title, embeddableConfig, ...panel }) => ({
      ...panel,
      ...(title !== '' && title !== undefined && { title }),
      embeddableConfig: {
        ...(isObject(embeddableConfig ?? null) && (embeddableConfig as JsonObject)),
        ...(title === '' && { hidePanelTitles: true }),
      },
    })),
}

/** Recorded in own-bundle, on both servers: from 7.4 on a search may be sorted by several columns. */
export const nestSort: Migration = {
  until: '7.4.0',
  change: (object) => {
    const { sort } = object.attributes
    return Array.isArray(sort) && sort.length > 0 && !Array.isArray(sort[0])
      ? withAttribute(object, 'sort', [sort])
      : object
  },
}

function inPanels(object: ImportedObject, change: (panel: JsonObject) => JsonObject): ImportedObject {
  const { panelsJSON } = object.attributes
  if (typeof panelsJSON !== 'string') return object
  const all = (panels: Json): Json =>
    Array.isArray(panels) ? panels.map((panel) => (isObject(panel) ? change(panel) : panel)) : panels
  return withAttribute(object, 'panelsJSON', rewrite(panelsJSON, all))
}

export function withAttribute(object: ImportedObject, name: string, value: Json): ImportedObject {
  return { ...object, attributes: { ...object.attributes, [name]: value } }
}

/** Text that is no JSON is left alone, as the servers do. */
export function rewrite(text: string, change: (value: Json) => Json): string {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return text
  }
  return JSON.stringify(change(value))
}

export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map((part) => parseInt(part, 10))) as [
    number[],
    number[],
  ]
  const position = [0, 1, 2].find((index) => (left[index] ?? 0) !== (right[index] ?? 0))
  return position === undefined ? 0 : (left[position] ?? 0) - (right[position] ?? 0)
}
