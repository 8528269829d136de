import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { packageFolder } from './package-folder.js'

export interface Result {
  /** null when a signal ended it */
  code: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  cwd?: string
  /** in addition to the present environment, less everything that elkctl itself would read */
  env?: Record<string, string>
  stdin?: string
  /** told when the process has started, so that a test can send it a signal */
  onStart?: (child: ChildProcess) => void
  onOutput?: (text: string) => void
}

const program = join(packageFolder(), 'bin', 'elkctl.js')

/** Runs the real program, with no terminal. */
export function runElkctl(args: string[], options: RunOptions = {}): Promise<Result> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...cleanEnvironment(), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  options.onStart?.(child)
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    options.onOutput?.(text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    options.onOutput?.(text)
  })
  child.stdin.on('error', () => undefined).end(options.stdin ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      resolve({ code, stdout, stderr })
    })
  })
}

export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(ELKCTL_ADMIN|OPENVIDU|ELASTICSEARCH_|NO_COLOR|FORCE_COLOR|NODE_OPTIONS|CI$)/.test(name),
    ),
  )
}
