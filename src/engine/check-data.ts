import { join } from 'node:path'
import { readAlerts } from '../alerts/read.js'
import { ofProfile } from '../data-files/folder.js'
import { readExport } from '../data-files/exports.js'
import { exportExtension, filesIn, type LocatedFile } from '../data-files/files.js'
import {
  dataFolders,
  exportFolder,
  formOf,
  type DataFolder,
  type FormCheck,
  type SchemaName,
} from '../data-files/forms.js'
import { bodiesOf, readFile, type Read } from '../data-files/read.js'
import { DataFileError, type DataProblem } from '../errors.js'
import { deletesAfter } from '../lifecycle/index.js'
import { dialects, type Dialect } from '../stack/flavors.js'
import { knownVariants, loadDefinitions, type DefinitionOptions } from './definitions.js'

export type CheckOptions = Required<Pick<DefinitionOptions, 'folder' | 'profile' | 'variables'>>

interface FileOfForm {
  folder: DataFolder
  located: LocatedFile
}

/** The forms that the data files of a profile should have, whatever the dialect. */
export function formsOf(options: Omit<CheckOptions, 'variables'>): SchemaName[] {
  const forms = dialects.flatMap((dialect) =>
    filesOf(options).map(({ folder, located }) => formOf(folder, located.stem, dialect)),
  )
  return exportsOf(options).length > 0 ? [...forms, 'export'] : forms
}

/**
 * Every data file of a profile has the form that its folder asks for, whatever the dialect, dashboards find what they name, and no two alerts have one title.
 *
 * @param check of the forms that there are
 * @throws ElkctlError naming all that is wrong
 */
export function checkDataFiles(options: CheckOptions, check: FormCheck): void {
  const files = filesOf(options)
  bodiesOf([
    ...files.map((file) => ({ read: readAsAny(file, options, check) })),
    ...exportsOf(options).flatMap((located) => readExport(located, check)),
    { read: { problems: strays(options, files) } },
  ])
  for (const dialect of dialects)
    loadDefinitions({ ...options, dialect, variants: [], rename: {}, only: ['saved object'] })
  readAlerts(options)
  if (options.variables['retentionDays'] === '0') refuseDeletion(options)
}

const filesOf = ({ folder: root, profile }: Omit<CheckOptions, 'variables'>): FileOfForm[] =>
  dataFolders.flatMap((folder) => filesIn(root, ofProfile(folder, profile)).map((located) => ({ folder, located })))

const exportsOf = ({ folder: root, profile }: Omit<CheckOptions, 'variables'>): LocatedFile[] =>
  filesIn(root, ofProfile(exportFolder, profile), exportExtension)

/** 0 days keep everything: a policy that takes them for an age would delete every index at once. @throws ElkctlError */
function refuseDeletion(options: CheckOptions): void {
  const policies = dialects.flatMap((dialect) =>
    loadDefinitions({ ...options, dialect, variants: knownVariants, rename: {}, only: ['lifecycle policy'] }),
  )
  const problems = policies
    .filter(({ body }) => deletesAfter(body, true) === 0)
    .map(({ file, name }) => ({
      file,
      problem: `a retention of 0 days keeps everything, and this policy would delete every index at once: add a ${name}.keep.json that deletes nothing, or "$if": "\${retentionDays}" in the phase, transition or state that deletes`,
    }))
  if (problems.length > 0) throw new DataFileError(problems)
}

/** A file without a dialect in its name must be right for one of them at least. */
function readAsAny({ folder, located }: FileOfForm, { variables }: CheckOptions, check: FormCheck): Read {
  const written = dialects.find((dialect) => located.stem.endsWith(`.${dialect}`))
  const filledIn = { ...variables, ...variablesOf[folder] }
  const readFor = (dialect: Dialect) => readFile(located, formOf(folder, located.stem, dialect), filledIn, check)
  const first = readFor('elasticsearch')
  if (formOf(folder, located.stem, 'elasticsearch') === formOf(folder, located.stem, 'opensearch')) return first
  const second = readFor('opensearch')
  if (written !== undefined) return written === 'elasticsearch' ? first : second
  return 'problems' in first
    ? 'problems' in second && second.problems.length >= first.problems.length
      ? first
      : second
    : first
}

/** What is filled in when rights are asked about. */
const variablesOf: Partial<Record<DataFolder, Record<string, string>>> = {
  'roles/<profile>/rights': { probe: 'probe', plugins: '/_plugins', tenant: 'tenant' },
}

/** Files beside the folders that are read: a folder's name is misspelt. */
function strays({ folder: root, profile }: CheckOptions, files: FileOfForm[]): DataProblem[] {
  const readFiles = new Set(files.map(({ located }) => located.file))
  return ['templates', 'roles'].flatMap((room) => {
    const folders = dataFolders.filter((folder) => folder.startsWith(room)).map((folder) => ofProfile(folder, profile))
    return filesIn(root, join(room, profile))
      .filter(({ file }) => !readFiles.has(file))
      .map(({ file }) => ({ file, problem: `it is in none of the folders ${folders.join(', ')}, and is not read` }))
  })
}
