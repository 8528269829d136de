import { counted, withCommas } from '../../counted.js'
import { isVerdict, verdictOf, type Verdict } from '../../report/verdict/verdict.js'
import { indicesMadeForSampleData, samplesByIndex } from '../../sample-data/indices.js'
import { removeDocuments } from '../../sample-data/remove.js'
import type { SampleData } from '../../sample-data/sample-data.js'
import type { Settings } from '../../settings/settings.js'
import type { Writer } from '../../stack/stack.js'
import { noTerminal, notConfirmed } from '../../steps/confirm.js'
import { detectStack } from '../../steps/detect-stack.js'
import type { StackOptions } from '../../steps/read-settings.js'
import type { Run } from '../../steps/run.js'
import { readForSampleData, writerFor } from './begin.js'
import { orInterrupted } from './write.js'

export interface RemoveOptions extends StackOptions {
  yes?: boolean
}

/** `elkctl sample-data remove`: deletes sample documents and no others. */
export async function removeSampleData(options: RemoveOptions, run: Run): Promise<Verdict> {
  const read = await readForSampleData(options, run)
  if (isVerdict(read)) return read
  const { settings, data } = read
  const stack = await detectStack(settings, run)
  const search = await writerFor(settings, stack, run)
  await confirmRemoval({ search, data, settings }, options, run)
  const step = run.screen.step('Removing sample data')
  const removed = await removeDocuments(search, data, {
    onProgress: (deleted) => {
      if (run.screen.mode === 'terminal') step.note(`${withCommas(deleted)} deleted`)
    },
    stopped: () => run.signal.aborted,
  })
  const { result } = removed
  const ended = orInterrupted(removed.ended, run)
  const { deleted, families: byFamily, indices, kept, undeletable } = result
  run.journal.add({
    sampleData: {
      ...{ deleted, families: Object.fromEntries(byFamily) },
      ...{ indicesDeleted: indices, indicesKept: kept, indicesUndeletable: undeletable },
    },
  })
  if (ended === 'finished') step.done(`${counted(deleted, 'document')} deleted`)
  else step.fail(`stopped after ${withCommas(deleted)}`)
  const left = ended === 'finished' ? sum(await samplesByIndex(search, data)) : undefined
  if (left === 0 && kept.length > 0)
    run.journal.note(`kept, because other documents have come into them: ${kept.join(', ')}`)
  if (undeletable.length > 0)
    run.journal.note(
      `empty, and left because ${String(settings.admin?.username)} may delete no index: ${undeletable.join(', ')}; sample-data remove as an administrator deletes ${undeletable.length === 1 ? 'it' : 'them'}`,
    )
  return verdictOf({ end: 'sample data removed', result, ended, left })
}

/** Asks only where there is something to delete. @throws ElkctlError it was said no, or nobody is there to ask */
async function confirmRemoval(
  { search, data, settings }: { search: Writer; data: SampleData; settings: Settings },
  { yes }: RemoveOptions,
  { prompts }: Run,
): Promise<void> {
  if (yes) return
  const documents = sum(await samplesByIndex(search, data))
  const indices = documents > 0 ? [] : await indicesMadeForSampleData(search, data.families)
  if (documents + indices.length === 0) return
  const what =
    documents > 0 ? counted(documents, 'sample document') : 'the empty indices that were made for sample data'
  if (prompts === undefined)
    throw noTerminal(`that ${what} will be deleted`, 'Add --yes to delete them without being asked.')
  if (!(await prompts.confirm(`Delete ${what} from ${settings.searchUrl}?`))) throw notConfirmed()
}

const sum = (counts: Map<string, number>): number => [...counts.values()].reduce((total, count) => total + count, 0)
