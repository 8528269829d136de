import { ElkctlError } from '../../errors.js'
import type { Stack, Writers } from '../../stack/stack.js'
import type { ObjectToWrite, ResourceApi } from '../kind.js'
import { isOfAnotherRun } from '../mark.js'

/**
 * Neither product can make a user only where there is none: a second one of that name would replace the password that somebody has been given. So the user is
 * looked at again right before a password is set. What another run has made in the meantime stays as it is; reading back shows whose it is.
 */
export const lookingFirst = (api: ResourceApi): ResourceApi => ({
  ...api,
  write: async (writers, stack, objects, secret) => {
    for (const object of objects)
      if (secret.password === undefined || !(await isTaken(api, object, writers, stack)))
        await api.write(writers, stack, [object], secret)
  },
})

/** @throws ElkctlError somebody else has written it since it was planned */
async function isTaken(
  api: ResourceApi,
  { name, body, existing }: ObjectToWrite,
  { search }: Writers,
  stack: Stack,
): Promise<boolean> {
  const reading = await api.read({ ...stack, search }, [name])
  const found = reading.status === 'read' ? reading.objects.get(name) : undefined
  const mark = api.mark(stack, name)
  if (found === undefined || mark === undefined) return false
  const [own, planned, actual] = [body, existing?.body ?? {}, found.body].map((of) => mark.read(of))
  if (actual === own || (existing !== undefined && actual === planned)) return false
  if (isOfAnotherRun(own, actual)) return true
  throw new ElkctlError(`Something else has written the user ${name} since it was compared.`, {
    exit: 'conflict',
    hint: 'Run the command again: it compares again.',
  })
}
