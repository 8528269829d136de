import type { Profile } from '../profiles/profile.js'
import type { Find, SettingValue } from './find.js'

/** A setting of the application that an option carries too. */
export type OptionSetting = 'searchUrl' | 'dashboardsUrl' | 'retentionDays'

/** What options say of settings. Some options have a second spelling: messages name the one that was written. */
export interface GivenSettings extends Partial<Record<OptionSetting, string>> {
  release?: string
  /** how an option was spelled, where it was not as usual */
  spelled?: Partial<Record<OptionSetting | 'release' | 'reindex' | 'envFile', string>>
}

const usual: Record<OptionSetting, string> = {
  searchUrl: '--search-url',
  dashboardsUrl: '--dashboards-url',
  retentionDays: '--retention-days',
}

export const flagOf = (setting: OptionSetting, { spelled }: GivenSettings): string =>
  spelled?.[setting] ?? usual[setting]

/** `--release <release>` → `--release` */
export const flagIn = ({ flags }: { flags: string }): string => String(flags.split(' ')[0])

/** The option that names the application's configuration file, as it was written, or as the application calls it. */
export const fileFlag = ({ fileOption }: Pick<Profile, 'fileOption'>, { spelled }: GivenSettings = {}): string =>
  spelled?.envFile ?? (fileOption === undefined ? '--env-file' : flagIn(fileOption))

/** An option goes before the application's configuration. */
export const withOptions =
  (options: GivenSettings, { keys }: Profile, find: Find) =>
  (setting: OptionSetting): SettingValue | undefined => {
    const value = options[setting]
    if (value !== undefined) return { value, where: flagOf(setting, options) }
    const name = keys[setting]
    return name === undefined ? undefined : find(name)
  }
