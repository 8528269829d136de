import { findLeftovers } from '../../engine/leftover-probes.js'
import { reasonIn } from '../../http/answer.js'
import type { Reader, Reply } from '../../stack/stack.js'
import { passed, problem, unchecked } from '../finding.js'
import type { Look } from './ask.js'

/** Documents of a --write-probe that was killed. */
export const lookForLeftovers: Look = async ({ stack: { search }, samples }) => {
  const replies: Promise<Reply>[] = []
  const watched: Reader = {
    url: search.url,
    get: (path) => {
      const reply = search.get(path)
      replies.push(reply)
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
  const refused = (await Promise.all(replies)).find(({ status }) => status === 401 || status === 403)
  return [
    refused === undefined
      ? passed('probe.leftover', 'no earlier check left anything')
      : unchecked('probe.leftover', `${refused.status} ${reasonIn(refused)}`),
  ]
}
