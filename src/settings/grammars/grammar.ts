/** One setting, as it stands in a file. */
export interface Entry {
  name: string
  /** a list has commas between its members */
  value: string
  /** counted from 1 */
  line: number
}

/** The text of a file with settings, and what was read in it. */
export interface SettingsText {
  path: string
  text: string
  entries: Entry[]
}

/** How settings are written in a file. */
export interface Grammar {
  /** Every setting in the order of the file; the last of a name counts. @throws SettingsError that names `path:line` */
  read: (text: string, path: string) => Entry[]
  /**
   * The same text with other values; comments and everything else stay. A name that is not there is added.
   *
   * @throws SettingsError when this grammar cannot carry a value
   */
  replace: (text: string, values: Record<string, string>, path: string) => string
  /** How a person sets one of this name, where "set it" does not say it: the file calls it otherwise than the environment. */
  howToSet?: (name: string) => string
  /** What a person may not expect of how these settings are read. */
  remarks: (file: SettingsText, names: string[]) => string[]
}
