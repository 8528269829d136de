import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { readText } from '../../files/read-text.js'

type Environment = Record<string, string | undefined>

/** What AWS's two files say of a profile, the credentials file before the configuration file. undefined: neither knows it. */
export function readAwsProfile(
  name: string,
  environment: Environment,
): { settings: Map<string, string> | undefined; files: string[] } {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? homedir()
  const credentials = environment['AWS_SHARED_CREDENTIALS_FILE'] || join(home, '.aws', 'credentials')
  const config = environment['AWS_CONFIG_FILE'] || join(home, '.aws', 'config')
  const entries = [
    { file: config, setting: 'AWS_CONFIG_FILE', section: name === 'default' ? 'default' : `profile ${name}` },
    { file: credentials, setting: 'AWS_SHARED_CREDENTIALS_FILE', section: name },
  ].flatMap(({ file, setting, section }) => {
    const settings = existsSync(file) ? sectionsOf(readText(file, setting)).get(section) : undefined
    return settings ? [...settings] : []
  })
  return { settings: entries.length > 0 ? new Map(entries) : undefined, files: [credentials, config] }
}

/** Sections with their `name = value`. https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
export function sectionsOf(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>()
  let current: Map<string, string> | undefined
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const header = /^\[\s*([^\]]+?)\s*\]/.exec(line)?.[1]?.replace(/\s+/g, ' ')
    if (header !== undefined) {
      current = sections.get(header) ?? new Map<string, string>()
      sections.set(header, current)
    } else if (!/^\s|^[#;]/.test(line)) {
      // An indented line belongs to a nested setting, of which none matters here.
      const [, name, value] = /^([^=\s]+)\s*=\s*(.*?)(?:\s+[#;].*)?\s*$/.exec(line) ?? []
      if (name !== undefined && value !== undefined) current?.set(name.toLowerCase(), value)
    }
  }
  return sections
}
