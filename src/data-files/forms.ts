import type { z } from 'zod'
import type { JsonObject } from '../json.js'
import type { Dialect } from '../stack/flavors.js'
import type { schemas } from './schemas/index.js'

export type SchemaName = keyof typeof schemas

/** What is wrong with the form of a body, a line each. */
export type FormCheck = (form: SchemaName, body: JsonObject) => string[]

/**
 * elkctl’s own files are not checked whenever they are read: tests do that, and loading the schemas costs more than most of a run. A user’s are checked
 * before the first request (engine/check-data.ts).
 */
export const trusted: FormCheck = () => []

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
  'templates/<profile>/alerts': both('alert'),
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
  Awaited<ReturnType<(typeof schemas)[(typeof folders)[Folder]['elasticsearch' | 'opensearch']]>>
>

/** @param name of the file; with `/` where it is in a folder below */
export const formOf = (folder: DataFolder, name: string, dialect: Dialect): SchemaName =>
  folder === 'dashboards/<profile>' && name.includes('/') ? 'saved-object' : folders[folder][dialect]
