import { escapeRegExp } from '../patterns.js'
import type { Profile } from '../profiles/profile.js'
import type { SettingsText } from './grammars/grammar.js'
import { grammarOf } from './grammars/index.js'
import { settingsOf } from './profiles-for-file.js'

/** Lines of the configuration file that are not read as they look, in its order: "file:line: sentence" without its full stop. */
export function remarksOn(file: SettingsText, profile: Profile): string[] {
  const names = settingsOf(profile)
  return [...grammarOf(profile.grammar).remarks(file, names), ...glued(file, names)].sort(
    (one, other) => lineIn(one) - lineIn(other),
  )
}

/** A setting that stands in the value of another one: a line break is missing, and neither is read as it looks. */
const glued = ({ path, entries }: SettingsText, names: string[]): string[] =>
  entries.flatMap(({ name, value, line }) => {
    const within = names.filter((other) => new RegExp(`${escapeRegExp(other)}[ \\t]*=`).test(value))
    return within
      .filter((one) => !within.some((other) => other !== one && other.endsWith(one)))
      .map((one) => `${path}:${line}: ${one}= stands in the value of ${name}: put it on a line of its own`)
  })

const lineIn = (remark: string): number => Number(/:(\d+): /.exec(remark)?.[1] ?? 0)
