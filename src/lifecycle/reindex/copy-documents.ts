import { counted } from '../../counted.js'
import { ElkctlError } from '../../errors.js'
import { notUnderstood, reasonIn } from '../../http/answer.js'
import { expectShape, hasShape } from '../../http/shape.js'
import { isObject, objectIn, type JsonObject } from '../../json.js'
import type { Reply, Writer } from '../../stack/stack.js'
import { count } from './index-requests.js'
import type { Job } from './job.js'

/** A task that an earlier run has begun goes on in the server, whatever became of that run. */
export async function finishEarlier(job: Job): Promise<void> {
  const what = 'Looking for a reindex that is under way'
  const reply = await job.search.get('/_tasks?actions=*reindex&detailed=true')
  const { nodes } = expectShape(reply, what, { nodes: 'map' })
  const tasks = Object.values(nodes).flatMap((node) => {
    if (!hasShape(node, { tasks: 'map' })) throw notUnderstood(reply, what)
    return Object.entries(node.tasks)
  })
  for (const [id, { description }] of tasks) if (String(description).includes(`[${job.copy}]`)) await follow(id, job)
}

/**
 * Every document of one index has been put into the other, or, with `create`, was there.
 *
 * @returns how many there are
 */
export async function copyDocuments(from: string, to: string, op: 'index' | 'create', job: Job): Promise<number> {
  const what = `Copying ${from} to ${to}`
  const begun = await job.search.post('/_reindex?wait_for_completion=false', {
    conflicts: 'proceed',
    source: { index: from },
    dest: { index: to, op_type: op },
  })
  const response = await follow(expectShape(begun, what, { task: 'text' }).task, job)
  const { total, created, updated, version_conflicts: there, failures } = response ?? {}
  const done = [created, updated, there].reduce<number>((sum, number) => sum + Number(number ?? 0), 0)
  if (typeof total === 'number' && Array.isArray(failures) && failures.length === 0 && done === total) return total
  throw new ElkctlError(
    `${what} did not reach every document: ${response ? JSON.stringify(failures ?? response).slice(0, 500) : 'the server no longer knows how it ended'}.`,
    { exit: 'failure', hint: `No document is lost: ${from} is as it was. ${again}` },
  )
}

const again = 'Fix the cause and re-run to resume.'

/** Waits until a task of the server has ended. undefined: the server does not know it any more */
async function follow(task: string, { search, onProgress, pause }: Job): Promise<JsonObject | undefined> {
  for (;;) {
    const reply = await search.get(`/_tasks/${task}`)
    if (reply.status === 404) return undefined
    const asked = expectShape(reply, 'Asking how far the reindex is', { completed: 'truth', task: 'object' })
    if (asked.completed) return outcomeIn(reply)
    const { total = 0, created = 0, updated = 0 } = objectIn(asked.task, 'status')
    onProgress(`${Number(created) + Number(updated)} of ${counted(Number(total), 'document')}`)
    await pause()
  }
}

/** undefined: a task whose end was not kept. @throws ElkctlError when it was refused */
function outcomeIn(reply: Reply): JsonObject | undefined {
  const { response, error } = isObject(reply.body) ? reply.body : {}
  if (error === undefined) return isObject(response) ? response : undefined
  throw new ElkctlError(`The reindex was refused: ${reasonIn({ ...reply, body: { error } })}.`, {
    exit: 'failure',
    hint: `No document is lost. ${again}`,
  })
}

/** @throws ElkctlError when the second index has fewer documents than the first, or the copying did not see all of them */
export async function expectSame(from: string, to: string, copied: number, search: Writer): Promise<void> {
  const [had, has] = [await count(from, search), await count(to, search)]
  if (had === copied && has >= had) return
  if (had !== copied) throw stillWritten(from)
  throw new ElkctlError(`${to} has ${counted(has, 'document')}, and ${from} has ${had}.`, {
    exit: 'failure',
    hint: `Neither was deleted. Find out why they differ, then run the command again.`,
  })
}

export const stillWritten = (index: string): ElkctlError =>
  new ElkctlError(`Something writes to ${index} while it is being reindexed. No document is lost.`, {
    exit: 'conflict',
    hint: 'Stop the application on all nodes, then run the same command again: it resumes from here.',
  })
