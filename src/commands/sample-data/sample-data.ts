import { setTimeout as sleep } from 'node:timers/promises'
import { counted } from '../../counted.js'
import { isProbeIndex } from '../../engine/probe.js'
import { ElkctlError, InterruptedError, SettingsError } from '../../errors.js'
import { verdictOf, type Verdict } from '../../report/verdict/verdict.js'
import { sendAll, type BulkResult } from '../../sample-data/bulk.js'
import { sampleData } from '../../profiles/openvidu/sample-data/documents.js'
import { loadThatIsThere, makeIndex, othersByIndex, refresh, samplesByIndex } from '../../sample-data/indices.js'
import type { SampleOptions } from '../../profiles/openvidu/sample-data/model/options.js'
import { removeSampleData as removeAll, type RemoveResult } from '../../sample-data/remove.js'
import type { Settings } from '../../settings/settings.js'
import type { Writer } from '../../stack/stack.js'
import { connectToSearch } from '../../steps/connect.js'
import { detectStack } from '../../steps/detect-stack.js'
import { makePlan } from '../../steps/make-plan.js'
import { readSettings, type StackOptions } from '../../steps/read-settings.js'
import type { Run } from '../../steps/run.js'
import { readSampleOptions, withBeats, type SampleFlags } from './options.js'

export interface LoadOptions extends StackOptions, SampleFlags {
  yes?: boolean
}

/** `elkctl sample-data load`: writes the made-up cluster of the last hours; a second run writes nothing twice. */
export async function loadSampleData(options: LoadOptions, run: Run): Promise<Verdict> {
  const asked = readSampleOptions(options, Date.now())
  const settings = await settingsForSearch(options, run)
  await expectReady(settings, options, run)
  const search = await writerFor(settings, run)
  const wanted = withBeats(asked, settings)
  const { until, goesOn } = await continueOrBegin(wanted, asked.untilGiven, search)
  if (goesOn)
    run.journal.note(`sample data up to ${iso(until)} is there already, whole or in part: this run completes it`)
  await askIfMixed(search, options, settings, run)
  return write({ ...wanted, until }, search, run)
}

/** `elkctl sample-data remove`: deletes sample documents and no others. */
export async function removeSampleData(options: StackOptions, run: Run): Promise<Verdict> {
  const settings = await settingsForSearch(options, run)
  await detectStack(settings, run)
  const search = await writerFor(settings, run)
  const result: RemoveResult = { deleted: 0, families: new Map(), indices: [], kept: [] }
  const step = run.screen.step('Removing sample data')
  const ended = await orError(run, () =>
    removeAll(search, result, {
      onProgress: () => {
        if (run.screen.mode === 'terminal') step.note(`${number(result.deleted)} deleted`)
      },
      stopped: () => run.signal.aborted,
    }),
  )
  const { deleted, families, indices, kept } = result
  run.journal.add({
    sampleData: { deleted, families: Object.fromEntries(families), indicesDeleted: indices, indicesKept: kept },
  })
  if (ended === 'finished') step.done(`${counted(deleted, 'document')} deleted`)
  else step.fail(`stopped after ${number(deleted)}`)
  const left = ended === 'finished' ? sum(await samplesByIndex(search)) : undefined
  if (left === 0 && kept.length > 0)
    run.journal.note(`kept, because other documents have come into them: ${kept.join(', ')}`)
  return verdictOf({ end: 'sample data removed', result, ended, left })
}

/** Sample data has nothing to do with the dashboards server. */
async function settingsForSearch(options: StackOptions, run: Run): Promise<Settings> {
  return { ...(await readSettings(options, run)), dashboardsUrl: undefined }
}

/** Not stopped by Ctrl-C: what is under way is finished and counted. */
const writerFor = (settings: Settings, run: Run): Promise<Writer> =>
  connectToSearch({ settings, as: settings.admin, signal: run.hurry }, run)

/** Without the templates, `openvidu` would get a mapping that is wrong for ever. @throws ElkctlError when init has not been run */
async function expectReady(settings: Settings, options: StackOptions, run: Run): Promise<void> {
  const plan = await makePlan(settings, await detectStack(settings, run), options, run)
  const lacking = plan.changes.filter(
    ({ kind, action }) =>
      ['index template', 'legacy template', 'ingest pipeline'].includes(kind.name) &&
      (action === 'create' || action === 'blocked'),
  )
  if (lacking.length > 0)
    throw new ElkctlError(
      `The stack is not ready for documents of OpenVidu: ${lacking.map(({ kind, name }) => `${kind.name} ${name}`).join(', ')} is missing.`,
      { exit: 'usage', hint: 'Run elkctl init first.' },
    )
}

/** A load that is there already is completed; another one cannot be put on top of it. */
async function continueOrBegin(
  options: SampleOptions,
  untilGiven: boolean,
  search: Writer,
): Promise<{ until: number; goesOn: boolean }> {
  const there = await loadThatIsThere(search)
  if (there === undefined) return { until: options.until, goesOn: false }
  if (there !== 'unknown') {
    const same = (['seed', 'hours', 'scale', 'beats'] as const).every((name) => there[name] === options[name])
    if (same && (!untilGiven || there.until === options.until)) return { until: there.until, goesOn: true }
  }
  const what =
    there === 'unknown'
      ? 'of another version of elkctl'
      : `made with --seed ${there.seed} --hours ${there.hours} --scale ${there.scale} --until ${iso(there.until)} for Beats ${there.beats}`
  throw new ElkctlError(`There is other sample data already, ${what}.`, {
    exit: 'conflict',
    hint: 'Remove it first (elkctl sample-data remove), or give the same options (and the same release of OpenVidu) to complete it.',
  })
}

/** Sample data beside real data makes every sum of the dashboards wrong: that wants to be meant. */
async function askIfMixed(search: Writer, options: LoadOptions, settings: Settings, run: Run): Promise<void> {
  // What a check of an earlier run left behind is nobody's data.
  const others = new Map([...(await othersByIndex(search))].filter(([index]) => !isProbeIndex(index)))
  if (others.size === 0) return
  const shown = [...others].sort(([, a], [, b]) => b - a).slice(0, 4)
  const list = shown.map(([index, count]) => `${number(count)} in ${index}`).join(', ')
  const said = `${settings.searchUrl} holds ${counted(sum(others), 'document')} that ${sum(others) === 1 ? 'is' : 'are'} not sample data (${list}${others.size > 4 ? ' …' : ''})`
  if (options.yes) {
    run.journal.note(`${said}; the sample data has cluster_id elkctl-sample`)
    return
  }
  const hint =
    'With --yes sample data is written beside them; its cluster_id is elkctl-sample, and sample-data remove takes only it away.'
  if (run.questions === undefined)
    throw new SettingsError([{ where: 'sample-data load', message: `${said}, and there is nobody to ask` }], hint)
  run.screen.print(`${said}.`)
  if (!(await run.questions.confirm('Write sample data beside them?')))
    throw new ElkctlError('Not confirmed: nothing was written.', { exit: 'usage', hint })
}

async function write(options: SampleOptions, search: Writer, run: Run): Promise<Verdict> {
  const { journal, screen } = run
  const result: BulkResult = { written: 0, alreadyThere: 0, refused: 0, reasons: new Map(), retries: 0 }
  const indicesMade: string[] = []
  const step = screen.step('Writing sample data')
  const started = performance.now()
  const ended = await orError(run, () =>
    sendAll(
      sampleData(options),
      {
        writer: search,
        onProgress: ({ written }) => {
          if (screen.mode === 'terminal') step.note(counted(written, 'document'))
        },
        onWaiting: (why, milliseconds) => {
          step.note(`waiting ${milliseconds / 1000} s, the server is busy: ${why}`)
        },
        stopped: () => run.signal.aborted,
        prepareIndex: async (index) => {
          if (await makeIndex(search, index)) indicesMade.push(index)
        },
        sleep: (milliseconds) => sleep(milliseconds, undefined, { signal: run.signal }).catch(() => undefined),
      },
      result,
    ),
  )
  const seconds = (performance.now() - started) / 1000
  const { written, alreadyThere, refused, retries, reasons } = result
  const documentsPerSecond = Math.round((written + alreadyThere) / seconds)
  journal.add({
    sampleData: {
      ...options,
      until: iso(options.until),
      ...{ written, alreadyThere, refused, retries, reasons: Object.fromEntries(reasons), indicesMade },
      seconds: Math.round(seconds * 10) / 10,
      documentsPerSecond,
    },
  })
  const speed = `in ${seconds.toFixed(1)} s (${number(documentsPerSecond)} documents/s)`
  const there = alreadyThere > 0 ? `, ${number(alreadyThere)} were there already` : ''
  if (ended === 'finished') step.done(`${counted(written, 'document')} written${there} ${speed}`)
  else step.fail(`stopped after ${number(written)}`)
  const span = { from: options.until - options.hours * 3_600_000, until: options.until }
  const found = ended === 'finished' ? await countFound(search, result, run) : undefined
  return verdictOf({ end: 'sample data loaded', result, speed, span, ended, found })
}

/** Reads back: what the server has accepted must be there. */
async function countFound(search: Writer, { reasons }: BulkResult, { journal }: Run): Promise<number> {
  await refresh(search)
  for (const [reason, count] of [...reasons].slice(0, 5))
    journal.note(`${counted(count, 'document')} refused: ${reason}`)
  return sum(await samplesByIndex(search))
}

/** The outcome, or the known error that ended it: what was done until then must be told. */
async function orError<T>(run: Run, work: () => Promise<T>): Promise<T | ElkctlError> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ElkctlError) return run.signal.aborted ? new InterruptedError() : error
    throw error
  }
}

const iso = (time: number): string => new Date(time).toISOString()
const sum = (counts: Map<string, number>): number => [...counts.values()].reduce((total, count) => total + count, 0)
const number = (count: number): string => count.toLocaleString('en')
