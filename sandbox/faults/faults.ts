import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { packageFolder } from '../package-folder.js'
import { commands, type Cell } from './cell.js'
import { faultNames, type FaultName } from './fault.js'
import { headed, pageOf, tablesIn, type Tables } from './page.js'
import { keyOf, tableOf, type Results } from './table.js'
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
  tables.set(command, tableOf(command, requests, results))
}
workers.stop()

const met = `${results.size} cells, ${results.size - new Set(wrong.map((line) => line.split(': ')[0])).size} of them as they should be.`
console.log([...[...tables].map(headed), met, ...wrong].join('\n\n'))
if (wrong.length > 0) process.exitCode = 1
else if (values.fault === undefined) await write()

/** What did not run now stays as it is there. */
async function write(): Promise<void> {
  const file = join(packageFolder(), 'docs/faults.md')
  const text = pageOf([...(existsSync(file) ? tablesIn(readFileSync(file, 'utf8')) : []), ...tables])
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }))
}
