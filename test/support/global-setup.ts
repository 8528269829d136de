import { execFile } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageFolder } from '../../sandbox/package-folder.js'
import { startKeeper, type Keeper } from '../../sandbox/keeper.js'
import { memoryFolder } from './memory-folder.js'

declare global {
  var elkctlKeeper: Keeper | undefined
  var elkctlMemoryFolder: string | undefined
}

/** Engines and runners of elkctl that all test files share; they end with jest, however jest ends. */
export default async function setUp(): Promise<void> {
  if (bundleIsOld()) await promisify(execFile)(process.execPath, [join(packageFolder(), 'scripts/bundle.js')])
  globalThis.elkctlMemoryFolder = memoryFolder()
  if (globalThis.elkctlMemoryFolder !== undefined) process.env['TMPDIR'] = globalThis.elkctlMemoryFolder
  globalThis.elkctlKeeper = await startKeeper((line) => process.stderr.write(`${line}\n`))
  process.env['ELKCTL_SANDBOX_KEEPER'] = globalThis.elkctlKeeper.socket
}

/** Whether the compiler has run since the program was bundled: what tests start must be what was written. */
function bundleIsOld(): boolean {
  const build = join(packageFolder(), 'build')
  const time = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const bundled = time(join(build, 'elkctl/program.cjs'))
  return readdirSync(join(build, 'src'), { encoding: 'utf8', recursive: true }).some(
    (file) => time(join(build, 'src', file)) > bundled,
  )
}
