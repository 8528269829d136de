import { isObject, type JsonObject } from '../../json.js'
import { notUnderstood, reasonIn, refusal } from '../../http/answer.js'
import type { Stack } from '../../stack/stack.js'
import type { Existing } from '../kind.js'
import type { Reading } from '../reading.js'

/** Data sources need it (Grafana's documentation, "RBAC role definitions"). */
export const adminNeeded = 'Give the service account of Grafana the role Admin.'

/** Reads objects of Grafana one by one, because its lists lack the bodies. 404: there is no such object. @throws ApiError, UnreachableError */
export async function readEach(
  { grafana, withoutGrafana = 'no Grafana' }: Stack,
  names: string[],
  pathOf: (name: string) => string,
  from: (answer: JsonObject) => Existing,
): Promise<Reading> {
  if (grafana === undefined) return { status: 'absent', reason: withoutGrafana }
  const replies = await Promise.all(names.map((name) => grafana.reader.get(pathOf(name))))
  const refused = replies.find(({ status }) => status === 401 || status === 403)
  if (refused !== undefined)
    return {
      ...{ status: 'failed', exit: 'access' },
      reason: `Grafana refuses ${refused.method} ${refused.path}: ${refused.status} ${reasonIn(refused)}`,
      hint: adminNeeded,
    }
  const objects = replies.flatMap((reply, index): [string, Existing][] => {
    if (reply.status === 404) return []
    const what = `Reading ${names[index] ?? ''} of Grafana`
    if (reply.status !== 200) throw refusal(reply, what)
    if (!isObject(reply.body)) throw notUnderstood(reply, what)
    return [[names[index] ?? '', from(reply.body)]]
  })
  return { status: 'read', objects: new Map(objects) }
}

/** @throws Error no Grafana was connected, and something of it is written */
export function grafanaIn<Server>({ grafana }: { grafana?: Server | undefined }): Server {
  if (grafana === undefined) throw new Error('there is no Grafana to write to')
  return grafana
}
