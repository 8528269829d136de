import { isObject, type JsonObject } from '../json.js'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { dataFolder, ofProfile } from '../data-files/folder.js'
import { brokenDataFile } from '../errors.js'
import { kinds } from '../kinds/index.js'
import { type DataFile, type ResourceKind } from '../kinds/kind.js'
import type { Dialect } from '../stack/flavors.js'

/** One object that should be on the stack, as its data file says, with its variables filled in. */
export interface Definition extends DataFile {
  kind: ResourceKind
}

export interface DefinitionOptions {
  profile: string
  dialect: Dialect
  variables: Record<string, string>
  /** prefer `<name>.<variant>…json` where it exists, e.g. "keep" when nothing is ever deleted */
  variants: string[]
  /** by kind: objects that are named so in the data files get these names */
  rename: Partial<Record<string, Record<string, string>>>
  /** by kind: objects for other kinds of account, which are left out */
  without?: Partial<Record<string, string[]>>
  /** kinds that are wanted; default: all */
  only?: string[]
  /** the folder that holds `templates`, `roles`, `dashboards`; default: elkctl's own */
  folder?: string
}

const dialects: Dialect[] = ['elasticsearch', 'opensearch']

/**
 * Reads every data file of a profile: `<kind's folder>/…/<name>[.<variant>][.<dialect>].json`. Adding an object is adding a file.
 *
 * @throws ElkctlError a file is broken
 */
export function loadDefinitions(options: DefinitionOptions): Definition[] {
  const root = dataFolder(options.folder, options.profile)
  return kinds
    .filter(({ api, name }) => api[options.dialect] !== undefined && (options.only?.includes(name) ?? true))
    .flatMap((kind) => {
      const without = options.without?.[kind.name] ?? []
      const chosen = chooseFiles(listFiles(join(root, ofProfile(kind.folder, options.profile))), options)
      const files = chosen
        .filter(({ name }) => !without.includes(name))
        .map(({ name, path }) => {
          const file = relative(root, path)
          return { name, file, body: readBody(path, file, options.variables) }
        })
      const objects = kind.expand?.(files) ?? files
      return objects.map((object) => ({
        kind,
        ...object,
        name: options.rename[kind.name]?.[object.name] ?? object.name,
      }))
    })
}

/** Reads every JSON file of a profile in a folder that no kind has: `templates/<profile>/checks`. */
export function loadFolder(
  folder: string,
  options: Pick<DefinitionOptions, 'folder' | 'profile' | 'variables'>,
): { name: string; body: JsonObject }[] {
  const root = dataFolder(options.folder, options.profile)
  return listFiles(join(root, ofProfile(folder, options.profile))).map(({ stem, path }) => ({
    name: stem,
    body: readBody(path, relative(root, path), options.variables),
  }))
}

interface FoundFile {
  path: string
  /** relative to the kind's folder, without `.json`; `/` between folders */
  stem: string
}

/** Of the files for one object, the one that fits best: variant before none, dialect before none. */
function chooseFiles(files: FoundFile[], { dialect, variants }: DefinitionOptions): { name: string; path: string }[] {
  const best = new Map<string, { path: string; rank: number }>()
  for (const { path, stem } of files) {
    const parts = stem.split('.')
    const written = dialects.find((candidate) => parts.at(-1) === candidate)
    if (written !== undefined && written !== dialect) continue
    if (written !== undefined) parts.pop()
    const variant = knownVariants.find((candidate) => parts.at(-1) === candidate)
    if (variant !== undefined && !variants.includes(variant)) continue
    if (variant !== undefined) parts.pop()
    const name = parts.join('.')
    const rank = (variant === undefined ? 0 : 2) + (written === undefined ? 0 : 1)
    if (rank >= (best.get(name)?.rank ?? 0)) best.set(name, { path, rank })
  }
  return [...best].map(([name, { path }]) => ({ name, path })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** `keep`: what to write when retention is 0 days, that is, when nothing is ever deleted. */
export const knownVariants = ['keep']

function readBody(path: string, file: string, variables: Record<string, string>): JsonObject {
  const broken = (why: string) => brokenDataFile(file, why, 'Correct the file; it must hold one JSON object.')
  const text = readFileSync(path, 'utf8').replace(/\$\{(\w+)\}/g, (_match, name: string) => {
    const value = variables[name]
    if (value === undefined) throw broken(`\${${name}} is not known; there are ${Object.keys(variables).join(', ')}`)
    return JSON.stringify(value).slice(1, -1)
  })
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error))
  }
  if (!isObject(body)) throw broken('it is not an object')
  return body
}

function listFiles(folder: string, prefix = ''): FoundFile[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return listFiles(path, `${prefix}${entry.name}/`)
    return entry.name.endsWith('.json') ? [{ path, stem: prefix + entry.name.slice(0, -'.json'.length) }] : []
  })
}
