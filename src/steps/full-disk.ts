import { lookAtDisks } from '../checks/stack/disk.js'
import { ElkctlError } from '../errors.js'
import { saysDiskIsFull } from '../http/explain/causes.js'
import type { Plan } from '../engine/plan.js'
import type { Run } from './run.js'

/** A server that refuses to write because a disk is nearly full does not say how full: the disks of its nodes do, in a note. */
export async function noteFullDisk(refusals: string[], plan: Plan, run: Run): Promise<void> {
  if (!refusals.some(saysDiskIsFull)) return
  try {
    const findings = await lookAtDisks({ plan, stack: plan.stack, samples: [], now: Date.now })
    const full = findings.filter(({ status }) => status !== 'pass' && status !== 'skip')
    run.journal.note(
      ...full.map(
        ({ subject, detail, hint }) => `disk of ${String(subject)}: ${detail}. ${String(hint).replace(/\.$/, '')}`,
      ),
    )
  } catch (error) {
    // What the server said of the block is told anyway.
    if (!(error instanceof ElkctlError)) throw error
  }
}
