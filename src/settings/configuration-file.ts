import dotenv from 'dotenv'
import { ElkctlError } from '../errors.js'
import { parseEnv, type EnvEntry } from './grammars/literal-env.js'
import { readText } from '../files/files.js'

/** The application's configuration file, as it is read. */
export interface ConfigurationFile {
  path: string
  entries: EnvEntry[]
  text: string
}

/** @returns undefined only where it is optional and cannot be read. @throws ElkctlError (usage) */
export function readConfigurationFile(path: string, optional: boolean): ConfigurationFile | undefined {
  try {
    const text = readText(path, '--env-file')
    return { path, text, entries: parseEnv(text) }
  } catch (error) {
    if (optional && error instanceof ElkctlError) return undefined
    throw error
  }
}

/** What a person may not expect of this file: a name twice, or a value that other readers of .env files would take apart. */
export function remarks(file: ConfigurationFile, names: string[]): string[] {
  const elsewhere = dotenv.parse(file.text)
  return [...unread(file, names), ...named(file, names, elsewhere)]
}

/** A line that looks like a setting, and is none for OpenVidu: `export NAME=…`, `NAME: …`. It would pass in silence. */
function unread({ path, text, entries }: ConfigurationFile, names: string[]): string[] {
  return text.split(/\r\n|\n|\r/).flatMap((content, index) => {
    const name = /^[^\w#]*(?:(?:export|set)\s+)?[^\w#]*(\w+)[^\w#]*[:=]/i.exec(content)?.[1]
    if (name === undefined || !names.includes(name) || entries.some(({ line }) => line === index + 1)) return []
    return [`${path}:${index + 1}: this line is not read, because a setting must be written ${name}=value`]
  })
}

function named(file: ConfigurationFile, names: string[], elsewhere: Record<string, string>): string[] {
  return names.flatMap((name) => {
    const found = file.entries.filter((entry) => entry.name === name)
    const last = found.at(-1)
    if (last === undefined) return []
    const where = `${file.path}:${last.line}`
    const twice = found.some(({ value }) => value !== last.value)
      ? [`${where}: ${name} stands there ${found.length} times; the last one counts`]
      : []
    const literal =
      elsewhere[name] !== last.value.trim()
        ? [`${where}: ${name} is taken literally, as OpenVidu does: quotes, # and spaces belong to the value`]
        : []
    const spaced =
      /\s$/.test(last.value) && last.value.trim() !== '' ? [`${where}: the value of ${name} ends in a space`] : []
    return [...twice, ...literal, ...spaced]
  })
}
