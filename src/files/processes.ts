import { readFileSync } from 'node:fs'
import { codeOf } from './disk.js'

/** A process, so that another one that was given the same number later is not taken for it. */
export interface ProcessName {
  pid: number
  /** when it started, in the system's own count; 0 where the system does not tell (it does on Linux) */
  start: number
}

export const thisProcess = (): ProcessName => ({ pid: process.pid, start: startOf(process.pid) })

/** Whether it is running on this machine now. */
export function isRunning({ pid, start }: ProcessName): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if (codeOf(error) !== 'EPERM') return false
  }
  return start === 0 || startOf(pid) === start
}

/** Field 22 of /proc/PID/stat; the name in field 2 may have blanks and brackets in it. */
function startOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19])
  } catch {
    return 0
  }
}
