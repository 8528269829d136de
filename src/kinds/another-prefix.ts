import type { Owner } from './kind.js'

/** What to do where index names are taken, as far as a setting says how they begin: "Choose another ELASTICSEARCH_LOG_INDEX_PREFIX". */
export function anotherPrefix(name: string, { prefixes }: Pick<Owner, 'prefixes'> = { prefixes: {} }): string {
  const [longest] = Object.keys(prefixes)
    .filter((prefix) => name === prefix || name.startsWith(`${prefix}-`))
    .sort((a, b) => b.length - a.length)
  const setting = longest === undefined ? undefined : prefixes[longest]
  return setting === undefined ? 'Choose other index names for one of both applications' : `Choose another ${setting}`
}
