export type Comparator = '>' | '>=' | '<' | '<='

/** Critical is not before warn, on the side to which the comparator looks. */
export const inOrder = (comparator: Comparator, warn: number | undefined, critical: number | undefined): boolean =>
  warn === undefined || critical === undefined || (looksUp(comparator) ? critical >= warn : critical <= warn)

/** The more, the worse. */
export const looksUp = (comparator: Comparator): boolean => comparator.startsWith('>')
