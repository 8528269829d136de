// What the single executable runs: the package, which it carries, is put into a private folder of this run, and started there as anywhere else.
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { tmpdir } = require('node:os')
const { dirname, join } = require('node:path')
const { getAsset } = require('node:sea')

try {
  const folder = mkdtempSync(join(tmpdir(), 'elkctl-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const file of JSON.parse(getAsset('files', 'utf8'))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), Buffer.from(getAsset(file)))
  }
  createRequire(join(folder, 'bin/'))('./start.js')
} catch (error) {
  console.error(
    `Error: elkctl cannot be started from ${tmpdir()}: ${error.message}.\n  It needs 10 MB there for the time of a run; TMPDIR names another folder.`,
  )
  process.exitCode = 1
}
