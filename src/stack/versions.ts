/** Compares dotted version numbers ("7.10.2" > "7.8.0"); suffixes such as "-SNAPSHOT" do not count. Negative, 0 or positive. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

export const isVersion = (text: string): boolean => /^\d+(\.\d+){1,2}([.-][\w.-]+)?$/.test(text)

const numbers = (version: string): number[] => (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number)
