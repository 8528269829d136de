// Loads what bin/start.js starts, each of which is one file: a function with the parameters of a CommonJS module, and one more.
const { existsSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const { Script } = require('node:vm')

const folder = join(__dirname, '../build/elkctl')

module.exports = { folder, isBuilt, load, twice }

function isBuilt() {
  return ['program.cjs', 'help.cjs'].every((file) => existsSync(join(folder, file)))
}

/**
 * @param name `program`, or `help`, which has of the program what tells of it
 * @param options withCompiled also reads what V8 made of it where elkctl was installed (compile.js): that saves a third of the processor time of a plan. V8
 * refuses what another V8 made, or one with other flags; then, and where there is none, it compiles the source. whole: what help calls for a part that it
 * does not have
 */
function load(name, { withCompiled, whole }) {
  const file = join(folder, `${name}.cjs`)
  // It has ASCII characters only (scripts/bundle.js).
  const source = readFileSync(file, 'latin1')
  const compiled = compiledFile(name, source)
  const cachedData = withCompiled ? wholeIn(compiled) : undefined
  const script = new Script(source, { filename: file, cachedData })
  const program = { exports: {} }
  script.runInThisContext()(program.exports, require, program, file, folder, whole)
  return { run: program.exports.run, script, compiled }
}

/** Named after the source, whose hash is its first line: V8 compares no more than its length. Nor does it look at the kind of processor. */
function compiledFile(name, source) {
  return join(folder, `${name}-${source.slice(2, source.indexOf('\n'))}-${process.version}-${process.arch}.v8`)
}

/**
 * What the file of a compiled program holds. V8 compares no checksum in a Node that is published, and ends the process at a byte that it cannot read. To
 * compare two copies takes next to no time; a digest took an eighth of what a plan has to do.
 */
function twice(made) {
  return Buffer.concat([made, made])
}

/** undefined: there is none, or it is damaged. */
function wholeIn(compiled) {
  if (!existsSync(compiled)) return undefined
  const copies = readFileSync(compiled)
  const made = copies.subarray(0, copies.length / 2)
  return made.equals(copies.subarray(made.length)) ? made : undefined
}
