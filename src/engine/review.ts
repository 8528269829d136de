import { apiOf, isIndexWork, type Change } from './change.js'
import { pending, type Plan } from './plan.js'

export interface ReviewedPlan {
  plan: Plan
  notes: string[]
}

/**
 * Looks once more at what is about to be written, for what the server would accept silently although it means nothing there. Such a change
 * becomes an obstacle; with `force` it stays, and a note says what is wrong with it. Reads only, and nothing where nothing is to be written.
 */
export async function reviewPlan(plan: Plan, force: boolean): Promise<ReviewedPlan> {
  const reviews = await Promise.all(
    [...new Set(pending(plan).map(({ kind }) => kind))].map(async (kind) => ({
      kind,
      ...(await review(kind, plan)),
    })),
  )
  const notes = reviews.flatMap((result) => result.notes)
  const changes = plan.changes.map((change): Change => {
    const objection = reviews
      .find(({ kind }) => kind === change.kind)
      ?.objections.find((objection) => objection.name === change.name)
    if (objection === undefined) return change
    const { reason, hint } = objection
    if (force) {
      notes.push(`--force: the ${change.kind.name} ${change.name} is written although ${reason}`)
      return change
    }
    const { kind, name, file } = change
    return { kind, name, file, action: 'blocked', exit: 'usage', reason: `${file}: ${reason}`, hint }
  })
  return { plan: { ...plan, changes }, notes }
}

async function review(kind: Change['kind'], plan: Plan) {
  const objects = pending(plan).flatMap((change) =>
    change.kind === kind && (change.action === 'create' || change.action === 'update')
      ? [{ name: change.name, body: change.after }]
      : [],
  )
  if (objects.length === 0 || isIndexWork(kind)) return { objections: [], notes: [] }
  const api = apiOf(kind, plan.stack)
  return api.review ? api.review(plan.stack, objects) : { objections: [], notes: [] }
}
