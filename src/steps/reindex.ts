import { setTimeout as sleep } from 'node:timers/promises'
import { counted } from '../counted.js'
import type { Plan } from '../engine/plan.js'
import type { OldIndex } from '../lifecycle/old-index.js'
import { reindex } from '../lifecycle/reindex.js'
import { InterruptedError } from '../errors.js'
import { oldIndexWarning } from '../report/text/old-index.js'
import type { Settings } from '../settings/settings.js'
import { afterwards } from './afterwards.js'
import { connect } from './connect.js'
import type { Run } from './run.js'
import { warn } from './warn.js'

export interface ReindexFlags {
  /** give old indices the types of their templates, by way of a copy */
  reindexEvents?: boolean
}

/** What this run reindexes. */
export const toReindex = (plan: Plan, { reindexEvents }: ReindexFlags): OldIndex[] =>
  reindexEvents ? plan.oldIndices : []

/** Old indices that stay as they are. */
export function warnOfOldIndices(plan: Plan, settings: Settings, run: Run): void {
  for (const old of plan.oldIndices) warn(oldIndexWarning(old, settings.profile), run)
}

export async function reindexAll(old: OldIndex[], plan: Plan, settings: Settings, run: Run): Promise<void> {
  for (const one of old) {
    const step = run.screen.step(`Reindexing ${one.index}`)
    const done: { index: string; documents: number | null } = { index: one.index, documents: null }
    run.report.reindexed = [...(run.report.reindexed ?? []), done]
    try {
      const { search } = await connect(settings, settings.admin, run, run.signal)
      done.documents = await reindex(one, search, {
        stack: plan.stack,
        janitor: async () => (await connect(settings, settings.admin, run, afterwards(run))).search,
        onProgress: step.note,
        pause: async () => {
          await sleep(500, undefined, { signal: run.signal }).catch(() => undefined)
          if (run.signal.aborted) throw new InterruptedError()
        },
      })
      step.done(counted(done.documents, 'document'))
      plan.oldIndices = plan.oldIndices.filter((other) => other !== one)
    } catch (error) {
      step.fail('stopped')
      throw error
    }
  }
}
