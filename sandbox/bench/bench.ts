import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { counted } from '../../src/counted.js'
import { startEngine } from '../engine.js'
import { packageFolder } from '../package-folder.js'
import { startProxy } from '../proxy.js'
import { besideOthers } from './crowd.js'
import { startDistance } from './distance.js'
import { about, folderInMemory, machine } from './machine.js'
import { measured } from './measure.js'
import { benchData, type BenchData } from './objects.js'
import { programs, situations, starts, type Program } from './programs.js'
import { heading, line, targetHeading, targetLine, type Row } from './table.js'
import { judge } from './targets.js'

/**
 * `npm run bench [-- --objects 15,138 --latency 0,20,100 --runs 3]`: how long it takes on a real Elasticsearch 7.10 to put objects there, to find that
 * nothing is to be done, and to take them away. Programs take turns, so that a machine that slows down does so for all. The tables are printed, and every run
 * is in build/bench.json. With `--crowd` others have 2,000 templates and 10,000 indices on the stack.
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
const turns = Number(values.runs)
const rows: Row[] = []

const homeIn = folderInMemory()
const engine = await startEngine({
  ...{ name: 'elasticsearch-7.10', security: false, onProgress: console.error },
  ...(homeIn !== undefined && { homeIn }),
})
const others = values.crowd ? besideOthers(engine.url) : undefined
const arrivals: { at: number; isRead: boolean }[] = []
const counting = await startProxy({
  target: engine.url,
  answer: (request) => {
    arrivals.push({ at: performance.now(), isRead: request.method === 'GET' })
    return others?.(request)
  },
})
try {
  await warmUp()
  const found = machine(`Elasticsearch ${engine.version}`, homeIn !== undefined)
  console.log(
    `${about(found)}; ${counted(turns, 'run')} each: the median, and from the fastest to the slowest\n\n${heading}`,
  )
  await measureStarts()
  for (const count of numbers(values.objects)) {
    const data = benchData(count)
    for (const latency of numbers(values.latency)) await measureCell(data, count, latency)
    data.remove()
  }
  const judgements = judge(rows)
  console.log(`\n${[targetHeading, ...judgements.map(targetLine)].join('\n')}`)
  const targets = judgements.map(({ target, row: { runs: _runs, ...row }, ...judgement }) => ({
    ...{ ...row, figure: target.title, measured: judgement.figure, against: target.against },
    ...{ ratio: judgement.ratio, atMost: target.factor, met: judgement.met },
  }))
  const report = { machine: found, rows, targets }
  writeFileSync(join(packageFolder(), 'build/bench.json'), `${JSON.stringify(report, null, 2)}\n`)
} finally {
  await counting.stop()
  await engine.stop()
}

/** Java compiles what it runs often: the first program would wait for that, and the others not. */
async function warmUp() {
  const data = benchData(138)
  for (const program of programs)
    for (const situation of situations) await measured(program.command(engine.url, data, situation))
  data.remove()
}

async function measureStarts() {
  const own = starts.map((start) => ({ ...start, runs: [] as Row['runs'] }))
  for (let turn = 0; turn < turns; turn++)
    for (const { command, runs } of own) runs.push({ ...(await measured(command)), checks: 0 })
  add(own.map(({ title, runs }) => ({ program: title, situation: 'start', requests: 0, runs })))
}

async function measureCell(data: BenchData, objects: number, latency: number) {
  const distance = await startDistance(counting.port, latency)
  const own = programs.flatMap((program) =>
    situations.map((situation) => ({
      program,
      row: emptyRow({ program: program.title, objects, latency, situation }),
    })),
  )
  for (let turn = 0; turn < turns; turn++) {
    for (const { program, row } of own) {
      await measureOnce(program, row, distance.url, data)
      if (row.situation === situations.at(-1)) await expectNone(data)
    }
  }
  await distance.stop()
  add(own.map(({ row }) => row))
}

async function measureOnce({ command }: Program, row: Row, url: string, data: BenchData) {
  arrivals.length = 0
  counting.clear()
  const run = await measured(command(url, data, row.situation))
  const ended = performance.now()
  const lastWrite = arrivals.findLastIndex(({ isRead }) => !isRead)
  const afterIt = lastWrite === -1 ? undefined : arrivals[lastWrite + 1]
  row.requests = arrivals.length
  row.runs.push({ ...run, checks: afterIt === undefined ? 0 : (ended - afterIt.at) / 1000 })
}

function emptyRow(of: Pick<Row, 'program' | 'objects' | 'latency' | 'situation'>): Row {
  return { ...of, requests: 0, runs: [] }
}

function add(own: Row[]) {
  rows.push(...own)
  console.log(own.map(line).join('\n'))
}

/** The next program must not find what this one was to take away. */
async function expectNone({ objects }: BenchData): Promise<void> {
  for (const { path } of objects) {
    const { status } = await fetch(`${engine.url}${path}`)
    if (status !== 404) throw new Error(`${path} is still there: ${status}`)
  }
}
