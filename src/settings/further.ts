import type { Problem } from '../errors.js'
import type { FurtherSetting, Profile } from '../profiles/profile.js'
import type { Find } from './find.js'
import { parseList, parseTruth } from './values.js'

/** The further settings of an application as variables of its data files. */
export function readFurther({ settings }: Profile, find: Find, problems: Problem[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([variable, setting]) => [variable, valueOf(setting, find, problems)]),
  )
}

function valueOf({ key, type, default: usual }: FurtherSetting, find: Find, problems: Problem[]): string {
  const found = find(key)
  if (found === undefined) return usual
  const text = found.value.trim()
  const wrong = (wanted: string) => {
    problems.push({ where: found.where, message: `${key}: "${text}" is not ${wanted}` })
    return usual
  }
  switch (type) {
    case 'text':
      return text
    case 'list':
      return parseList(text).join(',')
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? text : wrong('a number')
    case 'truth': {
      const truth = parseTruth(text)
      return truth === undefined ? wrong('true or false') : String(truth)
    }
  }
}
