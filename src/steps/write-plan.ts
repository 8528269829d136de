import { applyPlan, type Outcome } from '../engine/apply.js'
import type { Plan } from '../engine/plan.js'
import { counted } from '../counted.js'
import { awaitNewIndices } from '../lifecycle/index.js'
import type { Settings } from '../settings/settings.js'
import type { Stack } from '../stack/stack.js'
import { graceSignal } from './grace-signal.js'
import { connect } from './connect.js'
import type { Run } from './run.js'

/** Step 7: carries out the plan, and shows kind after kind. */
export async function writePlan(
  plan: Plan,
  settings: Settings,
  password: string | undefined,
  run: Run,
): Promise<Outcome[]> {
  const { screen, journal } = run
  const writers = await connect({ settings, stack: plan.stack, as: settings.admin, signal: run.signal }, run)
  let step: ReturnType<typeof screen.step> | undefined
  let names: string[] = []
  let summary = 'written and read back'
  const finish = (failed?: string) => {
    if (failed === undefined) step?.done(names.length <= 3 ? names.join(', ') : `${names.length} ${summary}`)
    else step?.fail(failed)
    step = undefined
    names = []
  }
  try {
    const outcomes = await applyPlan(plan, writers, {
      secret: { password },
      signal: run.signal,
      readBack: () => stackToReadBack(plan, settings, run),
      onKind: (kind, changes) => {
        finish()
        const removing = changes.every(({ action }) => action === 'remove')
        summary = removing ? 'removed' : 'written and read back'
        step = screen.step(`${removing ? 'Removing' : 'Writing'} ${kind.name}`)
      },
      onOutcome: (outcome) => {
        journal.add({ outcomes: [outcome] })
        if (outcome.status === 'applied') names.push(outcome.change.name)
        if (outcome.status === 'failed') finish(`${outcome.change.name}: ${outcome.error.message}`)
        if (outcome.status === 'unclear' || outcome.status === 'not tried') finish('stopped')
      },
    })
    const applied = outcomes.filter(({ status }) => status === 'applied').map(({ change }) => change)
    await awaitNewIndices(plan.stack, plan.changes, applied, run.signal)
    finish()
    journal.note(...rewrittenNotes(outcomes, plan.stack))
    return outcomes
  } catch (error) {
    finish('stopped')
    throw error
  }
}

/** One note for all objects that the server rewrote in a way that elkctl does not know. */
function rewrittenNotes(outcomes: Outcome[], { flavor, dashboards }: Stack): string[] {
  const others = outcomes.flatMap((outcome) =>
    outcome.status === 'applied' && outcome.keptOtherwise
      ? [{ name: outcome.change.name, ...outcome.keptOtherwise }]
      : [],
  )
  const first = (some: string[]) =>
    some.slice(0, 3).join(', ') + (some.length > 3 ? ` and ${some.length - 3} more` : '')
  if (others.length === 0) return []
  const server = `${flavor.dashboardsTitle} ${dashboards?.version ?? ''}`
  const unnoted = others.flatMap(({ name, unnoted: why }) => (why === undefined ? [] : [`${name} (${why})`]))
  const later = unnoted.length > 0 ? ` plan and verify will show as edited: ${first(unnoted)}.` : ''
  const all = first(others.map(({ name, paths }) => `${name} (${paths.join(', ')})`))
  return [
    `${server} keeps ${counted(others.length, 'object')} in a form that this elkctl does not know: ${all}. They are written and usable.${later} Please report it, with this version`,
  ]
}

/** As long as nobody interrupts, the stack as it was planned for. After that, one that answers for a moment yet. */
async function stackToReadBack({ stack }: Plan, settings: Settings, run: Run): Promise<Stack> {
  if (!run.signal.aborted) return stack
  const { search, dashboards } = await connect({ settings, stack, as: settings.admin, signal: graceSignal(run) }, run)
  return { ...stack, search, dashboards: stack.dashboards && dashboards && { ...stack.dashboards, reader: dashboards } }
}

export const everythingApplied = (outcomes: Outcome[]): boolean => outcomes.every(({ status }) => status === 'applied')
