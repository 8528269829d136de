import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { codeOf } from './disk.js'

/** A pipe gives its text once, and several steps look at it. By the pipe itself: one of a shell has the name of its descriptor. */
const alreadyRead = new Map<string, Buffer>()

/** milliseconds */
export const patience = 10_000
const pause = 20

/**
 * What comes out of a pipe until it is closed: `--env-file <(command)`, or one that a keeper of secrets has put in place of the file. It is opened so
 * that Ctrl-C is heard where nobody writes: a read that waits would keep every signal from being handled.
 *
 * @returns undefined: nothing came out of it for as long as one waits
 */
export function readPipe(file: string): Buffer | undefined {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const { dev, ino } = fstatSync(handle)
    const id = `${dev}:${ino}`
    const bytes = alreadyRead.get(id) ?? untilClosed(handle)
    if (bytes !== undefined) alreadyRead.set(id, bytes)
    return bytes
  } finally {
    closeSync(handle)
  }
}

function untilClosed(handle: number): Buffer | undefined {
  const parts: Buffer[] = []
  for (let waited = 0; waited < patience; waited += pause) {
    const part = readOnce(handle)
    if (part !== undefined && part.length > 0) {
      parts.push(part)
      waited = 0
    }
    // Nothing at all: who writes has not opened it yet.
    else if (part !== undefined && parts.length > 0) return Buffer.concat(parts)
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause)
  }
  return undefined
}

/** Empty: it is closed. undefined: nothing is there yet */
function readOnce(handle: number): Buffer | undefined {
  const buffer = Buffer.alloc(65_536)
  try {
    return buffer.subarray(0, readSync(handle, buffer))
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined
    throw error
  }
}
