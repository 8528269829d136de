import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from '@jest/globals'

/** A fresh folder for each test of the file that calls it, removed afterwards. */
export function temporaryFolder(): { path: (...names: string[]) => string } {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'elkctl-unit-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return { path: (...names) => join(folder, ...names) }
}
