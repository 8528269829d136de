// Bundles build/src into build/elkctl, which is what is published and what bin/elkctl.js starts: program.cjs, in which the parts that not every command needs
// are evaluated when they are used, and help.cjs, in which they are not. Beside them stand the licences of what is inside, the texts that elkctl may say by
// itself, and the manual page.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, URL } from 'node:url'
import { build } from 'esbuild'
import { manPage } from '../build/src/cli/man-page.js'
import { everyCommand } from '../build/src/cli/program.js'
import { version } from '../build/src/version.js'

const require = createRequire(import.meta.url)
const project = fileURLToPath(new URL('..', import.meta.url))
const source = join(project, 'build/src')
const target = join(project, 'build/elkctl')

/**
 * What packages load at once and elkctl never comes to: the client's functions for each API (paths are ours) and its helpers, traces of them, other ways to
 * connect, redirects, forms and proxies (connections are ours), commands that are other programs, an editor with the alphabets of the world. It would be half
 * of what is loaded for each run. Nor is it wanted that DEBUG=elasticsearch has the client write requests to the terminal, with passwords.
 */
const unused = {
  '@elastic/elasticsearch': ['./api', './helpers', 'apache-arrow/Arrow.node'],
  '@elastic/transport': ['undici', 'hpagent', 'debug', '@opentelemetry/api', '@opentelemetry/core'],
  axios: ['form-data', 'follow-redirects', 'https-proxy-agent', './fetch.js', 'http2'],
  commander: ['node:child_process'],
  '@inquirer/prompts': ['@inquirer/editor'],
}
const empty = {
  name: 'empty',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^/ }, ({ path, importer }) =>
      unused[/.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(importer)?.[1]]?.includes(path)
        ? { path, namespace: 'empty' }
        : undefined,
    )
    onLoad({ filter: /^/, namespace: 'empty' }, () => ({
      contents: `
        export const getFetch = undefined
        export default Object.assign(
          function () { return new.target === undefined ? () => undefined : this },
          { constants: {}, trace: { getTracer: () => undefined } },
        )`,
    }))
  },
}

/** axios looks whether there is a global FormData, and Node loads its whole fetch for that look. elkctl sends no forms. */
const withoutForms = {
  name: 'without forms',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/axios\/lib\/utils\.js$/ }, ({ path }) => {
      const [before, after, ...more] = readFileSync(path, 'utf8').split(
        "typeof G.FormData !== 'undefined' ? G.FormData : undefined",
      )
      if (after === undefined || more.length > 0) throw new Error(`${path} no longer looks for FormData as it did`)
      return { contents: `${before}undefined${after}` }
    })
  },
}

/** Modules of Node that are imported where a run may come to need them, and that most runs over plain HTTP do without. */
const seldom = ['assert', 'child_process', 'https', 'tls']
const whenUsed = {
  name: 'when used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(node:)?(${seldom.join('|')})$`) }, ({ path, namespace }) =>
      namespace === 'when used' ? undefined : { path: path.replace(/^node:/, ''), namespace: 'when used' },
    )
    onLoad({ filter: /^/, namespace: 'when used' }, ({ path }) => ({
      contents: `
        const load = () => require('node:${path}')
        module.exports = { ${Object.keys(require(path)).map((name) => `get ${name}() { return load().${name} }`)} }`,
    }))
  },
}

/** A part that is imported when it is used is not in the file: the program that has it starts instead (bin/start.js). */
const withoutParts = {
  name: 'without parts',
  setup({ onResolve }) {
    onResolve({ filter: /^/ }, ({ path, kind }) => (kind === 'dynamic-import' ? { path, external: true } : undefined))
  },
}

const plugins = [empty, withoutForms, whenUsed]
const program = await bundle('program', { plugins, supported: { 'dynamic-import': false } })
const help = await bundle('help', { plugins: [withoutParts, ...plugins] })
const textOfHelp = help.text.replaceAll(/\bimport\("[^"]+"\)/g, '__whole()')
if (/\bimport\(/.test(textOfHelp)) throw new Error('help.cjs imports a part whose name esbuild does not know')
const files = new Map([
  [join(target, 'program.cjs'), withHash(program.text)],
  [join(target, 'help.cjs'), withHash(textOfHelp)],
  [join(target, 'LICENSES.txt'), licencesOf(packagesIn(program.metafile))],
  [join(target, 'own-words.txt'), ownWords()],
  [join(target, 'elkctl.1'), manPage(await everyCommand(), version)],
])
rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
for (const [path, text] of files) writeFileSync(path, text)
// Not published: which sources are in each, and what it loads beside them, for tests.
const contents = { program: contentsOf(program), help: contentsOf(help) }
writeFileSync(join(project, 'build/bundle.json'), JSON.stringify(contents, null, 2))
execFileSync(process.execPath, [join(project, 'bin/compile.js')])

async function bundle(name, options) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: project,
    entryPoints: ['build/src/cli/program.js'],
    outfile: join(target, `${name}.cjs`),
    bundle: true,
    // bin/load.js keeps what V8 makes of it, which it can of one file and of a script alone.
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    charset: 'ascii',
    // It is read and parsed at each start. Names stay, so that a stack trace says where it broke.
    minifyWhitespace: true,
    minifySyntax: true,
    define: { 'import.meta.dirname': '__dirname' },
    // The function that Node wraps around a file, and one parameter more, of a name that no source has: bin/load.js has no copy to make.
    banner: { js: '(function (exports, require, module, __filename, __dirname, __whole) {' },
    footer: { js: '})' },
    metafile: true,
    write: false,
    logLevel: 'warning',
    ...options,
  })
  const [{ text }] = outputFiles
  const part = /(__esm|__commonJS)\(\{"([^"]+)"\(/g
  return {
    metafile,
    // esbuild calls the function of each module as the file is called. To V8 each of these hundreds of objects with another key is another shape, and to enter
    // one beside all others takes longer with each.
    text: text.replaceAll(part, '$1({load('),
    parts: [...text.matchAll(part)].map(([, , source]) => source),
  }
}

function withHash(text) {
  return `//${createHash('sha256').update(text).digest('hex').slice(0, 16)}\n${text}`
}

/** parts: the sources that are evaluated when they are used, in the order in which they stand there */
function contentsOf({ metafile: { outputs }, parts }) {
  const [{ inputs, imports }] = Object.values(outputs)
  return {
    sources: Object.keys(inputs).filter((source) => inputs[source].bytesInOutput > 0),
    parts,
    loads: [...new Set(imports.filter(({ kind }) => kind !== 'dynamic-import').map(({ path }) => path))].sort(),
  }
}

/** The folders of the packages of which something is in the bundle. */
function packagesIn({ outputs }) {
  const inside = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs))
  return [...new Set(inside.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []).sort())]
}

function licencesOf(folders) {
  const licences = new Set(folders.map((folder) => licenceOf(join(project, folder))))
  const heading = 'elkctl contains parts of these packages, under these licences:'
  return [heading, ...licences].join(`\n\n${'-'.repeat(80)}\n`)
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return [`${name} ${version} (${license})`, ...texts].join('\n\n')
}

/** Everything in the program that is elkctl's own: what its packages say by themselves is not in it. */
function ownWords() {
  const written = readdirSync(source, { encoding: 'utf8', recursive: true }).filter((file) => file.endsWith('.js'))
  return written
    .sort()
    .map((file) => readFileSync(join(source, file), 'utf8'))
    .join('\n')
}
