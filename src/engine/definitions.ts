import { alertFolder, chosenFiles, type Choice } from '../alerts/choice.js'
import { dataFolder, ofProfile } from '../data-files/folder.js'
import { exportFolder, formOf, type BodyIn, type DataFolder, type FormCheck } from '../data-files/forms.js'
import { readExport } from '../data-files/exports.js'
import { exportExtension, filesIn, type LocatedFile } from '../data-files/files.js'
import { bodiesOf, readFile } from '../data-files/read.js'

import { kinds } from '../kinds/index.js'
import type { DataFile, Installation, ResourceKind } from '../kinds/kind.js'
import { dialects, type Dialect } from '../stack/flavors.js'
import { version } from '../version.js'

/** One object that should be on the stack, as its data file says, with its variables filled in. */
export interface Definition extends DataFile {
  kind: ResourceKind
}

export interface DefinitionOptions {
  profile: string
  /** what the record of an installation says of it; default: the profile's name alone */
  installation?: Omit<Installation, 'profile' | 'elkctl'>
  dialect: Dialect
  variables: Record<string, string>
  /** prefer `<name>.<variant>…json` where it exists, e.g. "keep" when nothing is ever deleted */
  variants: string[]
  /** by kind: objects that are named so in the data files get these names */
  rename: Partial<Record<string, Record<string, string>>>
  /** by kind: objects for other kinds of account, which are left out */
  without?: Partial<Record<string, string[]>>
  /** true: kinds that are only for those who want alerts, too */
  alerts?: boolean
  /** which alerts are left out, and thresholds instead of those in their files */
  alertChoice?: Choice
  /** kinds that are wanted; default: all */
  only?: string[]
  /** the folder that holds `templates`, `roles`, `dashboards`; default: elkctl's own */
  folder?: string
  /** default: files are taken as they are */
  check?: FormCheck
}

/**
 * Reads every data file of a profile: `<kind's folder>/…/<name>[.<variant>][.<dialect>].json`. Adding an object is adding a file.
 *
 * @throws ElkctlError files are broken: all that is wrong with them
 */
export function loadDefinitions(options: DefinitionOptions): Definition[] {
  const root = dataFolder(options.folder)
  const selected = kinds.filter(
    ({ api, name, onlyFor }) =>
      api[options.dialect] !== undefined &&
      // What is for Grafana is made of the saved objects (grafana-definitions.ts).
      (onlyFor === undefined || (onlyFor === 'alerts' && options.alerts === true)) &&
      (options.only?.includes(name) ?? true),
  )
  const files = bodiesOf(
    selected.flatMap((kind) => [
      ...chooseFiles(filesIn(root, ofProfile(kind.folder, options.profile)), options)
        .filter(({ name }) => options.without?.[kind.name]?.includes(name) !== true)
        .map(({ name, ...located }) => ({
          kind,
          name,
          file: located.file,
          read: readFile(located, formOf(kind.folder, name, options.dialect), options.variables, options.check),
        })),
      ...exportsFor(kind, root, options).map((object) => ({ kind, ...object })),
    ]),
  )
  return selected.flatMap((kind) => {
    const own = files.filter((file) => file.kind === kind).map(({ kind: _kind, read: _read, ...object }) => object)
    const wanted = kind.folder === alertFolder ? chosenFiles(own, options.alertChoice) : own
    const objects = kind.expand?.(wanted, installationOf(options)) ?? wanted
    return objects.map((object) => ({ kind, ...object, name: options.rename[kind.name]?.[object.name] ?? object.name }))
  })
}

/** Reads every file of a profile in a folder that no kind has. @throws ElkctlError as `loadDefinitions` */
export function loadFolder<Folder extends DataFolder>(
  folder: Folder,
  options: Pick<DefinitionOptions, 'folder' | 'profile' | 'variables' | 'check'>,
): { name: string; body: BodyIn<Folder> }[] {
  const root = dataFolder(options.folder)
  const files = filesIn(root, ofProfile(folder, options.profile)).map((located) => ({
    name: located.stem,
    read: readFile(located, formOf(folder, located.stem, 'elasticsearch'), options.variables, options.check),
  }))
  // What its schema takes has the type that is inferred from the schema.
  return bodiesOf(files).map(({ name, body }) => ({ name, body: body as BodyIn<Folder> }))
}

/** The objects that a dashboards server exported. */
const exportsFor = ({ folder }: ResourceKind, root: string, options: DefinitionOptions) =>
  folder === exportFolder
    ? chooseFiles(filesIn(root, ofProfile(folder, options.profile), exportExtension), options).flatMap((found) =>
        readExport(found, options.check),
      )
    : []

const installationOf = ({ profile, installation }: DefinitionOptions): Installation => ({
  ...(installation ?? { title: profile }),
  ...{ profile, elkctl: version },
})

/** Of the files for one object, the one that fits best: variant before none, dialect before none. */
function chooseFiles(
  files: LocatedFile[],
  { dialect, variants }: DefinitionOptions,
): (LocatedFile & { name: string })[] {
  const best = new Map<string, { located: LocatedFile; rank: number }>()
  for (const located of files) {
    const parts = located.stem.split('.')
    const written = dialects.find((candidate) => parts.at(-1) === candidate)
    if (written !== undefined && written !== dialect) continue
    if (written !== undefined) parts.pop()
    const variant = knownVariants.find((candidate) => parts.at(-1) === candidate)
    if (variant !== undefined && !variants.includes(variant)) continue
    if (variant !== undefined) parts.pop()
    const name = parts.join('.')
    const rank = (variant === undefined ? 0 : 2) + (written === undefined ? 0 : 1)
    if (rank >= (best.get(name)?.rank ?? 0)) best.set(name, { located, rank })
  }
  return [...best].map(([name, { located }]) => ({ name, ...located })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** `keep`: what to write when retention is 0 days, that is, when nothing is ever deleted. */
export const knownVariants = ['keep']
