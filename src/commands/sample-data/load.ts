import { counted, withCommas } from '../../counted.js'
import { isProbeIndex } from '../../engine/probe.js'
import { ElkctlError, SettingsError } from '../../errors.js'
import { isVerdict, type Verdict } from '../../report/verdict/verdict.js'
import { loadThatIsThere, othersByIndex } from '../../sample-data/indices.js'
import type { SampleData, SampleLoad } from '../../sample-data/sample-data.js'
import type { Settings } from '../../settings/settings.js'
import type { Stack, Writer } from '../../stack/stack.js'
import { planCorrections } from '../../steps/correct-settings.js'
import { detectStack } from '../../steps/detect-stack.js'
import { makePlan } from '../../steps/make-plan.js'
import type { StackOptions } from '../../steps/read-settings.js'
import type { Run } from '../../steps/run.js'
import { readForSampleData, writerFor } from './begin.js'
import { hoursAhead, readSampleOptions, type SampleFlags } from './options.js'
import { writeSampleData } from './write.js'

export interface LoadOptions extends StackOptions, SampleFlags {
  yes?: boolean
}

/** `elkctl sample-data load`: writes the made-up cluster of the last hours; a second run writes nothing twice. */
export async function loadSampleData(options: LoadOptions, run: Run): Promise<Verdict> {
  const asked = readSampleOptions(options, Date.now())
  const read = await readForSampleData(options, run)
  if (isVerdict(read)) return read
  const { settings, data } = read
  planCorrections(settings, {}, run)
  const stack = await detectStack(settings, run)
  await expectReady(settings, stack, options, run)
  const search = await writerFor(settings, stack, run)
  const follows = options.follow === true
  const newLoad = { ...asked.options, variant: data.variants?.of(settings.release) ?? '' }
  const { untilGiven } = asked
  const { load, goesOn } = await continueOrBegin({ load: newLoad, untilGiven, follows }, search, data, settings)
  if (goesOn)
    run.journal.note(
      load.ahead === 0
        ? `sample data up to ${iso(load.until)} exists already, whole or in part: this run completes it`
        : `sample data of ${iso(load.until - load.ahead * 3_600_000)} exists already, whole or in part: this run completes it`,
    )
  await askIfMixed({ search, data, settings }, options, run)
  return writeSampleData({ load, data, search, follows, bulkDocuments: settings.bulkDocuments }, run)
}

/** Without its template, an index that is never replaced would have a wrong mapping for ever. @throws ElkctlError when init has not been run */
async function expectReady(settings: Settings, stack: Stack, options: StackOptions, run: Run): Promise<void> {
  const plan = await makePlan({ settings, stack }, options, run)
  const lacking = plan.changes.filter(
    ({ kind, action }) =>
      ['index template', 'legacy template', 'ingest pipeline'].includes(kind.name) &&
      (action === 'create' || action === 'blocked'),
  )
  if (lacking.length > 0)
    throw new ElkctlError(
      `The stack is not ready for documents of ${settings.profile.title}: ${lacking.map(({ kind, name }) => `${kind.name} ${name}`).join(', ')} is missing.`,
      { exit: 'usage', hint: 'Run elkctl init first.' },
    )
}

/** A load that is there already is completed; another one cannot be put on top of it. */
async function continueOrBegin(
  { load: asked, untilGiven, follows }: { load: SampleLoad; untilGiven: boolean; follows: boolean },
  search: Writer,
  data: SampleData,
  { profile }: Settings,
): Promise<{ load: SampleLoad; goesOn: boolean }> {
  const there = await loadThatIsThere(search, data)
  if (there === undefined) return { load: asked, goesOn: false }
  if (there !== 'unknown') {
    const same = (['seed', 'hours', 'scale', 'variant'] as const).every((name) => there[name] === asked[name])
    const sameEnd = untilGiven ? there.until === asked.until && there.ahead === asked.ahead : true
    if (same && sameEnd) {
      if (follows && there.ahead !== asked.ahead) throw isLoadedWhole(there)
      return { load: there, goesOn: true }
    }
  }
  const what = there === 'unknown' ? 'of another version of elkctl' : `made with ${optionsOf(there, data)}`
  throw new ElkctlError(`There is other sample data already, ${what}.`, {
    exit: 'conflict',
    hint: `Remove it first (elkctl sample-data remove), or give the same options${data.variants === undefined ? '' : ` (and the same release of ${profile.title})`} to complete it.`,
  })
}

const isLoadedWhole = ({ until }: SampleLoad): ElkctlError =>
  new ElkctlError(`The sample data that is there was loaded without --follow, and ends at ${iso(until)}.`, {
    exit: 'conflict',
    hint: 'Remove it first (elkctl sample-data remove), then load with --follow.',
  })

/** As on the command line. */
function optionsOf({ seed, hours, scale, until, ahead, variant }: SampleLoad, { variants }: SampleData): string {
  const end = ahead === 0 ? ` --until ${iso(until)}` : ahead === hoursAhead.follow ? ' --follow' : ''
  const given = `--seed ${seed} --hours ${hours} --scale ${scale}${end}`
  return variants === undefined ? given : `${given} for ${variants.title} ${variant}`
}

/** Sample data beside real data makes every sum of the dashboards wrong: that wants to be meant. */
async function askIfMixed(
  { search, data, settings }: { search: Writer; data: SampleData; settings: Settings },
  options: LoadOptions,
  run: Run,
): Promise<void> {
  // What a check of an earlier run left behind is nobody's data.
  const others = new Map([...(await othersByIndex(search, data))].filter(([index]) => !isProbeIndex(index)))
  if (others.size === 0) return
  const { recognised } = data
  const shown = [...others].sort(([, a], [, b]) => b - a).slice(0, 4)
  const list = shown.map(([index, count]) => `${withCommas(count)} in ${index}`).join(', ')
  const mixed = `${settings.searchUrl} holds ${counted(sum(others), 'document')} that ${sum(others) === 1 ? 'is' : 'are'} not sample data of ${settings.profile.title} (${list}${others.size > 4 ? ' …' : ''})`
  if (options.yes) {
    run.journal.note(`${mixed}; the sample data has ${recognised}`)
    return
  }
  const hint = `With --yes sample data is written beside them; it has ${recognised}, and sample-data remove deletes nothing else.`
  if (run.prompts === undefined)
    throw new SettingsError([{ where: 'sample-data load', message: `${mixed}, and no terminal to confirm it` }], hint)
  run.screen.print(`${mixed}.`)
  if (!(await run.prompts.confirm('Write sample data beside them?')))
    throw new ElkctlError('Not confirmed: nothing was written.', { exit: 'usage', hint })
}

const iso = (time: number): string => new Date(time).toISOString()
const sum = (counts: Map<string, number>): number => [...counts.values()].reduce((total, count) => total + count, 0)
