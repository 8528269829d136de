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

/** By positions in both, without cutting anything off: each of hundreds of templates is compared with thousands. */
function overlap(a: string, b: string, inA = 0, inB = 0): boolean {
  let [at, other] = [inA, inB]
  while (at < a.length && other < b.length && a[at] !== '*' && b[other] !== '*')
    if (a[at++] !== b[other++]) return false
  if (at === a.length && other === b.length) return true
  if (a[at] === '*') return overlap(a, b, at + 1, other) || (other < b.length && overlap(a, b, at, other + 1))
  return b[other] === '*' && overlap(b, a, other, at)
}
