/** Whether `name` matches `pattern`, where `*` stands for anything. */
export function matches(pattern: string, name: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('.*')}$`, 's').test(name)
}

/** Whether some name matches a pattern of the one list and a pattern of the other. */
export function overlap(some: string[], others: string[]): boolean {
  return some.some((a) => others.some((b) => haveCommonName(a, b)))
}

/** Walks both patterns at once; `seen` keeps two stars from costing more than one visit a pair of places. */
function haveCommonName(a: string, b: string, i = 0, j = 0, seen = new Set<string>()): boolean {
  if (i === a.length && j === b.length) return true
  const place = `${i},${j}`
  if (seen.has(place)) return false
  seen.add(place)
  const go = (nextI: number, nextJ: number): boolean => haveCommonName(a, b, nextI, nextJ, seen)
  if (a[i] === '*') return go(i + 1, j) || (j < b.length && go(i, j + 1))
  if (b[j] === '*') return go(i, j + 1) || (i < a.length && go(i + 1, j))
  return i < a.length && a[i] === b[j] && go(i + 1, j + 1)
}
