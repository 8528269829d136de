import type { Command } from 'commander'
import { output } from './output.js'

/** `elkctl explain [ID]`: what a check means, why it matters, how to mend it. */
export function explainCommand(elkctl: Command): void {
  elkctl
    .command('explain [id]')
    .description('explain a check of verify, lint or doctor; without an ID: list the checks')
    .option('--json', 'print one JSON document instead of text')
    .exitOverride()
    .action(async (id: string | undefined, { json }: { json?: boolean }) => {
      const { entriesFor, explanation, listing } = await import('./explain.js')
      const entries = entriesFor(id)
      const text = id === undefined ? listing(entries) : entries.map(explanation).join('\n\n')
      output.out(`${json ? JSON.stringify({ checks: entries }, null, 2) : text}\n`)
      await output.settled()
    })
}
