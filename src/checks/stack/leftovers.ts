import { findLeftovers } from '../../engine/leftover-probes.js'
import { reasonIn } from '../../http/answer.js'
import type { Reader } from '../../stack/stack.js'
import { passed, problem, unchecked } from '../finding.js'
import type { Look } from './ask.js'

/** Documents of a --write-probe that was killed. */
export const lookForLeftovers: Look = async ({ stack: { search }, samples }) => {
  const refused: string[] = []
  const watched: Reader = {
    url: search.url,
    get: async (path) => {
      const reply = await search.get(path)
      if (reply.status === 401 || reply.status === 403) refused.push(`${reply.status} ${reasonIn(reply)}`)
      return reply
    },
  }
  const leftovers = await findLeftovers(watched, samples)
  if (leftovers.length > 0)
    return leftovers.map(({ name }) =>
      problem('probe.leftover', 'left by a check that was cut off', {
        subject: name,
        hint: 'elkctl verify --write-probe removes it.',
      }),
    )
  const [reason] = refused
  return [
    reason === undefined
      ? passed('probe.leftover', 'no earlier check left anything')
      : unchecked('probe.leftover', reason),
  ]
}
