import { setTimeout as sleep } from 'node:timers/promises'
import { counted, withCommas } from '../../counted.js'
import { ElkctlError, InterruptedError } from '../../errors.js'
import { verdictOf, type Verdict } from '../../report/verdict/verdict.js'
import { nothingSent, sendAll, sum, type BulkResult, type Sent } from '../../sample-data/bulk.js'
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
  indicesMade: string[]
  /** those that are known to be there */
  indices: Set<string>
}

/** Writes what is due, goes on where that is asked for, and reads back how much is there. */
export async function writeSampleData(loading: Loading, run: Run): Promise<Verdict> {
  const { load, data, search, follows } = loading
  const writing: Writing = { ...loading, indicesMade: [], indices: new Set() }
  const due = dueNow(load)
  const { ended, seconds, result: first } = await writeDue(writing, due, run)
  const documentsPerSecond = Math.round((first.written + first.alreadyThere) / seconds)
  const followed = follows && ended === 'finished' ? await goOn(writing, due, run) : undefined
  const until = followed?.upTo ?? due
  const result = sum(first, followed?.result ?? nothingSent)
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

async function writeDue(writing: Writing, due: number, run: Run): Promise<Sent & { seconds: number }> {
  const { load, data } = writing
  const step = run.screen.step('Writing sample data')
  const started = performance.now()
  const documents = between(data.documents(load), -Infinity, due)
  const sent = await sendAll(documents, bulkOptions(writing, { signal: run.signal, note: step.note }, run))
  const ended = orInterrupted(sent.ended, run)
  const seconds = (performance.now() - started) / 1000
  const { written, alreadyThere } = sent.result
  const there = alreadyThere > 0 ? `, ${withCommas(alreadyThere)} were there already` : ''
  const speed = speedOf(seconds, Math.round((written + alreadyThere) / seconds))
  if (ended === 'finished') step.done(`${counted(written, 'document')} written${there} ${speed}`)
  else step.fail(`stopped after ${withCommas(written)}`)
  return { ...sent, ended, seconds }
}

/** Ctrl-C ends it between two rounds: then everything is there that should be. */
async function goOn(writing: Writing, from: number, run: Run): Promise<Followed> {
  const { load, data } = writing
  const step = run.screen.step(`Adding documents until Ctrl-C, at most until ${iso(load.until)}`)
  const quietly = run.screen.mode === 'terminal' ? step.note : () => undefined
  step.note('every five minutes')
  const followed = await follow({
    from,
    until: load.until,
    send: (after, upTo) => {
      const documents = between(data.documents(load), after, upTo)
      return sendAll(documents, bulkOptions(writing, { signal: run.hurry, note: step.note }, run))
    },
    now: Date.now,
    sleep: (milliseconds) => sleep(milliseconds, undefined, { signal: run.signal }).catch(() => undefined),
    stopped: () => run.signal.aborted,
    onRound: (upTo, { written }) => {
      quietly(`${counted(written, 'document')}, up to ${iso(upTo)}`)
    },
    onTrouble: ({ message }) => {
      step.note(`the server refused them; trying again in five minutes: ${message}`)
    },
  })
  const told = `${counted(followed.result.written, 'document')} written, up to ${iso(followed.upTo)}`
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

/** Ctrl-C is why requests failed, where it was pressed. */
export const orInterrupted = <T>(ended: T | ElkctlError, { signal }: Run): T | ElkctlError =>
  ended instanceof ElkctlError && signal.aborted ? new InterruptedError() : ended

const speedOf = (seconds: number, documentsPerSecond: number): string =>
  `in ${seconds.toFixed(1)} s (${withCommas(documentsPerSecond)} documents/s)`
const iso = (time: number): string => new Date(time).toISOString()
