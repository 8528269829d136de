import type { ImportedObject } from './saved-objects.js'
import {
  addPanelEnhancements,
  addVislibParameters,
  compactPanels,
  compactSearchSource,
  type Migration,
} from './object-migrations.js'

/** What a server knows of one type of saved object. */
export interface ObjectType {
  /** the icon in the answers of `_import` */
  icon: string
  /** the newest migrationVersion it knows; every object is raised to it when it is written */
  migrationVersion: string
  /** what changes in the attributes on the way there, oldest first */
  migrations: Migration[]
  /** the attributes that the mapping of `.kibana` takes; undefined: any */
  attributes: readonly string[] | undefined
}

export type ObjectTypes = Record<string, ObjectType>

const attributes = {
  'index-pattern': [
    'title',
    'type',
    'timeFieldName',
    'intervalName',
    'fields',
    'sourceFilters',
    'fieldFormatMap',
    'typeMeta',
  ],
  visualization: [
    'title',
    'description',
    'visState',
    'uiStateJSON',
    'version',
    'savedSearchRefName',
    'kibanaSavedObjectMeta',
  ],
  search: ['title', 'description', 'columns', 'sort', 'hits', 'version', 'kibanaSavedObjectMeta'],
  dashboard: [
    ...['title', 'description', 'panelsJSON', 'optionsJSON', 'hits', 'version', 'kibanaSavedObjectMeta'],
    ...['timeRestore', 'timeFrom', 'timeTo', 'refreshInterval'],
  ],
}

/** The types of a Kibana by its version. From 8 on dashboards have controls of their own: derived from Kibana's sources, not recorded. */
export function kibanaTypesOf(version: string): ObjectTypes {
  if (Number(version.split('.')[0]) < 8) return kibanaTypes
  const { dashboard, ...others } = kibanaTypes
  return { ...others, dashboard: { ...dashboard, attributes: [...attributes.dashboard, 'controlGroupInput'] } }
}

// The versions and changes are those that the recordings show. A full Kibana has more types.
const kibanaTypes = {
  'index-pattern': { icon: 'indexPatternApp', migrationVersion: '7.11.0', migrations: [], attributes: undefined },
  visualization: {
    icon: 'visualizeApp',
    migrationVersion: '7.12.0',
    migrations: [compactSearchSource, addVislibParameters],
    attributes: attributes.visualization,
  },
  search: {
    icon: 'discoverApp',
    migrationVersion: '7.9.3',
    migrations: [compactSearchSource],
    attributes: [...attributes.search, 'grid', 'hideChart'],
  },
  dashboard: {
    icon: 'dashboardApp',
    migrationVersion: '7.11.0',
    migrations: [compactSearchSource, addPanelEnhancements],
    attributes: attributes.dashboard,
  },
} satisfies ObjectTypes

export const openSearchDashboardsTypes: ObjectTypes = {
  'index-pattern': {
    icon: 'indexPatternApp',
    migrationVersion: '7.6.0',
    migrations: [],
    attributes: attributes['index-pattern'],
  },
  visualization: {
    icon: 'visualizeApp',
    migrationVersion: '7.10.0',
    migrations: [compactSearchSource],
    attributes: attributes.visualization,
  },
  search: {
    icon: 'discoverApp',
    migrationVersion: '7.9.3',
    migrations: [compactSearchSource],
    attributes: attributes.search,
  },
  dashboard: {
    icon: 'dashboardApp',
    migrationVersion: '7.9.3',
    migrations: [compactSearchSource, compactPanels],
    attributes: attributes.dashboard,
  },
}

/** Why the mapping of `.kibana` would refuse the object; undefined: it takes it. */
export function mappingRefuses(object: ImportedObject, type: ObjectType): string | undefined {
  const unknown = type.attributes && Object.keys(object.attributes).find((name) => !type.attributes?.includes(name))
  if (unknown === undefined) return undefined
  return `mapping set to strict, dynamic introduction of [${unknown}] within [${object.type}] is not allowed`
}
