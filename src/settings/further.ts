import type { FurtherSetting, Profile } from '../profiles/profile.js'
import type { Correction } from './correction.js'
import { fromJava, isStrftime } from '../date-format.js'
import { clashingPrefixes, type Prefix } from './clashing-prefixes.js'
import type { Find, SettingValue } from './find.js'
import { combined, invalid, valid, validated, type Validated } from './validated.js'
import { parseList, parseTruth } from './values.js'

export interface Further {
  /** variables of the data files */
  variables: Record<string, string>
  corrections: Correction[]
}

/** The further settings of an application. */
export function readFurther(profile: Profile, find: Find): Validated<Further> {
  const { settings, title } = profile
  const read = combined(
    Object.fromEntries(
      Object.entries(settings).map(([variable, setting]): [string, Validated<FurtherValue>] => {
        const given = find(setting.key)
        if (setting.type === 'strftime') return [variable, dateFormat(setting, given, title)]
        return [variable, given === undefined ? valid({ text: setting.default }) : valueOf(setting, given)]
      }),
    ),
  )
  const values = Object.entries(read.value)
  return validated(
    {
      variables: Object.fromEntries(values.map(([variable, { text }]) => [variable, text])),
      corrections: values.flatMap(([, { correction }]) => correction ?? []),
    },
    [...read.problems, ...clashingPrefixes(prefixesIn(profile, read.value), find)],
  )
}

/** Prefixes that settings say, and those that the application makes of one of them. */
function prefixesIn(
  { settings, variables, madePrefixes = {} }: Profile,
  values: Record<string, FurtherValue>,
): Prefix[] {
  const said = Object.fromEntries(Object.entries(values).map(([variable, { text }]) => [variable, text]))
  const made = variables?.(said) ?? {}
  const own = Object.entries(settings).filter(([, { type }]) => type === 'index prefix')
  return [
    ...own.map(([variable, { key }]) => ({ key, text: said[variable] ?? '', shown: `"${said[variable] ?? ''}"` })),
    ...Object.entries(madePrefixes).map(([variable, from]) => {
      const [key, text] = [settings[from]?.key ?? '', made[variable] ?? '']
      return { key, text, shown: `"${said[from] ?? ''}", which makes "${text}",` }
    }),
  ]
}

interface FurtherValue {
  text: string
  correction?: Correction
}

/** undefined: it is not set */
export function readBulkDocuments({ keys }: Profile, find: Find): Validated<number | undefined> {
  const { bulkDocuments: key } = keys
  const given = key === undefined ? undefined : find(key)
  if (key === undefined || given === undefined) return valid(undefined)
  const text = given.value.trim()
  if (/^[1-9]\d{0,5}$/.test(text)) return valid(Number(text))
  return invalid({ where: given.where, message: `${key}: "${text}" is not a whole number from 1 to 999999` })
}

function valueOf(setting: FurtherSetting, { value, where }: SettingValue): Validated<FurtherValue> {
  const { key, default: usual } = setting
  const text = value.trim()
  const parsed = parseSetting(setting, text)
  if ('text' in parsed) return valid(parsed)
  return validated({ text: usual }, [{ where, message: `${key}: "${text}" ${parsed.why}` }])
}

function parseSetting({ type, least = 0 }: FurtherSetting, text: string): { text: string } | { why: string } {
  const textIf = (isRight: boolean, why: string) => (isRight ? { text } : { why })
  switch (type) {
    case 'text':
    case 'strftime':
      return { text }
    case 'list':
      return { text: parseList(text).join(',') }
    case 'number':
      return textIf(/^-?\d+(\.\d+)?$/.test(text), 'is not a number')
    case 'whole number':
      return textIf(/^\d{1,6}$/.test(text) && Number(text) >= least, `is not a whole number from ${least} on`)
    case 'index prefix': {
      const why = whyNoIndexName(text)
      return why === undefined ? { text } : { why }
    }
    case 'truth': {
      const truth = parseTruth(text)
      return truth === undefined ? { why: 'is not true or false' } : { text: String(truth) }
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
  given: SettingValue | undefined,
  title: string,
): Validated<FurtherValue> {
  const text = given?.value.trim() ?? usual
  if (isStrftime(text)) return valid({ text })
  const meant = fromJava(text)
  if (meant === undefined) {
    const message = `${key}: "${text}" is not a format such as %Y.%m.%d`
    return validated({ text: usual }, [{ where: given?.where ?? key, message }])
  }
  const where = given === undefined ? `${key} is not set, and ${text} by default` : `${given.where}: ${key} is ${text}`
  const says = `${where}. ${title} passes it to strftime, where these letters are no date: its indices would end with -${text}, which every server refuses (names must be lowercase), and no document arrives. Write ${meant}; init --fix-settings does it`
  return valid({ text: meant, correction: { key, before: given?.value.trim(), value: meant, says } })
}
