import type { Command } from 'commander'
import { output } from './output.js'

/** `elkctl profiles`: the applications, and where their settings are. */
export function profilesCommand(elkctl: Command): void {
  elkctl
    .command('profiles')
    .description('list the applications that --profile names')
    .option('--json', 'print one JSON document instead of text')
    .exitOverride()
    .action(async ({ json }: { json?: boolean }) => {
      const { asText, listed } = await import('./list-profiles.js')
      output.out(`${json ? JSON.stringify({ profiles: listed() }, null, 2) : asText()}\n`)
      await output.settled()
    })
}
