import type { Plan } from '../engine/plan.js'
import type { Change } from '../engine/change.js'
import type { Run } from './run.js'

/** On a terminal, each object that a person edited may be replaced; otherwise they stay. */
export async function askAboutEdits(
  plan: Plan,
  { yes, dryRun }: { yes?: boolean; dryRun?: boolean },
  { prompts }: Run,
): Promise<Plan> {
  if (yes || dryRun || prompts === undefined) return plan
  const changes: Change[] = []
  for (const change of plan.changes) {
    const isReplaced =
      change.action === 'kept' &&
      (await prompts.confirm(`The ${change.kind.name} ${change.name} was edited by hand. Replace it?`))
    changes.push(isReplaced ? { ...change, action: 'update' } : change)
  }
  return { ...plan, changes }
}
