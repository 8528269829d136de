import type { Problem } from '../errors.js'
import type { Find } from './find.js'

/** The beginning of index names. */
export interface Prefix {
  /** the setting that it comes from */
  key: string
  text: string
  /** the value of the setting, and what the application makes of it */
  shown: string
}

/** Templates are for `<prefix>-*`: what is made for one prefix would count for the indices of the other, too. One problem for two settings. */
export function clashingPrefixes(prefixes: Prefix[], find: Find): Problem[] {
  const clashes = prefixes.flatMap((prefix, position) =>
    prefixes
      .slice(0, position)
      .filter(
        (other) => other.key !== prefix.key && (covers(other.text, prefix.text) || covers(prefix.text, other.text)),
      )
      .map((other) => ({ prefix, other })),
  )
  const isFirst = ({ prefix, other }: (typeof clashes)[number], index: number) =>
    clashes.findIndex((clash) => clash.prefix.key === prefix.key && clash.other.key === other.key) === index
  return clashes.filter(isFirst).map(({ prefix, other }) => problem(prefix, other, find))
}

const covers = (prefix: string, other: string): boolean => other === prefix || other.startsWith(`${prefix}-`)

function problem(prefix: Prefix, other: Prefix, find: Find): Problem {
  const { key, text, shown } = prefix
  const why =
    text === other.text
      ? 'both begin the same names'
      : covers(text, other.text)
        ? `${text}-* covers ${other.text}-*`
        : `${other.text}-* covers ${text}-*`
  return {
    where: find(key)?.where ?? key,
    message: `${key}: ${shown} and ${other.key}: ${other.shown} clash (${why}), and what is made for one would count for the other; choose another prefix`,
  }
}
