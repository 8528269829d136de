import { Option, type Command } from 'commander'
import type { VerifyOptions } from '../commands/verify.js'
import type { Profile } from '../profiles/profile.js'
import { formats } from '../report/formats/names.js'
import { installationOptions, whatToDo } from './options/common.js'
import { grafanaOptions } from './options/grafana.js'
import type { Execute } from './user-commands.js'

export function verifyCommand(elkctl: Command, profile: Profile, execute: Execute): void {
  const verify = elkctl
    .command('verify')
    .description(
      'check that the stack is as init leaves it, that it is in health, and that the account signs in; writes nothing',
    )
    .optionsGroup(whatToDo)
    .option('--access', 'prove that the account has the rights that it needs, and no others')
    .option('--write-probe', 'also write a document of each kind as the account, read it back and remove it')
    .option(
      '--only <ids...>',
      'only these checks; * stands for anything: "stack.*" (elkctl explain lists them)',
      listed,
    )
    .option('--skip <ids...>', 'all checks but these', listed)
    .addOption(
      new Option('--fail-on <severity>', 'what ends with another exit code than 0')
        .choices(['warn', 'fail'])
        .default('fail'),
    )
  grafanaOptions(verify)
  installationOptions(verify, profile, formats).action((options: VerifyOptions) =>
    execute('verify', options, ({ verify }) => verify),
  )
}

/** With blanks between, or with commas as other options have them. */
const listed = (ids: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  ...ids.split(',').map((id) => id.trim()),
]
