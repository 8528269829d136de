/** Whether a name, or a pattern as it is written, matches one of these patterns: `*` is anything, `?` one character. */
export const matchesAny = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => expression(pattern).test(name))

/** Thousands of indices are compared with the same few patterns. */
const expressions = new Map<string, RegExp>()

function expression(pattern: string): RegExp {
  const known = expressions.get(pattern)
  if (known) return known
  const source = escapeRegExp(pattern).replaceAll('\\*', '.*').replaceAll('\\?', '.')
  const made = new RegExp(`^${source}$`, 's')
  expressions.set(pattern, made)
  return made
}

export const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Whether some index name matches both of two lists of patterns, where `*` is anything. */
export function patternsOverlap(a: readonly string[], b: readonly string[]): boolean {
  return a.some((left) => b.some((right) => overlap(left, right)))
}

function overlap(a: string, b: string): boolean {
  if (a === '' && b === '') return true
  if (a.startsWith('*')) return overlap(a.slice(1), b) || (b !== '' && overlap(a, b.slice(1)))
  if (b.startsWith('*')) return overlap(b, a)
  return a !== '' && a[0] === b[0] && overlap(a.slice(1), b.slice(1))
}
