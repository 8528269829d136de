import { setTimeout as sleep } from 'node:timers/promises'
import { counted, withCommas } from '../../counted.js'
import { ElkctlError, InterruptedError } from '../../errors.js'
import { verdictOf, type Verdict } from '../../report/verdict/verdict.js'
import { sendAll, type BulkResult } from '../../sample-data/bulk.js'
import { between, follow, sentAhead, type Followed } from '../../sample-data/follow.js'
import { makeIndex, refresh, samplesByIndex } from '../../sample-data/indices.js'
import { everywhere } from '../../sample-data/mark.js'
import type { SampleData, SampleLoad } from '../../sample-data/sample-data.js'
import type { Writer } from '../../stack/stack.js'
import type { Run } from '../../steps/run.js'

export interface Loading {
  load: SampleLoad
  data: SampleData
  search: Writer
  /** the most documents of a bulk request, where the settings have a limit */
  bulkDocuments: number | undefined
  /** goes on when all is written that is due */
  follows: boolean
}

/** What is written by one run. */
interface Writing extends Loading {
  result: BulkResult
  indicesMade: string[]
  /** those that are known to be there */
  indices: Set<string>
}

/** Writes what is due, goes on where that is asked for, and reads back how much is there. */
export async function writeSampleData(loading: Loading, run: Run): Promise<Verdict> {
  const { load, data, search, follows } = loading
  const result: BulkResult = { written: 0, alreadyThere: 0, refused: 0, reasons: new Map(), retries: 0 }
  const writing: Writing = { ...loading, result, indicesMade: [], indices: new Set() }
  const due = dueNow(load)
  const { ended, seconds } = await writeDue(writing, due, run)
  const documentsPerSecond = Math.round((result.written + result.alreadyThere) / seconds)
  const followed = follows && ended === 'finished' ? await goOn(writing, due, run) : undefined
  const until = followed?.upTo ?? due
  const { written, alreadyThere, refused, retries, reasons } = result
  run.journal.add({
    sampleData: {
      ...described({ ...load, until }, data),
      ...{ written, alreadyThere, refused, retries, reasons: Object.fromEntries(reasons) },
      indicesMade: writing.indicesMade,
      seconds: Math.round(seconds * 10) / 10,
      documentsPerSecond,
    },
  })
  const failed = followed?.ended instanceof ElkctlError ? followed.ended : undefined
  const isWhole = ended === 'finished' && failed === undefined
  return verdictOf({
    end: 'sample data loaded',
    result,
    speed: speedOf(seconds, documentsPerSecond),
    span: { from: load.until - (load.hours + load.ahead) * 3_600_000, until },
    isAhead: until > Date.now(),
    follows,
    ended: failed ?? ended,
    visible: isWhole ? await countFound(search, data, result, run) : undefined,
  })
}

/** Data with an end that was given is written to that end; other data up to a while from now. */
const dueNow = ({ ahead, until }: SampleLoad): number => (ahead === 0 ? until : Math.min(until, Date.now() + sentAhead))

async function writeDue(writing: Writing, due: number, run: Run) {
  const { load, data, result } = writing
  const step = run.screen.step('Writing sample data')
  const started = performance.now()
  const documents = between(data.documents(load), -Infinity, due)
  const ended = await orError(run, () =>
    sendAll(documents, bulkOptions(writing, { signal: run.signal, note: step.note }, run), result),
  )
  const seconds = (performance.now() - started) / 1000
  const { written, alreadyThere } = result
  const there = alreadyThere > 0 ? `, ${withCommas(alreadyThere)} were there already` : ''
  const speed = speedOf(seconds, Math.round((written + alreadyThere) / seconds))
  if (ended === 'finished') step.done(`${counted(written, 'document')} written${there} ${speed}`)
  else step.fail(`stopped after ${withCommas(written)}`)
  return { ended, seconds }
}

/** Ctrl-C ends it between two rounds: then everything is there that should be. */
async function goOn(writing: Writing, from: number, run: Run): Promise<Followed> {
  const { load, data, result } = writing
  const step = run.screen.step(`Adding documents until Ctrl-C, at most until ${iso(load.until)}`)
  const quietly = run.screen.mode === 'terminal' ? step.note : () => undefined
  const before = result.written
  step.note('every five minutes')
  const followed = await follow({
    from,
    until: load.until,
    result,
    send: async (after, upTo, round) => {
      const documents = between(data.documents(load), after, upTo)
      await sendAll(documents, bulkOptions(writing, { signal: run.hurry, note: step.note }, run), round)
    },
    now: Date.now,
    sleep: (milliseconds) => sleep(milliseconds, undefined, { signal: run.signal }).catch(() => undefined),
    stopped: () => run.signal.aborted,
    onRound: (upTo) => {
      quietly(`${counted(result.written - before, 'document')}, up to ${iso(upTo)}`)
    },
    onTrouble: ({ message }) => {
      step.note(`the server refused them; trying again in five minutes: ${message}`)
    },
  })
  const told = `${counted(result.written - before, 'document')} written, up to ${iso(followed.upTo)}`
  if (followed.ended instanceof ElkctlError) step.fail(told)
  else step.done(told)
  return followed
}

function bulkOptions(
  { search, data, bulkDocuments, indicesMade, indices }: Writing,
  { signal, note }: { signal: AbortSignal; note: (text: string) => void },
  { screen }: Run,
) {
  return {
    writer: search,
    routing: data.routing,
    documents: bulkDocuments,
    onProgress: ({ written }: BulkResult) => {
      if (screen.mode === 'terminal') note(counted(written, 'document'))
    },
    onWaiting: (why: string, milliseconds: number) => {
      note(`waiting ${milliseconds / 1000} s, the server is busy: ${why}`)
    },
    stopped: () => signal.aborted,
    prepareIndex: async (index: string) => {
      if (!indices.has(index) && (await makeIndex(search, index))) indicesMade.push(index)
      indices.add(index)
    },
    sleep: (milliseconds: number) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
  }
}

/** For JSON: the variant has the name that the application gives it. */
const described = ({ variant, until, ...load }: SampleLoad, { variants }: SampleData) => ({
  ...load,
  until: iso(until),
  ...(variants && { [variants.field]: variant }),
})

/** Reads back: what the server has accepted must be there. */
async function countFound(
  search: Writer,
  data: SampleData,
  { reasons }: BulkResult,
  { journal }: Run,
): Promise<number> {
  await refresh(search, everywhere(data.families))
  for (const [reason, count] of [...reasons].slice(0, 5))
    journal.note(`${counted(count, 'document')} refused: ${reason}`)
  return [...(await samplesByIndex(search, data)).values()].reduce((sum, count) => sum + count, 0)
}

/** The outcome, or the known error that ended it: what was done until then must be reported. */
export async function orError<T>(run: Run, work: () => Promise<T>): Promise<T | ElkctlError> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ElkctlError) return run.signal.aborted ? new InterruptedError() : error
    throw error
  }
}

const speedOf = (seconds: number, documentsPerSecond: number): string =>
  `in ${seconds.toFixed(1)} s (${withCommas(documentsPerSecond)} documents/s)`
const iso = (time: number): string => new Date(time).toISOString()
