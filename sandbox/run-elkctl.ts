import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Order, Outcome } from './elkctl-runner.js'
import { asksForReport, expectReport } from './json-output.js'
import { askKeeper, keeperSocket } from './keeper-client.js'
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
  /** a program and its arguments that start it in their turn, such as `unshare -m` */
  within?: string[]
  /** told when the process has started, so that a test can send it a signal */
  onStart?: (child: ChildProcess) => void
  onOutput?: (text: string) => void
  /** a process of its own, although one that stays would do */
  ownProcess?: boolean
}

const program = join(packageFolder(), 'bin', 'elkctl.js')

/**
 * Runs elkctl, with no terminal: in a process that stays where `npm test` keeps such, and what is asked does not need one of its own. The rest of the
 * real program is one line (bin/elkctl.js).
 */
export async function runElkctl(args: string[], options: RunOptions = {}): Promise<Result> {
  const result = await runOnce(args, options)
  // Each document that a test sees has the form that is published. A run that was killed leaves none.
  if (result.code !== null && result.stdout !== '' && asksForReport(args)) expectReport(result.stdout)
  return result
}

async function runOnce(args: string[], options: RunOptions): Promise<Result> {
  const keeper = keeperSocket()
  if (keeper === undefined || needsOwnProcess(options)) return runProgram(args, options)
  const { cwd = process.cwd(), env, stdin = '' } = options
  const order: Order = { args, cwd, env: { ...cleanEnvironment(), ...env } as Order['env'], stdin }
  const { answer, close } = await askKeeper<Outcome>(keeper, { run: order })
  await close()
  if ('failed' in answer) throw new Error(answer.failed)
  return answer
}

/** Signals, output as it comes, and what Node reads when it starts. */
function needsOwnProcess({ ownProcess, within, onStart, onOutput, env = {} }: RunOptions): boolean {
  return (
    ownProcess === true ||
    within !== undefined ||
    onStart !== undefined ||
    onOutput !== undefined ||
    Object.keys(env).some((name) => /^(NODE|SSL)_/.test(name))
  )
}

/** Runs the real program, with no terminal. */
function runProgram(args: string[], options: RunOptions): Promise<Result> {
  const [command, ...first] = [...(options.within ?? []), program]
  const child = spawn(command, [...first, ...args], {
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

/** Nor certificates of this machine: with NODE_EXTRA_CA_CERTS a start of Node takes 0.08 s longer, whatever it starts. */
const ofThisMachine =
  /^(ELKCTL_|OPENVIDU|ELASTICSEARCH_|NO_COLOR|FORCE_COLOR|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|SSL_CERT_|CI$)/

export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofThisMachine.test(name)))
}
