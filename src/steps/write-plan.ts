import { applyPlan, type Outcome } from '../engine/apply.js'
import type { Change } from '../engine/change.js'
import type { Plan } from '../engine/plan.js'
import { counted } from '../counted.js'
import { awaitNewIndices } from '../lifecycle/index.js'
import type { Screen } from '../report/screen.js'
import type { Step } from '../report/step.js'
import type { Settings } from '../settings/settings.js'
import type { Stack } from '../stack/stack.js'
import { tellFirstRuns } from './first-runs.js'
import { noteFullDisk } from './full-disk.js'
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
  const progress = showKinds(screen)
  try {
    const outcomes = await applyPlan(plan, writers, {
      secret: { password, dataSourcePassword: settings.grafana?.dataSourcePassword, authority: settings.tls.ca },
      signal: run.signal,
      readBack: () => stackToReadBack(plan, settings, run),
      onKind: progress.begin,
      onOutcome: (outcome) => {
        journal.add({ outcomes: [outcome] })
        progress.show(outcome)
      },
    })
    const applied = outcomes.filter(({ status }) => status === 'applied').map(({ change }) => change)
    await awaitNewIndices(plan.stack, plan.changes, applied, run.signal)
    progress.end()
    await tellFirstRuns(plan.stack, applied, run)
    journal.note(...rewrittenNotes(outcomes, plan.stack))
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'failed' ? [outcome.error.message] : []))
    await noteFullDisk(refusals, plan, run)
    return outcomes
  } catch (error) {
    progress.end('stopped')
    throw error
  }
}

/** A step of the screen for each kind, which ends with what was done. */
function showKinds(screen: Screen) {
  let current: { step: Step; names: string[]; done: string } | undefined
  const end = (failed?: string) => {
    if (failed !== undefined) current?.step.fail(failed)
    else if (current) {
      const { step, names, done } = current
      step.done(names.length <= 3 ? names.join(', ') : `${names.length} ${done}`)
    }
    current = undefined
  }
  return {
    begin: (kind: Change['kind'], changes: Change[]) => {
      end()
      const [doing, done] = changes.every(({ action }) => action === 'remove')
        ? ['Removing', 'removed']
        : ['Writing', 'written and read back']
      current = { step: screen.step(`${doing} ${kind.name}`), names: [], done }
    },
    show: (outcome: Outcome) => {
      if (outcome.status === 'applied') current?.names.push(outcome.change.name)
      if (outcome.status === 'by another') current?.names.push(`${outcome.change.name}, by another elkctl`)
      if (outcome.status === 'failed') end(`${outcome.change.name}: ${outcome.error.message}`)
      if (outcome.status === 'unclear' || outcome.status === 'not tried') end('stopped')
    },
    end,
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
  const writers = await connect({ settings, stack, as: settings.admin, signal: graceSignal(run) }, run)
  const { search, dashboards, grafana } = writers
  return {
    ...stack,
    search,
    dashboards: stack.dashboards && dashboards && { ...stack.dashboards, reader: dashboards },
    grafana: stack.grafana && grafana && { ...stack.grafana, reader: grafana },
  }
}
