import type { OtherTemplate } from '../../engine/other-templates.js'

/** One sentence each: whose indices get another template than they would without ours, or than ours. */
export const otherTemplateNotes = (others: OtherTemplate[]): string[] => others.map(otherTemplateText)

export function otherTemplateText({ ours, name, patterns, is, priorities, lost }: OtherTemplate): string {
  const other = `the template ${name} (${patterns.join(', ')}${priorityText(priorities.other)}), which elkctl did not make,`
  return is === 'hidden'
    ? `${other} no longer counts for new indices that ${ours}${inBrackets(priorities.ours)} is for as well${lostText(lost)}`
    : `${other} wins over ${ours}${inBrackets(priorities.ours)} for new indices that both are for${lostText(lost)}`
}

const priorityText = (priority: number | undefined): string =>
  priority === undefined ? ', legacy' : `, priority ${priority}`

const inBrackets = (priority: number | undefined): string => ` (${priorityText(priority).slice(2)})`

function lostText(lost: string[]): string {
  if (lost.length === 0) return ''
  const shown = lost.length <= 5 ? lost : [...lost.slice(0, 4), `${lost.length - 4} more`]
  return `: they lack ${shown.length === 1 ? String(shown[0]) : `${shown.slice(0, -1).join(', ')} and ${String(shown.at(-1))}`}`
}
