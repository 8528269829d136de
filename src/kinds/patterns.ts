/** Whether some index name matches both of two lists of patterns, where `*` stands for anything. */
export function patternsOverlap(a: readonly string[], b: readonly string[]): boolean {
  return a.some((left) => b.some((right) => overlap(left, right)))
}

function overlap(a: string, b: string): boolean {
  if (a === '' && b === '') return true
  if (a.startsWith('*')) return overlap(a.slice(1), b) || (b !== '' && overlap(a, b.slice(1)))
  if (b.startsWith('*')) return overlap(b, a)
  return a !== '' && a[0] === b[0] && overlap(a.slice(1), b.slice(1))
}

/** Whether a name, or a pattern as it is written, falls under one of the patterns. */
export const matchesAny = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`, 's').test(name))

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
