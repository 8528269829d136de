import type { ImportedObject } from './saved-objects.js'
import {
  addPanelEnhancements,
  compactPanels,
  compactSearchSource,
  compareVersions,
  hideEmptyTitles,
  nestSort,
  numberPanelReferences,
  type Migration,
} from './object-migrations.js'
import { visualizationMigrations } from './visualization-migrations.js'

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

type TypeName = keyof typeof attributes | 'lens'

const icons: Record<TypeName, string> = {
  'index-pattern': 'indexPatternApp',
  visualization: 'visualizeApp',
  search: 'discoverApp',
  dashboard: 'dashboardApp',
  lens: 'lensApp',
}

/**
 * Every migration of Kibana, oldest first. Up to 7.12 they are as recorded, those after it are derived from the sources of elastic/kibana
 * (dashboard_saved_object_migrations.ts, search_migrations.ts, index_pattern_migrations.ts). All types are raised to 8.0.0 when objects can be
 * in several spaces, and to 10.1.0 when types have model versions.
 */
const migrations: Record<TypeName, Migration[]> = {
  'index-pattern': [{ until: '6.5.0' }, { until: '7.6.0' }, { until: '7.11.0' }, { until: '8.0.0' }],
  visualization: [compactSearchSource, ...visualizationMigrations],
  search: [compactSearchSource, nestSort, { until: '7.9.3' }, { until: '8.0.0' }, { until: '10.1.0', since: '8.10.0' }],
  dashboard: [
    compactSearchSource,
    compactPanels,
    { until: '7.9.3' },
    addPanelEnhancements,
    numberPanelReferences,
    { until: '7.14.0' },
    hideEmptyTitles,
    { until: '8.0.0' },
    { until: '10.1.0', since: '8.10.0' },
  ],
  // None of their changes is made here: exports of the same level pass through.
  lens: [{ until: '7.12.0' }, { until: '7.14.0' }, { until: '8.1.0' }, { until: '8.6.0' }, { until: '8.9.0' }],
}

/** Of the types that a full Kibana has, those that elkctl writes, and Lens. */
const typesAt = (version: string, known: Partial<Record<TypeName, readonly string[]>>): ObjectTypes =>
  Object.fromEntries(
    Object.entries(migrations).map(([name, all]) => {
      const due = all.filter(({ until, since = until }) => compareVersions(since, version) <= 0)
      const type = name as TypeName
      const migrationVersion =
        due
          .map(({ until }) => until)
          .sort(compareVersions)
          .at(-1) ?? '0.0.0'
      return [name, { icon: icons[type], migrationVersion, migrations: due, attributes: known[type] }]
    }),
  )

/** The types of a Kibana by its version. From 8 on dashboards have controls of their own: derived from Kibana's sources, not recorded. */
export function kibanaTypesOf(version: string): ObjectTypes {
  const dashboard =
    compareVersions(version, '8.0.0') < 0 ? attributes.dashboard : [...attributes.dashboard, 'controlGroupInput']
  return typesAt(version, {
    visualization: attributes.visualization,
    search: [...attributes.search, 'grid', 'hideChart'],
    dashboard,
  })
}

/** OpenSearch Dashboards began as Kibana 7.10.2 and has the migrations of that one; recorded on 2.19.2. */
const { lens: _kibanaOnly, ...withoutLens } = typesAt('7.10.2', attributes)
export const openSearchDashboardsTypes: ObjectTypes = withoutLens

/** Why the mapping of `.kibana` would refuse the object; undefined: it takes it. */
export function mappingRefuses(object: ImportedObject, type: ObjectType): string | undefined {
  const unknown = type.attributes && Object.keys(object.attributes).find((name) => !type.attributes?.includes(name))
  if (unknown === undefined) return undefined
  return `mapping set to strict, dynamic introduction of [${unknown}] within [${object.type}] is not allowed`
}
