import type { Command } from 'commander'
import { version } from '../version.js'
import { output } from './output.js'

/** `elkctl version`: what a report of a bug should name. */
export function versionCommand(elkctl: Command): void {
  elkctl
    .command('version')
    .description('show the version of elkctl and of the Node that runs it')
    .option('--json', 'print one JSON document instead of text')
    .exitOverride()
    .action(async ({ json }: { json?: boolean }) => {
      const about = { version, node: process.versions.node, platform: `${process.platform}-${process.arch}` }
      output.out(
        json ? `${JSON.stringify(about, null, 2)}\n` : `elkctl ${version}, Node ${about.node}, ${about.platform}\n`,
      )
      await output.settled()
    })
}
