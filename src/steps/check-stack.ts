import type { CheckId } from '../checks/catalogue/index.js'
import type { Finding } from '../checks/finding.js'
import type { Look, Situation } from '../checks/stack/ask.js'
import { lookForBlocks } from '../checks/stack/blocks.js'
import { lookAtClock } from '../checks/stack/clock.js'
import { lookAtDisks } from '../checks/stack/disk.js'
import { lookAtHealth } from '../checks/stack/health.js'
import { lookForLeftovers } from '../checks/stack/leftovers.js'
import { lookAtLicence } from '../checks/stack/licence.js'
import { lookAtMonitors } from '../checks/stack/monitors.js'
import { lookAtReferences } from '../checks/stack/references.js'
import { lookAtShardLimit } from '../checks/stack/shard-limit.js'
import { counted } from '../counted.js'
import type { Plan } from '../engine/plan.js'
import { askedOnce } from '../kinds/cluster-state.js'
import type { Settings } from '../settings/settings.js'
import type { Run } from './run.js'
import { samplesOf } from './samples.js'

const looks: { looksFor: CheckId[]; look: Look }[] = [
  { looksFor: ['stack.licence'], look: lookAtLicence },
  { looksFor: ['stack.red', 'stack.yellow'], look: lookAtHealth },
  { looksFor: ['stack.disk'], look: lookAtDisks },
  { looksFor: ['stack.write-block'], look: lookForBlocks },
  { looksFor: ['stack.shard-limit'], look: lookAtShardLimit },
  { looksFor: ['clock.skew'], look: lookAtClock },
  { looksFor: ['dashboard.references'], look: lookAtReferences },
  { looksFor: ['monitor.available', 'monitor.runs'], look: lookAtMonitors },
  { looksFor: ['probe.leftover'], look: lookForLeftovers },
]

/** The stack itself, whatever the application: as the signed-in user, in at most eleven requests. Writes nothing. */
export async function checkStack(
  plan: Plan,
  { settings, data, selected }: { settings: Settings; data: string | undefined; selected: Set<CheckId> },
  run: Run,
): Promise<Finding[]> {
  const wanted = looks.filter(({ looksFor }) => looksFor.some((id) => selected.has(id)))
  if (wanted.length === 0) return []
  const step = run.screen.step('Checking the stack')
  const situation: Situation = {
    plan,
    stack: { ...plan.stack, search: askedOnce(plan.stack.search) },
    samples: samplesOf(settings, data),
    now: Date.now,
  }
  try {
    const findings = (await Promise.all(wanted.map(({ look }) => look(situation)))).flat()
    step.done(`${counted(findings.length, 'check')} made`)
    return findings
  } catch (error) {
    step.fail()
    throw error
  }
}
