// npm runs this where it installs elkctl: has V8 compile the program, and puts the result beside it. To start is what most of a short run goes into. It is
// made on the spot because it belongs to one V8, and because nobody can read it: none is handed out in the package.
//
// V8 keeps the functions that were called. So both run here: help lists the commands, and the program looks at its own data files, and plans for a server of
// this process that is empty.
// Nothing of the machine is read, and an installation never fails because of it: without it elkctl only starts more slowly.
const { mkdtempSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const { createServer } = require('node:http')
const { join } = require('node:path')
const { setTimeout } = require('node:timers')
const { folder, isBuilt, load, twice } = require('./load.js')

const seconds = 30

/** As an Elasticsearch without anything in it. */
const answers = {
  '/': { version: { number: '7.10.2' } },
  '/_security/_authenticate': { username: 'elkctl', roles: [] },
  '/_index_template': { index_templates: [] },
}

if (isBuilt()) {
  setTimeout(end, seconds * 1000).unref()
  process.on('uncaughtException', end)
  compile().then(end, end)
}

function end() {
  process.exit(0)
}

async function compile() {
  for (const name of Object.keys(process.env)) delete process.env[name]
  process.stdout.write = process.stderr.write = () => true
  const scratch = mkdtempSync(join(folder, 'compiled-'))
  const server = createServer((request, answer) => {
    answer.setHeader('content-type', 'application/json').end(JSON.stringify(answers[request.url] || {}))
  })
  try {
    keep(await warm('help', [['--help']]), scratch)
    await new Promise((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve))
    const searchUrl = `http://127.0.0.1:${server.address().port}`
    const settings = join(scratch, 'settings')
    writeFileSync(settings, 'ELASTICSEARCH_ENABLED=true\n')
    const stack = ['--env-file', settings, '--search-url', searchUrl, '--no-dashboards']
    keep(await warm('program', [['--help'], ['lint'], ['plan', '--profile', 'isp', ...stack]]), scratch)
  } finally {
    server.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function warm(name, lines) {
  const loaded = load(name, { withCompiled: false })
  for (const args of lines) await loaded.run(['node', 'elkctl', ...args])
  return loaded
}

/** Who starts elkctl at this moment finds the whole file or none. */
function keep({ script, compiled }, scratch) {
  const made = join(scratch, 'made')
  writeFileSync(made, twice(script.createCachedData()))
  renameSync(made, compiled)
}
