import { InterruptedError, SettingsError } from '../errors.js'
import type { Run } from './run.js'

interface PasswordOptions {
  adminPasswordStdin?: boolean
  passwordStdin?: boolean
  adminPassword?: string
  password?: string
}

/** Fills in the password that standard input carries (or a person types, on a terminal). A line break at its end does not belong to it. */
export async function readPassword(options: PasswordOptions, run: Run): Promise<void> {
  if (options.adminPasswordStdin && options.passwordStdin)
    throw new SettingsError(
      [{ where: '--admin-password-stdin, --password-stdin', message: 'standard input can carry only one password' }],
      'Give the administrator’s in the environment: ELKCTL_ADMIN_PASSWORD.',
    )
  if (!options.adminPasswordStdin && !options.passwordStdin) return
  const flag = options.adminPasswordStdin ? '--admin-password-stdin' : '--password-stdin'
  const password =
    process.stdin.isTTY && run.questions
      ? await run.questions.ask(`${options.adminPasswordStdin ? 'Administrator’s' : 'New user’s'} password:`, {
          secret: true,
        })
      : await readAll(run.signal)
  run.redactor.add(password)
  if (password === '') throw new SettingsError([{ where: flag, message: 'standard input is empty' }])
  if (/[\r\n\0]/.test(password))
    throw new SettingsError([
      {
        where: flag,
        message: 'the password has a line break or a NUL in it, which neither .env nor Basic Auth can carry',
      },
    ])
  if (options.adminPasswordStdin) options.adminPassword = password
  else options.password = password
}

async function readAll(signal: AbortSignal): Promise<string> {
  const { stdin } = process
  stdin.setEncoding('utf8')
  signal.addEventListener('abort', () => stdin.destroy(), { once: true })
  let text = ''
  try {
    for await (const chunk of stdin) text += String(chunk)
  } catch (error) {
    // Ctrl-C closes it before its end.
    if (!signal.aborted) throw error
  }
  if (signal.aborted) throw new InterruptedError()
  return text.replace(/\r?\n$/, '')
}
