import type { z } from 'zod'
import type { Dialect } from '../stack/flavors.js'
import { dashboard } from './schemas/dashboard/source.js'
import { profile } from './schemas/profile.js'
import { rights } from './schemas/rights.js'
import {
  elasticsearchRole,
  elasticsearchUser,
  openSearchRole,
  openSearchUser,
  reasons,
  roleMapping,
} from './schemas/roles.js'
import { savedObject } from './schemas/saved-objects.js'
import {
  check,
  ilmPolicy,
  indexTemplate,
  ingestPipeline,
  ismPolicy,
  legacyTemplate,
  writeAlias,
} from './schemas/templates.js'

/** Every form that a data file may have, by the name of its JSON Schema in `schemas/`. */
export const schemas = {
  'index-template': indexTemplate,
  'legacy-template': legacyTemplate,
  'ingest-pipeline': ingestPipeline,
  'write-alias': writeAlias,
  'lifecycle-policy.elasticsearch': ilmPolicy,
  'lifecycle-policy.opensearch': ismPolicy,
  check,
  'role.elasticsearch': elasticsearchRole,
  'role.opensearch': openSearchRole,
  'user.elasticsearch': elasticsearchUser,
  'user.opensearch': openSearchUser,
  'role-mapping': roleMapping,
  rights,
  reasons,
  dashboard,
  'saved-object': savedObject,
  profile,
}
export type SchemaName = keyof typeof schemas

const both = <Name extends SchemaName>(name: Name): Record<Dialect, Name> => ({ elasticsearch: name, opensearch: name })

/** Where the files of each form are. Below `dashboards/<profile>` stand saved objects, by their type. */
const folders = {
  'templates/<profile>/index-templates': both('index-template'),
  'templates/<profile>/legacy-templates': both('legacy-template'),
  'templates/<profile>/ingest-pipelines': both('ingest-pipeline'),
  'templates/<profile>/write-aliases': both('write-alias'),
  'templates/<profile>/lifecycle-policies': {
    elasticsearch: 'lifecycle-policy.elasticsearch',
    opensearch: 'lifecycle-policy.opensearch',
  },
  'templates/<profile>/checks': both('check'),
  'roles/<profile>/roles': { elasticsearch: 'role.elasticsearch', opensearch: 'role.opensearch' },
  'roles/<profile>/users': { elasticsearch: 'user.elasticsearch', opensearch: 'user.opensearch' },
  'roles/<profile>/mappings': both('role-mapping'),
  'roles/<profile>/rights': both('rights'),
  'roles/<profile>/reasons': both('reasons'),
  'dashboards/<profile>': both('dashboard'),
} as const satisfies Record<string, Record<Dialect, SchemaName>>

/** A folder of data files, with `<profile>` for the name of the profile. */
export type DataFolder = keyof typeof folders
export const dataFolders = Object.keys(folders) as DataFolder[]

/** Here may be exports too, as a dashboards server writes them. */
export const exportFolder: DataFolder = 'dashboards/<profile>'

/** What a file holds, where that is the same for both dialects. */
export type BodyIn<Folder extends DataFolder> = z.infer<
  (typeof schemas)[(typeof folders)[Folder]['elasticsearch' | 'opensearch']]
>

/** @param name of the file; with `/` where it is in a folder below */
export const formOf = (folder: DataFolder, name: string, dialect: Dialect): SchemaName =>
  folder === 'dashboards/<profile>' && name.includes('/') ? 'saved-object' : folders[folder][dialect]
