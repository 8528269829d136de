import { apiOf } from '../engine/change.js'
import type { Plan } from '../engine/plan.js'
import type { Settings } from '../settings/settings.js'
import { connect } from './connect.js'
import { graceSignal } from './grace-signal.js'
import type { Run } from './run.js'
import type { UserChange } from './unfinished-hand-over.js'

/**
 * Whether the user is as this run wrote it, and so has its password: of several runs at a time it is the last one that wrote. Works after Ctrl-C too.
 * @throws ElkctlError when the stack does not tell
 */
export async function hasOwnPassword(
  change: UserChange,
  { stack }: Pick<Plan, 'stack'>,
  settings: Settings,
  run: Run,
): Promise<boolean> {
  const api = apiOf(change.kind, stack)
  const { search } = await connect({ settings, stack, as: settings.admin, signal: graceSignal(run) }, run)
  const reading = await api.read({ ...stack, search }, [change.name])
  const found = reading.status === 'read' ? reading.objects.get(change.name) : undefined
  const mark = api.mark(stack, change.name)
  return found !== undefined && mark?.read(found.body) === mark?.read(change.after)
}
