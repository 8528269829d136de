import { SettingsError } from '../errors.js'
import type { Source } from './source.js'
import { parseTruth } from './values.js'

/** Whether the application uses a stack at all, and why it does not, or not yet: a sentence without its full stop. */
export type Enabled = { is: true; says?: string } | { is: false; says: string }

/** Other settings may be missing or wrong where it is switched off. @throws SettingsError the setting is neither true nor false */
export function readEnabled({ profile: { enabled, title }, find }: Source): Enabled {
  if (enabled === undefined) return { is: true }
  const setting = find(enabled.key)
  if (setting === undefined)
    return enabled.default
      ? { is: true }
      : { is: true, says: `${enabled.key} is not set: ${title} sends nothing until it is true` }
  const truth = parseTruth(setting.value)
  if (truth === undefined)
    throw new SettingsError([
      { where: setting.where, message: `${enabled.key}: "${setting.value.trim()}" is not true or false` },
    ])
  return truth
    ? { is: true }
    : { is: false, says: `${enabled.key} is false (${setting.where}), so ${title} uses no stack` }
}
