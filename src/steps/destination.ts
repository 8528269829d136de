import { SettingsError } from '../errors.js'
import type { Destination } from '../files/hand-over.js'
import { fileFlag } from '../settings/flags.js'
import type { Settings } from '../settings/settings.js'
import type { Run } from './run.js'

/** Where a new password goes. */
export interface DestinationOptions {
  dryRun?: boolean
  yes?: boolean
  writeEnv?: boolean
  credentialsFile?: string
}

/** The place that the options name, if they name one. */
export function destinationOf(options: DestinationOptions, settings: Settings): Destination | undefined {
  if (options.credentialsFile !== undefined) return { kind: 'credentials file', file: options.credentialsFile }
  return options.writeEnv && settings.envFile !== undefined ? { kind: 'env', file: settings.envFile } : undefined
}

/** @throws SettingsError when the options name two places, or one that is not there */
export function checkDestination(options: DestinationOptions, settings: Settings): void {
  if (options.writeEnv && options.credentialsFile !== undefined)
    throw new SettingsError([
      { where: '--write-env, --credentials-file', message: 'choose one destination for the password' },
    ])
  if (options.writeEnv && settings.envFile === undefined)
    throw new SettingsError([
      { where: '--write-env', message: `there is no file to write to: name it with ${fileFlag(settings.profile)}` },
    ])
  if (options.writeEnv && !canName(settings))
    throw new SettingsError(
      [
        {
          where: '--write-env',
          message: `${String(settings.envFile)} cannot name a user: ${settings.profile.title} takes its password for that of ${settings.profile.users.service}`,
        },
      ],
      'Use --credentials-file FILE.',
    )
}

/** Somebody may have chosen the password in the file for this very user, and given it to others. */
export function replacedPassword(
  destination: Destination | undefined,
  options: { password?: string; resetPassword?: boolean },
  { account, fileAccount }: Settings,
): string | undefined {
  return destination?.kind !== 'env' ||
    options.resetPassword === true ||
    fileAccount?.username !== account.username ||
    fileAccount.password === options.password
    ? undefined
    : `the password of ${account.username} in ${destination.file} is replaced by a new one; to keep it, give it with --password-stdin`
}

/** The file of an application that names no user is for its usual one. */
const canName = ({ profile: { keys, users }, account }: Settings): boolean =>
  keys.username !== undefined || account.username === users.service

/** Asks on the terminal; undefined: there is no terminal. @throws SettingsError with --yes, which forbids questions */
export async function chooseDestination(
  { yes }: DestinationOptions,
  settings: Settings,
  { prompts }: Run,
): Promise<Destination | undefined> {
  if (yes)
    throw new SettingsError(
      [{ where: '--yes', message: 'there is no destination for the password of the new user' }],
      'Add --write-env (into the configuration file) or --credentials-file FILE (a new file of mode 600).',
    )
  if (prompts === undefined) return undefined
  const inEnv =
    settings.envFile === undefined || !canName(settings)
      ? []
      : [{ name: `${settings.envFile} (a backup is kept beside it)`, value: 'env' as const }]
  const choice = await prompts.choose(`Where does the password of ${settings.account.username} go?`, [
    ...inEnv,
    { name: 'a new file, mode 600', value: 'file' as const },
  ])
  if (choice === 'env' && settings.envFile !== undefined) return { kind: 'env', file: settings.envFile }
  return { kind: 'credentials file', file: (await prompts.ask('Name of the new file:')).trim() }
}
