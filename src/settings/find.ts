import type { SettingsText } from './grammars/grammar.js'

/** A value, and where it stands: `file:line`, an option or an environment variable. */
export interface SettingValue {
  value: string
  where: string
}

/** Looks a setting up by its name in the application's configuration. undefined: it is not set */
export type Find = (name: string) => SettingValue | undefined

/** The environment goes before the file, where the last of a name counts. What is empty is not set, and what `counts` says no to. */
export const finder =
  (
    environment: Record<string, string | undefined>,
    file: SettingsText | undefined,
    counts: (value: string) => boolean = () => true,
  ): Find =>
  (name) => {
    const fromEnvironment = environment[name]
    if (fromEnvironment !== undefined && fromEnvironment !== '' && counts(fromEnvironment))
      return { value: fromEnvironment, where: `environment ${name}` }
    const entry = file?.entries.findLast((candidate) => candidate.name === name)
    return file && entry && entry.value.trim() !== '' && counts(entry.value)
      ? { value: entry.value, where: `${file.path}:${entry.line}` }
      : undefined
  }
