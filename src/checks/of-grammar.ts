import type { Profile } from '../profiles/profile.js'
import { readConfigurationFile } from '../settings/configuration-file.js'
import type { SettingsText } from '../settings/grammars/grammar.js'
import { grammarOf } from '../settings/grammars/index.js'
import { passed, problem, type Finding } from './finding.js'

/** A setting that stands in the value of another one: a line break is missing, and neither is read as it looks. */
const glued = ({ path, entries }: SettingsText, names: string[]): string[] =>
  entries.flatMap(({ name, value, line }) =>
    names
      .filter((other) => value.includes(`${other}=`))
      .map((other) => `${path}:${line}: ${other}= stands in the value of ${name}: put it on a line of its own`),
  )

const lineIn = (remark: string): number => Number(/:(\d+): /.exec(remark)?.[1] ?? 0)

/** Lines of the configuration file that are not read as they look. @throws ElkctlError (usage) it cannot be read */
export function findingsOfGrammar(path: string | undefined, profile: Profile): Finding[] {
  const file = path === undefined ? undefined : readConfigurationFile(path, false, profile)
  if (file === undefined) return []
  const names = Object.values(profile.keys)
  const remarks = [...grammarOf(profile.grammar).remarks(file, names), ...glued(file, names)].sort(
    (one, other) => lineIn(one) - lineIn(other),
  )
  if (remarks.length === 0) return [passed('settings.grammar', 'each line is read as it looks', { subject: file.path })]
  return remarks.map((remark) => {
    const [, line, words] = /:(\d+): (.*)$/s.exec(remark) ?? []
    return problem('settings.grammar', words ?? remark, {
      subject: file.path,
      place: { file: file.path, ...(line !== undefined && { line: Number(line) }) },
    })
  })
}
