import { setTimeout as sleep } from 'node:timers/promises'
import { counted } from '../counted.js'
import type { Change } from '../engine/change.js'
import { ElkctlError } from '../errors.js'
import { firstRuns } from '../kinds/kibana-rule/first-runs.js'
import { kibanaRule } from '../kinds/kibana-rule/kibana-rule.js'
import { tellsRuns, type LastRun } from '../kinds/kibana-rule/last-run.js'
import type { Stack } from '../stack/stack.js'
import type { Run } from './run.js'
import { warn } from './warn.js'

/** Kibana accepts rules that fail on every run, and does not say so. Looks how the first runs went, and warns: a rule that fails does not fail the command. */
export async function tellFirstRuns(stack: Stack, applied: Change[], run: Run): Promise<void> {
  const names = applied.flatMap(({ kind, action, name }) => (kind === kibanaRule && action === 'create' ? [name] : []))
  if (names.length === 0 || !tellsRuns(stack)) return
  const step = run.screen.step('Waiting for the first runs')
  const runs = await firstRuns(stack, names, (milliseconds) => pause(milliseconds, run.signal)).catch(unlessToldOf)
  const failed = [...(runs ?? new Map<string, LastRun>())].flatMap(([name, { problem }]) =>
    problem === undefined ? [] : [{ name, ...problem }],
  )
  const done = names.filter((name) => (runs?.get(name)?.status ?? 'pending') !== 'pending')
  if (failed.length > 0) step.fail()
  else step.done(`${done.length} of ${counted(names.length, 'rule')}`)
  for (const { name, message, hint } of failed)
    warn(`the first run of the kibana rule ${name} failed: ${message}. ${hint.replace(/\.$/, '')}`, run)
  if (done.length < names.length)
    run.journal.note(
      `Kibana has not run ${counted(names.length - done.length, 'new rule')} yet: elkctl verify --alerts tells how the runs end`,
    )
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<boolean> =>
  sleep(milliseconds, true, { signal }).catch(() => false)

/** Everything is written: that this cannot be read is no failure. */
function unlessToldOf(error: unknown): undefined {
  if (!(error instanceof ElkctlError)) throw error
}
