/** "1 change", "2 changes", "1,200 documents" */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${withCommas(number)} ${number === 1 ? one : many}`

/** As `toLocaleString('en')` has it, without the tables of languages, which take longer to load than a plan takes to compare. */
export const withCommas = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',')
