import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEngine } from '../engine.js'
import { packageFolder } from '../package-folder.js'
import { startProxy } from '../proxy.js'
import { besideOthers } from './crowd.js'
import { startDistance } from './distance.js'
import { measured } from './measure.js'
import { benchData, type BenchData } from './objects.js'
import { programs, situations, type Program, type Situation } from './programs.js'
import { heading, line, type Row } from './table.js'

/**
 * `npm run bench [-- --objects 15,138 --latency 0,20,100 --runs 3]`: how long it takes on a real Elasticsearch 7.10 to put objects there, to find that
 * nothing is to be done, and to take them away. Programs take turns, so that a machine that slows down does so for all. The table is printed, and is in build/bench.json. With
 * `--crowd` others have 2,000 templates and 10,000 indices on the stack.
 */
const { values } = parseArgs({
  options: {
    objects: { type: 'string', default: '15,138,600' },
    latency: { type: 'string', default: '0,20,100' },
    runs: { type: 'string', default: '3' },
    crowd: { type: 'boolean', default: false },
  },
})
const numbers = (text: string) => text.split(',').map(Number)
const rows: Row[] = []

const engine = await startEngine({ name: 'elasticsearch-7.10', security: false, onProgress: console.error })
const answer = values.crowd ? besideOthers(engine.url) : undefined
const counting = await startProxy({ target: engine.url, ...(answer && { answer }) })
try {
  for (const count of numbers(values.objects)) {
    const data = benchData(count)
    for (const latency of numbers(values.latency)) {
      const distance = await startDistance(counting.port, latency)
      const rowOf = rowsFor(count, latency)
      for (let turn = 0; turn < Number(values.runs); turn++)
        for (const program of programs) await measureAll(program, distance.url, data, rowOf)
      await distance.stop()
      rowOf.print()
    }
    data.remove()
  }
} finally {
  await counting.stop()
  await engine.stop()
}
writeFileSync(join(packageFolder(), 'build/bench.json'), `${JSON.stringify(rows, null, 2)}\n`)

async function measureAll(program: Program, url: string, data: BenchData, rowOf: ReturnType<typeof rowsFor>) {
  const own = program.title === 'node -e 0' ? situations.slice(0, 1) : situations
  for (const situation of own) await rowOf.add(program, situation, program.command(url, data, situation))
  await expectNone(data)
}

function rowsFor(objects: number, latency: number) {
  const own: Row[] = []
  return {
    add: async ({ title }: Program, situation: Situation, command: string[]) => {
      counting.clear()
      const run = await measured(command)
      let row = own.find(({ program, situation: of }) => program === title && of === situation)
      if (row === undefined) own.push((row = { program: title, objects, latency, situation, requests: 0, runs: [] }))
      row.requests = counting.requests.length
      row.runs.push(run)
    },
    print: () => {
      if (rows.length === 0) console.log(heading)
      rows.push(...own)
      own.forEach((row) => {
        console.log(line(row))
      })
    },
  }
}

/** The next program must not find what this one was to take away. */
async function expectNone({ objects }: BenchData): Promise<void> {
  for (const { path } of objects) {
    const { status } = await fetch(`${engine.url}${path}`)
    if (status !== 404) throw new Error(`${path} is still there: ${status}`)
  }
}
