import type { Problem } from '../errors.js'
import type { FurtherSetting, Profile } from '../profiles/profile.js'
import type { Correction } from './correction.js'
import { fromJava, isStrftime } from './date-format.js'
import type { Find, SettingValue } from './find.js'
import { parseList, parseTruth } from './values.js'

export interface Further {
  /** variables of the data files */
  variables: Record<string, string>
  corrections: Correction[]
}

/** The further settings of an application. */
export function readFurther({ settings, title }: Profile, find: Find, problems: Problem[]): Further {
  const corrections: Correction[] = []
  const variables = Object.entries(settings).map(([variable, setting]): [string, string] => {
    const found = find(setting.key)
    if (setting.type === 'strftime') return [variable, dateFormat(setting, found, title, corrections, problems)]
    return [variable, found === undefined ? setting.default : valueOf(setting, found, problems)]
  })
  return { variables: Object.fromEntries(variables), corrections }
}

/** undefined: it is not set */
export function readBulkDocuments({ keys }: Profile, find: Find, problems: Problem[]): number | undefined {
  const { bulkDocuments: key } = keys
  const found = key === undefined ? undefined : find(key)
  if (key === undefined || found === undefined) return undefined
  const text = found.value.trim()
  if (!/^[1-9]\d{0,5}$/.test(text))
    problems.push({ where: found.where, message: `${key}: "${text}" is not a whole number from 1 to 999999` })
  return Number(text)
}

function valueOf(
  { key, type, least = 0, default: usual }: FurtherSetting,
  found: SettingValue,
  problems: Problem[],
): string {
  const text = found.value.trim()
  const wrong = (why: string) => {
    problems.push({ where: found.where, message: `${key}: "${text}" ${why}` })
    return usual
  }
  switch (type) {
    case 'text':
    case 'strftime':
      return text
    case 'list':
      return parseList(text).join(',')
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? text : wrong('is not a number')
    case 'whole number':
      return /^\d{1,6}$/.test(text) && Number(text) >= least ? text : wrong(`is not a whole number from ${least} on`)
    case 'index prefix': {
      const why = whyNoIndexName(text)
      return why === undefined ? text : wrong(why)
    }
    case 'truth': {
      const truth = parseTruth(text)
      return truth === undefined ? wrong('is not true or false') : String(truth)
    }
  }
}

/** https://www.elastic.co/guide/en/elasticsearch/reference/7.10/indices-create-index.html#indices-create-api-path-params */
function whyNoIndexName(text: string): string | undefined {
  if (text !== text.toLowerCase()) return 'has an upper-case letter, which no index name may have'
  if (/[\\/*?"<>|,#:\s]/.test(text)) return 'has a character that no index name may have'
  return /^[-_+.]/.test(text) ? 'begins with a character with which no index name may begin' : undefined
}

/**
 * A format in Java's letters is text to strftime: the date is missing in every index name, and its upper-case letters make servers refuse the name.
 * elkctl goes on with what was meant.
 */
function dateFormat(
  { key, default: usual }: FurtherSetting,
  found: SettingValue | undefined,
  title: string,
  corrections: Correction[],
  problems: Problem[],
): string {
  const text = found?.value.trim() ?? usual
  if (isStrftime(text)) return text
  const meant = fromJava(text)
  if (meant === undefined) {
    problems.push({ where: found?.where ?? key, message: `${key}: "${text}" is not a format such as %Y.%m.%d` })
    return usual
  }
  const where = found === undefined ? `${key} is not set, and ${text} by default` : `${found.where}: ${key} is ${text}`
  corrections.push({
    key,
    value: meant,
    says: `${where}. ${title} passes it to strftime, where these letters are no date: its indices would end with -${text}, which every server refuses (names must be lowercase), and no document arrives. Write ${meant}; init --fix-settings does it`,
  })
  return meant
}
