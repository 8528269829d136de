import type { Plan } from '../../engine/plan.js'

/** "index template a was edited by hand", of all that a person edited and that stays so. */
export function editedByHand({ changes }: Plan): string | undefined {
  const names = changes.filter(({ action }) => action === 'kept').map(({ kind, name }) => `${kind.name} ${name}`)
  if (names.length === 0) return undefined
  const listed = names.length > 6 ? [...names.slice(0, 5), `${names.length - 5} more`] : names
  return `${listed.join(', ')} ${names.length === 1 ? 'was' : 'were'} edited by hand`
}

/** What is said of them where something could be done about it. */
export function keptEdits(plan: Plan): string[] {
  const edited = editedByHand(plan)
  return edited === undefined ? [] : [`${edited} since elkctl wrote it, and kept: --overwrite replaces that`]
}
