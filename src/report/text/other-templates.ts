import type { OtherTemplate } from '../../engine/other-templates.js'

/** One sentence each: whose indices get another template than they would without ours, or than ours. */
export const otherTemplateNotes = (others: OtherTemplate[]): string[] =>
  others.map(({ ours, name, patterns, is }) =>
    is === 'hidden'
      ? `the template ${name} (${patterns.join(', ')}), which elkctl did not make, no longer counts for new indices that ${ours} is for as well`
      : `the template ${name} (${patterns.join(', ')}), which elkctl did not make, has a higher priority than ${ours}, and counts alone for indices that both are for`,
  )
