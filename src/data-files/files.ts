import { isUtf8 } from 'node:buffer'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface LocatedFile {
  path: string
  /** relative to the data folder, for messages */
  file: string
  /** relative to the folder of its form, without `.json`; `/` between folders */
  stem: string
}

/** Below `dashboards/<profile>`, beside our own sources: what a dashboards server exports. */
export const exportExtension = '.ndjson'

/** The files below a folder of the data folder; none where it is not there. One that cannot be listed is among them: reading it says why. */
export function filesIn(root: string, folder: string, extension = '.json'): LocatedFile[] {
  const top = join(root, folder)
  return pathsIn(top, extension).map((path) => {
    // `relative` would go through the working folder for each of them.
    const below = path.slice(top.length + 1)
    return {
      path,
      file: join(folder, below).replace(/[\\/]$/, ''),
      stem: below.replace(/\.\w+$/, '').replaceAll('\\', '/'),
    }
  })
}

function pathsIn(top: string, extension: string): string[] {
  try {
    return readdirSync(top, { recursive: true, withFileTypes: true })
      .filter(({ name }) => name.endsWith(extension))
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    const { code, path = top } = error as NodeJS.ErrnoException
    // With the slash it is no file that could be read in its place.
    return code === 'ENOENT' ? [] : [`${path}/`]
  }
}

/** Far above what a person writes, and what a dashboards server exports. */
const mostMegabytes = 64

/** The text of a file; a list: why it cannot be read. */
export function textIn({ path }: Pick<LocatedFile, 'path'>): string | [string] {
  try {
    const about = statSync(path)
    if (about.isDirectory()) {
      readdirSync(path)
      return ['it is a folder, where a file should be']
    }
    if (!about.isFile()) return ['it is not a file']
    if (about.size > mostMegabytes * 2 ** 20)
      return [`it is larger than ${mostMegabytes} MB, the most that elkctl reads`]
    return decoded(readFileSync(path))
  } catch (error) {
    return [whyUnreadable(error)]
  }
}

/** UTF-8, with or without its mark in front. */
function decoded(bytes: Buffer): string | [string] {
  if (!isUtf8(bytes) || bytes.includes(0)) return ['it is not written in UTF-8; save it in that encoding']
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  return text.trim() === '' ? ['it is empty'] : text
}

const reasons: Record<string, string> = {
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  ELOOP: 'it is a symbolic link that leads back to itself',
  ENOENT: 'it is a symbolic link to nothing',
  ENOTDIR: 'what should be a folder is a file',
}

function whyUnreadable(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  return reasons[code] ?? `it cannot be read: ${message}`
}
