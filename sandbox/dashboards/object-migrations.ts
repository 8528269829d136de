import { Refusal } from './http.js'
import { isObject, type Json, type JsonObject } from './json.js'
import type { ObjectType } from './object-types.js'
import type { ImportedObject, SavedObject } from './saved-objects.js'

export interface Migration {
  /** objects older than this go through it */
  until: string
  change: (object: ImportedObject) => ImportedObject
}

type Stored = ImportedObject & Pick<SavedObject, 'coreMigrationVersion'>

/**
 * The object as the server stores it: raised to the newest migrationVersion of its type.
 *
 * @throws Refusal 422 it is newer than that; 500 it cannot be migrated
 */
export function migrate(
  object: ImportedObject,
  type: ObjectType,
  server: { name: string; coreVersion: string | undefined },
): Stored {
  const from = object.migrationVersion[object.type] ?? '0.0.0'
  if (compareVersions(from, type.migrationVersion) > 0) {
    const newer = `has property "${object.type}" which belongs to a more recent version of ${server.name} [${from}]`
    throw new Refusal(422, `Document "${object.id}" ${newer}. The last known version is [${type.migrationVersion}]`)
  }
  const due = type.migrations.filter(({ until }) => compareVersions(from, until) < 0)
  const migrated = due.reduce((current, { change }) => change(current), object)
  const { type: name, id, attributes, references } = migrated
  return {
    type: name,
    id,
    attributes,
    references,
    migrationVersion: { [name]: type.migrationVersion },
    coreMigrationVersion: server.coreVersion,
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
    const { panelsJSON } = object.attributes
    if (typeof panelsJSON !== 'string') return object
    const names = object.references.map(({ name }) => name)
    const change = (panel: Json): Json => {
      if (!isObject(panel)) return panel
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
    }
    return withAttribute(
      object,
      'panelsJSON',
      rewrite(panelsJSON, (panels) => (Array.isArray(panels) ? panels.map(change) : panels)),
    )
  },
}

const vislibTypes: Json[] = ['line', 'area', 'histogram', 'horizontal_bar', 'point_series']

/** 7.12 brought new parameters for the line, area and bar charts; the state of every visualization is written anew. */
export const addVislibParameters: Migration = {
  until: '7.12.0',
  change: (object) => {
    const { visState } = object.attributes
    if (typeof visState !== 'string') return object
    const change = (state: Json): Json => {
      if (!isObject(state) || !vislibTypes.includes(state['type'] ?? null) || !isObject(state['params'])) return state
      const { params } = state
      return {
        ...state,
        params: {
          ...params,
          palette: { type: 'palette', name: 'kibana_palette' },
          isVislibVis: true,
          detailedTooltip: true,
          ...((params['type'] === 'line' || params['type'] === 'area') && { fittingFunction: 'zero' }),
        },
      }
    }
    return withAttribute(object, 'visState', rewrite(visState, change))
  },
}

function withAttribute(object: ImportedObject, name: string, value: Json): ImportedObject {
  return { ...object, attributes: { ...object.attributes, [name]: value } }
}

/** Text that is no JSON is left alone, as the servers do. */
function rewrite(text: string, change: (value: Json) => Json): string {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return text
  }
  return JSON.stringify(change(value))
}

function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]]
  const position = [0, 1, 2].find((index) => (left[index] ?? 0) !== (right[index] ?? 0))
  return position === undefined ? 0 : (left[position] ?? 0) - (right[position] ?? 0)
}
