import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import type { Installation } from '../../sandbox/installation.js'
import type { Result } from '../../sandbox/run-elkctl.js'

/** How a run that goes wrong must end. */
export interface Refusal {
  code: number
  /** what and where: each must be on standard error */
  says: (string | RegExp)[]
  /** the next step, on standard error too */
  next: string | RegExp
}

/** One clear message: what, where, the next step, the exit code; no stack trace, no secret. */
export function expectRefusal({ code, stdout, stderr }: Result, expected: Refusal, secrets: string[] = []): void {
  for (const part of [...expected.says, expected.next])
    if (typeof part === 'string') expect(stderr).toContain(part)
    else expect(stderr).toMatch(part)
  expect({ code, stderr }).toEqual({ code: expected.code, stderr })
  expect(stderr.match(/^Error: /gm)).toHaveLength(1)
  expectCalm(stdout + stderr)
  for (const secret of secrets) expect(stdout + stderr).not.toContain(secret)
}

/** No trace of the program's inside, and no "terminal: there is no terminal". */
export function expectCalm(output: string): void {
  expect(output).not.toMatch(/^Error: (?:--)?([\w-]+): (?:(?:there|is|are|it|the|an?|no) )*\1\b/m)
  expect(output).not.toMatch(/^\s+at .*[:(]\d+:\d+/m)
  expect(output).not.toMatch(/bug in elkctl|UnhandledPromise|\[object Object\]|undefined/)
}

/** Every file of the folder byte for byte as it was, and none beside them that was not there. */
export function snapshot({ folder }: Installation): () => void {
  const before = contents(folder)
  return () => {
    expect(contents(folder)).toEqual(before)
  }
}

function contents(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true })
  return Object.fromEntries(
    // latin1: one character for each byte, whatever it is
    entries.map((entry) => [
      entry.name,
      entry.isFile() ? readFileSync(join(folder, entry.name), 'latin1') : '(folder)',
    ]),
  )
}

/** The line of `.env` on which a key stands, counted from 1. */
export function lineOf({ env }: Installation, name: string): number {
  const line = env()
    .split('\n')
    .findIndex((text) => text.startsWith(`${name}=`))
  if (line === -1) throw new Error(`${name} is not in this .env`)
  return line + 1
}
