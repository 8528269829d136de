import { SettingsError } from '../../errors.js'
import { credentialsIn, type Destination } from '../../files/hand-over.js'
import type { Settings } from '../../settings/settings.js'
import type { StackOptions } from '../../steps/read-settings.js'
import type { Run } from '../../steps/run.js'
import { warn } from '../../steps/warn.js'

export interface RotateOptions extends StackOptions {
  dryRun?: boolean
  yes?: boolean
  credentialsFile?: string
  /** the new password, from standard input */
  password?: string
}

/** Whose password changes, and where the new one goes. */
export interface RotationTarget {
  username: string
  /** the password that it has now, where the configuration file holds it */
  old: string | undefined
  /** undefined: the user who gave the new password knows it */
  destination: Destination | undefined
}

/** The user named, else the one in the configuration file, whose password is changed there too. @throws SettingsError */
export function rotationTarget(options: RotateOptions, settings: Settings, run: Run): RotationTarget {
  const { envFile, profile } = settings
  const inFile = credentialsIn(envFile, profile)
  const username = options.username ?? inFile.username ?? settings.account.username
  const isInFile = envFile !== undefined && inFile.username === username
  const old = isInFile ? inFile.password : undefined
  run.redactor.add(old)
  if (options.credentialsFile !== undefined) {
    if (isInFile)
      warn(
        `${envFile} names ${username} too and keeps the old password, which will stop working: put the new one there yourself`,
        run,
      )
    return { username, old, destination: { kind: 'credentials file', file: options.credentialsFile } }
  }
  if (isInFile) return { username, old, destination: { kind: 'env', file: envFile } }
  if (options.password === undefined)
    throw new SettingsError(
      [
        {
          where: 'rotate-password',
          message: `there is no destination for the new password of ${username}: ${whomItNames(envFile, inFile.username)}`,
        },
      ],
      'Add --credentials-file FILE (a new file of mode 600), or give the password with --password-stdin.',
    )
  return { username, old, destination: undefined }
}

const whomItNames = (file: string | undefined, username: string | undefined): string =>
  file === undefined ? 'there is no configuration file' : `${file} names ${username ?? 'no user'}`
