import { expectGone, expectMade, refusal } from '../../http/answer.js'
import { ApiError } from '../../errors.js'
import type { Reply } from '../../stack/stack.js'
import { adminNeeded } from './reading.js'

/** What Grafana keeps in step with a file, and lets nobody change through its API. */
export const provisioned = {
  reason: 'Grafana reads it from a file (provisioning), and takes no change of it here',
  hint: 'Replace that file with what elkctl export grafana writes; or take it away, then run the command again',
}

/** By its words, which stay the same where the status does not (pkg/services/dashboards/errors.go, pkg/api/apierrors, pkg/api/datasources.go of 8 to 12). */
const mends: [RegExp, string][] = [
  [/provisioned dashboard|read-only data ?source/i, `${provisioned.hint}.`],
  [/changed by someone else|updated by someone else/i, 'It was changed at the same moment: run the command again.'],
  [/same (name|uid)|name already exists/i, 'Rename the other one in Grafana, then run the command again.'],
  [
    /belongs to plugin/i,
    'A plugin of Grafana brought one with this uid: take that plugin away, then run the command again.',
  ],
]

/** @throws ApiError that says what to do in Grafana */
export async function made(reply: Promise<Reply>, what: string): Promise<void> {
  expectMade(explained(await reply, what), what)
}

/** @throws ApiError, UnreachableError */
export async function gone(reply: Promise<Reply>, what: string): Promise<void> {
  expectGone(explained(await reply, what), what)
}

function explained(reply: Reply, what: string): Reply {
  const { status, body, lostBefore } = reply
  if (status < 400 || status >= 500 || lostBefore === true) return reply
  const words = JSON.stringify(body ?? null)
  const mend = mends.find(([pattern]) => pattern.test(words))?.[1]
  const hint = mend ?? (status === 401 || status === 403 ? adminNeeded : undefined)
  if (hint === undefined) return reply
  const { message, exit } = refusal(reply, what)
  throw new ApiError(message, { status, exit: mend === undefined ? exit : 'conflict', hint })
}
