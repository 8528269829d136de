/** A sample of a long table, evenly spread: `npm test` tries these, a file of test/release tries all. */
export const everyNth = <T>(all: readonly T[], n: number): T[] => all.filter((_, position) => position % n === 0)
