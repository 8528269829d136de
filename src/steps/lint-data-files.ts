import { join } from 'node:path'
import { passed, problem, type Finding } from '../checks/finding.js'
import { dataFolder, expectDataFolder } from '../data-files/folder.js'
import { textIn } from '../data-files/files.js'
import { DataFileError, type DataProblem } from '../errors.js'
import type { Profile } from '../profiles/profile.js'
import { defaultVariables } from '../profiles/variables.js'

/** Every data file of an application, for both dialects, with a retention and without. @throws ElkctlError the folder is not one of data files */
export async function lintDataFiles(profile: Profile, data: string | undefined): Promise<Finding[]> {
  const { checkDataFiles, formsOf } = await import('../engine/check-data.js')
  const { formCheck } = await import('../data-files/check-form.js')
  if (data !== undefined) expectDataFolder(data, profile.name)
  const of = { folder: dataFolder(data), profile: profile.name }
  const variables = defaultVariables(profile)
  const check = await formCheck(formsOf(of))
  try {
    for (const retentionDays of [variables['retentionDays'] ?? '1', '0'])
      checkDataFiles({ ...of, variables: { ...variables, retentionDays } }, check)
    return [passed('settings.data-file', `the data files of ${profile.title} have their form`, { subject: of.folder })]
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error
    return error.problems.map((one) => findingOf(one, of.folder))
  }
}

function findingOf({ file, problem: words, form }: DataProblem, folder: string): Finding {
  const path = join(folder, file)
  const line = lineIn(path, words)
  return problem('settings.data-file', words, {
    subject: file,
    place: { file: path, ...(line !== undefined && { line }) },
    ...(form !== undefined && { hint: `${form} describes its form.` }),
  })
}

/** Where JSON stops being JSON, the message has the position: variables are filled in by then, and none has a line break. */
function lineIn(path: string, words: string): number | undefined {
  const position = /at position (\d+)/.exec(words)?.[1]
  const text = textIn({ path })
  if (position === undefined || typeof text !== 'string') return undefined
  return text.slice(0, Number(position)).split('\n').length
}
