import { InterruptedError, SettingsError } from '../errors.js'
import { runSecretCommand } from '../settings/sign-in/secret-command.js'
import { checkSecret, readSecretFile } from '../settings/sign-in/secret-file.js'
import type { Run } from '../steps/run.js'
import { warn } from '../steps/warn.js'

/** The options that carry secrets, or say where they come from. */
export interface SecretOptions {
  adminPassword?: string
  adminPasswordStdin?: boolean
  adminPasswordFile?: string
  adminPasswordCommand?: string
  apiKeyStdin?: boolean
  passwordStdin?: boolean
}

/** What was read. */
export interface Secrets {
  adminPassword?: string
  /** the administrator's API key */
  apiKey?: string
  /** the new user's password */
  password?: string
}

type Flag = 'adminPasswordStdin' | 'apiKeyStdin' | 'passwordStdin'

const onStandardInput: Record<Flag, { option: string; target: keyof Secrets; ask: string }> = {
  adminPasswordStdin: { option: '--admin-password-stdin', target: 'adminPassword', ask: 'Administrator’s password:' },
  apiKeyStdin: { option: '--api-key-stdin', target: 'apiKey', ask: 'API key:' },
  passwordStdin: { option: '--password-stdin', target: 'password', ask: 'New user’s password:' },
}

/** The secrets that standard input, a file, a command or (against all advice) an argument carries. */
export async function readSecrets(options: SecretOptions, run: Run): Promise<Secrets> {
  run.redactor.add(options.adminPassword)
  refuseSeveral(options)
  if (options.adminPassword !== undefined)
    warn(
      '--admin-password: everybody on this machine can read it in the list of processes, and the shell keeps it in its history; --admin-password-stdin, --admin-password-file and --admin-password-command do not show it',
      run,
    )
  if (options.adminPasswordFile !== undefined) {
    const { secret, note } = readSecretFile(options.adminPasswordFile, '--admin-password-file')
    run.redactor.add(secret)
    if (note !== undefined) warn(note, run)
    return withStandardInput(
      { adminPassword: checkSecret(secret, '--admin-password-file', options.adminPasswordFile) },
      options,
      run,
    )
  }
  if (options.adminPasswordCommand !== undefined) {
    const secret = await runSecretCommand(options.adminPasswordCommand, {
      signal: run.signal,
      stdinIsTaken: options.passwordStdin ?? false,
      onOutput: (text) => {
        run.redactor.add(text)
      },
    })
    return withStandardInput(
      { adminPassword: checkSecret(secret, '--admin-password-command', 'what the command printed') },
      options,
      run,
    )
  }
  return withStandardInput({}, options, run)
}

/** Standard input carries one secret at the most. */
async function withStandardInput(secrets: Secrets, options: SecretOptions, run: Run): Promise<Secrets> {
  const flag = (Object.keys(onStandardInput) as Flag[]).find((candidate) => options[candidate])
  return flag === undefined
    ? secrets
    : { ...secrets, [onStandardInput[flag].target]: await readStandardInput(flag, run) }
}

/** @throws SettingsError when one thing is said in two ways */
function refuseSeveral(options: SecretOptions): void {
  const stdin = (Object.keys(onStandardInput) as Flag[]).filter((flag) => options[flag])
  if (stdin.length > 1)
    throw new SettingsError(
      [
        {
          where: stdin.map((flag) => onStandardInput[flag].option).join(', '),
          message: 'standard input can carry only one password',
        },
      ],
      'Give the administrator’s in the environment (ELKCTL_ADMIN_PASSWORD), or with --admin-password-file or --admin-password-command.',
    )
  const ways = [
    options.adminPassword !== undefined && '--admin-password',
    options.adminPasswordStdin && '--admin-password-stdin',
    options.adminPasswordFile !== undefined && '--admin-password-file',
    options.adminPasswordCommand !== undefined && '--admin-password-command',
    options.apiKeyStdin && '--api-key-stdin',
  ].filter((way) => typeof way === 'string')
  if (ways.length > 1)
    throw new SettingsError([{ where: ways.join(', '), message: 'the administrator signs in in one way: choose one' }])
}

/** A line break at its end does not belong to it. On a terminal a person types it. */
async function readStandardInput(flag: Flag, run: Run): Promise<string> {
  const { option, ask } = onStandardInput[flag]
  const secret =
    process.stdin.isTTY && run.prompts ? await run.prompts.ask(ask, { secret: true }) : await readStdin(run.signal)
  run.redactor.add(secret)
  return checkSecret(secret, option, 'standard input')
}

async function readStdin(signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
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
