import { InterruptedError } from '../errors.js'
import type { ResourceApi } from '../kinds/kind.js'
import type { Reading } from '../kinds/reading.js'
import type { Mishaps, Work } from './apply.js'
import type { Change } from './change.js'

/** An interruption in the middle of reading back is no answer: then it is asked once more, of a stack that answers for a moment yet. */
export async function readBack(api: ResourceApi, names: string[], work: Work): Promise<Reading> {
  try {
    return await api.read(await work.readBack(), names)
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error
    return api.read(await work.readBack(), names)
  }
}

/** Changes that an interruption kept from being done, out of all of their kind. */
export const interrupted = (changes: Change[], error: InterruptedError, all = changes): Mishaps =>
  new Map(changes.map((change) => [change, isUnanswered(change, all, error) ? 'unclear' : 'not tried']))

/** Whether the write that got no answer is the one of this object: its path names it, or it carries all of them. */
function isUnanswered({ name }: Change, changes: Change[], { unanswered }: InterruptedError): boolean {
  if (unanswered === undefined) return false
  const path = String(unanswered.split('?')[0])
  const names = (candidate: string) => path.endsWith(`/${encodeURIComponent(candidate)}`)
  return names(name) || !changes.some((other) => names(other.name))
}
