import { ElkctlError, InterruptedError } from '../errors.js'
import type { Mishap, Mishaps, Work } from './apply.js'
import { apiOf, type Change } from './change.js'
import { readBack } from './read-back.js'

/** Removes objects one after the other, and looks whether each has gone. After one that failed the others are not tried. */
export async function removeObjects(changes: Change[], hasFailed: boolean, work: Work): Promise<Mishaps> {
  const mishaps: Mishaps = new Map()
  for (const change of changes) {
    const mishap = hasFailed || mishaps.size > 0 ? 'not tried' : await removed(change, work)
    if (mishap !== undefined) mishaps.set(change, mishap)
  }
  return mishaps
}

async function removed({ kind, name }: Change, work: Work): Promise<Mishap | undefined> {
  const { stack } = work.plan
  const api = apiOf(kind, stack)
  try {
    const interruption = await remove(() => api.remove(work.writers, stack, name))
    const reading = await readBack(api, [name], work)
    if (reading.status === 'read' && !reading.objects.has(name)) return undefined
    if (interruption) return interruption.unanswered === undefined ? 'not tried' : 'unclear'
    return new ElkctlError(`Removing the ${kind.name} ${name} was accepted, but it is still there.`, {
      exit: 'failure',
      hint: 'Does something else write it? Run the command again, with --verbose to see each request.',
    })
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    return error instanceof InterruptedError ? 'unclear' : error
  }
}

async function remove(send: () => Promise<void>): Promise<InterruptedError | undefined> {
  try {
    await send()
    return undefined
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error
    return error
  }
}
