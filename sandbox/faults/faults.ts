import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { packageFolder } from '../package-folder.js'
import { commands, type Cell } from './cell.js'
import { faultNames, type FaultName } from './fault.js'
import { cellsIn, keyOf, tableOf, tablesIn, type Results, type Tables } from './table.js'
import { startWorkers } from './workers.js'

/**
 * `npm run faults [-- --command destroy --fault kill]`: each request of init, rotate-password and destroy meets each fault, and then the same command
 * runs again. The table of each command that met all of them is written to docs/faults.md; where a cell is not as it should be, it is named, and nothing is
 * written.
 */
const { values } = parseArgs({
  options: {
    command: { type: 'string', multiple: true },
    fault: { type: 'string', multiple: true },
    workers: { type: 'string', default: String(availableParallelism() * 2) },
  },
})
const workers = await startWorkers(Number(values.workers))
const results: Results = new Map()
const tables: Tables = new Map()
const wrong: string[] = []
const wanted = (name: string, names: string[] | undefined) => names?.includes(name) !== false

for (const command of commands.filter((name) => wanted(name, values.command))) {
  const requests = await workers.requestsOf(command)
  const columns: FaultName[] = faultNames.filter((name) => wanted(name, values.fault))
  const cells = requests.flatMap((request) => columns.map((fault): Cell => ({ ...request, command, fault })))
  await workers.meetAll(cells, (cell, result) => {
    results.set(keyOf(cell), result)
    wrong.push(...result.wrong.map((what) => `${keyOf(cell)}: ${what}`))
    process.stderr.write(`${keyOf(cell)} → ${String(result.exit)} ${result.wrong.join('; ')}\n`)
  })
  tables.set(command, `## elkctl ${command}\n\n${tableOf(command, requests, results)}`)
}
workers.stop()

const met = `${results.size} cells, ${results.size - new Set(wrong.map((line) => line.split(': ')[0])).size} of them as they should be.`
console.log([...tables.values(), met, ...wrong].join('\n\n'))
if (wrong.length > 0) process.exitCode = 1
else if (values.fault === undefined) await write()

/** What did not run now stays as it is there. */
async function write(): Promise<void> {
  const file = join(packageFolder(), 'docs/faults.md')
  const all: Tables = new Map([...(existsSync(file) ? tablesIn(readFileSync(file, 'utf8')) : []), ...tables])
  const ordered = commands.flatMap((command) => all.get(command) ?? [])
  const text = [introduction, `${cellsIn(ordered.join('\n'))} cells, all of them as they should be.`, ...ordered].join(
    '\n\n',
  )
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }))
}

const introduction = `# Whatever goes wrong, the same command again ends well

\`npm run faults\` makes this page. Each request of \`init\`, \`rotate-password\` and \`destroy\` meets each of nine faults, on an Elasticsearch 7.10 and a
Kibana in memory and with a few of the objects of OpenVidu Pro. A cell shows the exit code of the run that met the fault (– : it was killed). In each cell
the same command, run once more without any further option, ended with 0; then \`elkctl plan\` had nothing to do, and the account in \`.env\` signed in. After
\`destroy\` the stack was as before \`init\`, and \`plan\` ended with 2: there is all to make. No output had a stack trace or a password in it, and no file was
left behind. A request that a run makes several times is there as often, and (2) is the second time.

- _429 twice_, _503 once_: the server says so and does nothing.
- _closed before_, _closed after_: the connection is closed without an answer, before the server was asked or when it had done it.
- _half of the JSON_: the answer ends in the middle, and its length says that it is whole. _cut in the answer_: the connection is closed in the middle.
- _HTML, 200_: a login page in between answers, and the server is not asked.
- _no answer_: until the time-out.
- _kill -9_: elkctl is killed when the server has done it.`
