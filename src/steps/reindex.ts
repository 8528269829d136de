import { setTimeout as sleep } from 'node:timers/promises'
import { counted } from '../counted.js'
import type { Plan } from '../engine/plan.js'
import { reindex, type OldIndex } from '../lifecycle/index.js'
import { InterruptedError } from '../errors.js'
import { oldIndexWarning } from '../report/text/old-index.js'
import type { Reindexed } from '../report/run-state.js'
import type { Settings } from '../settings/settings.js'
import { graceSignal } from './grace-signal.js'
import { connectToSearch } from './connect.js'
import type { Run } from './run.js'
import { warn } from './warn.js'

export interface ReindexFlags {
  /** give old indices the types of their templates, by way of a copy */
  reindex?: boolean
}

/** What this run reindexes. */
export const toReindex = (plan: Plan, { reindex: asked }: ReindexFlags): OldIndex[] => (asked ? plan.indices.old : [])

/** Old indices that stay as they are. */
export function warnOfOldIndices(plan: Plan, settings: Settings, run: Run): void {
  for (const old of plan.indices.old) warn(oldIndexWarning(old, settings.profile), run)
}

/** Returns the plan without the indices that are as their templates want them now. */
export async function reindexAll(
  old: OldIndex[],
  plan: Plan,
  settings: Settings,
  run: Run,
): Promise<{ plan: Plan; reindexed: Reindexed[] }> {
  const reindexed: Reindexed[] = []
  for (const one of old) reindexed.push({ index: one.index, documents: await reindexOne(one, plan, settings, run) })
  return {
    plan: { ...plan, indices: { ...plan.indices, old: plan.indices.old.filter((index) => !old.includes(index)) } },
    reindexed,
  }
}

async function reindexOne(old: OldIndex, plan: Plan, settings: Settings, run: Run): Promise<number> {
  const { index } = old
  const { identity } = plan.stack
  const step = run.screen.step(`Reindexing ${index}`)
  run.journal.add({ reindexed: [{ index, documents: null }] })
  try {
    const search = await connectToSearch({ settings, as: settings.admin, identity, signal: run.signal }, run)
    const documents = await reindex(old, search, {
      stack: plan.stack,
      cleanupWriter: () => connectToSearch({ settings, as: settings.admin, identity, signal: graceSignal(run) }, run),
      onProgress: step.note,
      pause: async () => {
        await sleep(500, undefined, { signal: run.signal }).catch(() => undefined)
        if (run.signal.aborted) throw new InterruptedError()
      },
    })
    run.journal.add({ reindexed: [{ index, documents }] })
    step.done(counted(documents, 'document'))
    return documents
  } catch (error) {
    step.fail('stopped')
    throw error
  }
}
