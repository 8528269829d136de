import type { Profile } from '../profiles/profile.js'
import { readConfigurationFile } from '../settings/configuration-file.js'
import { remarksOn } from '../settings/remarks.js'
import { passed, problem, type Finding } from './finding.js'

/** Lines of the configuration file that are not read as they look. @throws ElkctlError (usage) it cannot be read */
export function findingsOfGrammar(path: string | undefined, profile: Profile): Finding[] {
  const file = path === undefined ? undefined : readConfigurationFile(path, false, profile)
  if (file === undefined) return []
  const remarks = remarksOn(file, profile)
  if (remarks.length === 0) return [passed('settings.grammar', 'each line is read as it looks', { subject: file.path })]
  return remarks.map((remark) => {
    const [, line, words] = /:(\d+): (.*)$/s.exec(remark) ?? []
    return problem('settings.grammar', words ?? remark, {
      subject: file.path,
      place: { file: file.path, ...(line !== undefined && { line: Number(line) }) },
    })
  })
}
