import { spawn } from 'node:child_process'
import { ElkctlError, InterruptedError } from '../../errors.js'

export interface SecretCommandOptions {
  signal: AbortSignal
  /** standard input carries something else already */
  stdinIsTaken: boolean
  /** told what the command wrote, before anything of it can be shown */
  onOutput: (text: string) => void
}

/**
 * What a command prints, less the line break at its end. It is run by `sh -c`, as operators expect of a command in one argument: with pipes,
 * quotes and variables. Its standard output is never shown; of its complaints the last line is, when it fails.
 * @throws ElkctlError (usage) when it cannot be run, or does not end with 0
 */
export async function runSecretCommand(command: string, options: SecretCommandOptions): Promise<string> {
  const child = spawn('sh', ['-c', command], {
    stdio: [options.stdinIsTaken ? 'ignore' : 'inherit', 'pipe', 'pipe'],
    signal: options.signal,
  })
  let [output, complaint] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const ended = await new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.on('close', (code, signal) => {
      resolve({ code, signal })
    })
    child.on('error', (error) => {
      reject(options.signal.aborted ? new InterruptedError() : failed(error.message))
    })
  })
  const secret = output.replace(/\r?\n$/, '')
  options.onOutput(secret)
  if (ended.code === 0) return secret
  const how = ended.signal === null ? `it ended with ${String(ended.code)}` : `it was ended by ${ended.signal}`
  const last = complaint.trim().split('\n').at(-1)
  throw failed(
    `${how}${last === undefined || last === '' ? '' : `: ${last.length > 300 ? `${last.slice(0, 300)}…` : last}`}`,
  )
}

const failed = (why: string) =>
  new ElkctlError(`--admin-password-command gave no password: ${why}`, {
    exit: 'usage',
    hint: 'Try the command by itself: it must print the password, and nothing else, on standard output.',
  })
