import { catalogue, checkIds, type CatalogueEntry, type CheckId } from '../checks/catalogue/index.js'
import { expectKnown, selectChecks } from '../checks/selection.js'
import { exitCodes } from '../errors.js'

interface Entry extends CatalogueEntry {
  id: CheckId
}

/** Those that an id, or a pattern, names; all without one. @throws SettingsError there is none of that name */
export const entriesFor = (id: string | undefined): Entry[] => {
  if (id !== undefined) expectKnown('elkctl explain', id)
  const selected = selectChecks(id === undefined ? {} : { only: [id] })
  return checkIds.filter((one) => selected.has(one)).map((one) => ({ id: one, ...catalogue[one] }))
}

export function listing(entries: Entry[]): string {
  const width = Math.max(...entries.map(({ id }) => id.length))
  return entries.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity}  ${title}`).join('\n')
}

export const explanation = ({ id, title, severity, exit, means, why, mend, documented }: Entry): string =>
  [
    `${id}: ${title}`,
    `  What it means     ${means}`,
    `  Why it matters    ${why}`,
    `  How to mend it    ${mend}`,
    `  Severity          ${severity}${severity === 'warn' ? ' (counts with --fail-on warn)' : ''}; exit code ${exitCodes[exit].code}`,
    `  Documentation     ${documented.join(', ')}`,
  ].join('\n')
