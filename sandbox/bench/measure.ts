import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cleanEnvironment } from '../run-elkctl.js'

/** Of one process: seconds, and megabytes at its most where the machine has GNU time. */
export interface Run {
  wall: number
  /** from the first request after its last write to its end: it reads back what it wrote, and checks it */
  checks: number
  cpu: number | undefined
  memory: number | undefined
}

const time = '/usr/bin/time'

/** @throws Error it did not end with 0, with what it said */
export async function measured(command: string[]): Promise<Omit<Run, 'checks'>> {
  const [program = '', ...args] = existsSync(time) ? [time, '-q', '-f', 'used %U %S %M', ...command] : command
  const began = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnvironment() })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  const wall = (performance.now() - began) / 1000
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${String(code)}: ${said}`)
  const [, user, system, kilobytes] = /^used (\S+) (\S+) (\S+)$/m.exec(said) ?? []
  if (user === undefined) return { wall, cpu: undefined, memory: undefined }
  return { wall, cpu: Number(user) + Number(system), memory: Number(kilobytes) / 1000 }
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
