import type { Choice, Named, Threshold } from '../alerts/choice.js'
import { withoutKey } from './alert-keys.js'
import type { SettingValue } from './find.js'
import type { Source } from './source.js'
import { combined, combinedList, valid, validated, type Validated } from './validated.js'
import { parseList } from './values.js'

/** What the command line says of single alerts. */
export interface AlertChoiceOptions {
  /** names, with * for any characters */
  withoutAlert?: string[]
  /** `NAME=WARN[,CRITICAL]` */
  threshold?: string[]
}

const thresholdKey = /^ELKCTL_ALERT_(?!CHANNEL$)(.+)$/

/** Which alerts are left out, and thresholds instead of those in their files; an option goes before a setting. */
export const readAlertChoice = (
  { withoutAlert, threshold = [] }: AlertChoiceOptions,
  { find, file }: Pick<Source, 'find' | 'file'>,
  environment: Record<string, string | undefined>,
): Validated<Required<Pick<Choice, 'thresholds' | 'without'>>> => {
  const keys = [...Object.keys(environment), ...(file?.entries ?? []).map(({ name }) => name)]
  const settings = [...new Set(keys)].flatMap((key) => {
    const name = thresholdKey.exec(key)?.[1]?.toLowerCase().replaceAll('_', '-')
    const setting = name === undefined ? undefined : find(key)
    return name === undefined || setting === undefined ? [] : [thresholdOf(name, setting)]
  })
  const options = threshold.map((text) => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [undefined, text]
    return thresholdOf(name, { value, where: '--threshold' })
  })
  return combined({
    thresholds: combinedList([...settings, ...options]),
    without: valid(leftOut(withoutAlert, find(withoutKey))),
  })
}

const leftOut = (names: string[] | undefined, setting: SettingValue | undefined): Named[] =>
  names?.map((name) => ({ name, where: '--without-alert' })) ??
  (setting === undefined ? [] : parseList(setting.value).map((name) => ({ name, where: setting.where })))

/** "80", "80,95" or ",95" */
function thresholdOf(name: string, { value, where }: SettingValue): Validated<Threshold> {
  const [, warn = '', critical = ''] =
    /^(-?\d+(?:\.\d+)?)?(?:,(-?\d+(?:\.\d+)?))?$/.exec(value.replaceAll(' ', '')) ?? []
  const threshold = {
    ...{ name, where },
    ...(warn !== '' && { warn: Number(warn) }),
    ...(critical !== '' && { critical: Number(critical) }),
  }
  if (warn + critical !== '') return valid(threshold)
  const message = `the threshold of ${name} is "${value}": write WARN, WARN,CRITICAL or ,CRITICAL, such as ${name}=80,95`
  return validated(threshold, [{ where, message }])
}
