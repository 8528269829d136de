import { similarNames } from '../similar-names.js'
import { settingsOf } from './profiles-for-file.js'
import type { Source } from './source.js'

/**
 * Names in the configuration file that are nearly that of a setting which is not set: sentences without their full stop. Other programs have settings in the
 * same file: only names are looked at that begin as several settings of the application do.
 */
export function misspelt({ profile, file, find }: Source): string[] {
  if (file === undefined) return []
  const names = settingsOf(profile)
  const isKnown = (name: string) => [...names, ...profile.remarks.map((remark) => remark.name)].includes(name)
  const missing = names.filter((name) => find(name) === undefined)
  return file.entries.flatMap(({ name, line }) => {
    const meant = isKnown(name) ? undefined : missing.find((candidate) => isNearly(name, candidate, names))
    return meant === undefined
      ? []
      : [`${file.path}:${line}: ${name} is not read (did you mean ${meant}, which is not set?)`]
  })
}

/** Behind the beginning that both have: as it is written, cut short, or with its words in another order. */
function isNearly(name: string, setting: string, settings: string[]): boolean {
  const beginning = sharedBeginning(setting, settings)
  if (beginning === '' || !name.startsWith(beginning)) return false
  const [written, meant] = [name.slice(beginning.length), setting.slice(beginning.length)]
  return (
    (written.length >= 4 && meant.startsWith(written)) ||
    similarNames(written, [meant]).length > 0 ||
    similarNames(inOrder(written), [inOrder(meant)]).length > 0
  )
}

/** The longest beginning of whole words that another setting has too; empty: none */
function sharedBeginning(setting: string, settings: string[]): string {
  const beginnings = [...setting.matchAll(/[_.]/g)].map(({ index }) => setting.slice(0, index + 1))
  const isShared = (beginning: string) => settings.some((other) => other !== setting && other.startsWith(beginning))
  return beginnings.findLast(isShared) ?? ''
}

const inOrder = (name: string): string => name.split(/[_.]/).sort().join('_')
