// Builds one file that runs without Node: `node scripts/single-file/build.js [FILE]`, by default build/release/elkctl-linux-x64. It is the Node that runs this
// script, with the package as its assets: https://nodejs.org/docs/latest-v20.x/api/single-executable-applications.html
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, URL } from 'node:url'
import { inject } from 'postject'
import { packedFiles } from '../packed-files.js'

const project = fileURLToPath(new URL('../..', import.meta.url))
const target = process.argv[2] ?? join(project, `build/release/elkctl-${process.platform}-${process.arch}`)
const scratch = mkdtempSync(join(tmpdir(), 'elkctl-single-file-'))
try {
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, withoutEnvFile(readFileSync(process.execPath)))
  chmodSync(target, 0o755)
  await inject(target, 'NODE_SEA_BLOB', blob(), { sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2' })
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function blob() {
  const [list, config, output] = ['files', 'config', 'blob'].map((name) => join(scratch, name))
  const files = [...packedFiles(project), ...compiled()]
  writeFileSync(list, JSON.stringify(files))
  writeFileSync(
    config,
    JSON.stringify({
      main: fileURLToPath(new URL('main.cjs', import.meta.url)),
      output,
      disableExperimentalSEAWarning: true,
      assets: { files: list, ...Object.fromEntries(files.map((file) => [file, join(project, file)])) },
    }),
  )
  execFileSync(process.execPath, ['--experimental-sea-config', config])
  return readFileSync(output)
}

/** What V8 made of the program and of its help, which npm makes where it installs the package. It is the same V8. */
function compiled() {
  const folder = 'build/elkctl'
  const files = readdirSync(join(project, folder)).filter((file) => file.endsWith('.v8'))
  if (files.length !== 2) throw new Error(`${folder} has ${files.length} compiled files: npm run build makes two`)
  return files.map((file) => `${folder}/${file}`)
}

/**
 * Node looks for its own option --env-file among all arguments, also in a single executable: it would take elkctl's, and end with a message and a code of its
 * own where the file is missing. In our copy its option has another name of the same length.
 */
function withoutEnvFile(node) {
  const [own, instead] = ['--env-file\0', '--node-env\0'].map((text) => Buffer.from(text))
  const at = node.indexOf(own)
  if (at < 0 || node.indexOf(own, at + 1) >= 0)
    throw new Error(`the option --env-file is not where it is expected in ${process.execPath}`)
  instead.copy(node, at)
  return node
}
