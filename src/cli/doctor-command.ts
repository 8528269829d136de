import type { Command } from 'commander'
import type { DoctorOptions } from '../commands/doctor.js'
import type { Profile } from '../profiles/profile.js'
import { formats } from '../report/formats/names.js'
import { installationOptions, whatToDo } from './options/common.js'
import type { Execute } from './user-commands.js'

export function doctorCommand(elkctl: Command, profile: Profile, execute: Execute): void {
  const command = elkctl
    .command('doctor')
    .description('find out what is wrong, in order: file, settings, network, TLS, who answers, sign-in, then verify')
    .optionsGroup(whatToDo)
    .option('--access', 'also prove the rights of the account')
    .option('--trace <file>', 'log each request into a new file of mode 600, for the report of a bug; without secrets')
  installationOptions(command, profile, formats).action((options: DoctorOptions) =>
    execute('doctor', options, ({ doctor }) => doctor),
  )
}
