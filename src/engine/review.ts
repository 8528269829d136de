import { apiOf, isOtherWork, type Change } from './change.js'
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
  const decided = plan.changes.map((change): { change: Change; notes: string[] } => {
    const objection = reviews
      .find(({ kind }) => kind === change.kind)
      ?.objections.find(({ name }) => name === change.name)
    if (objection === undefined) return { change, notes: [] }
    const { kind, name, file } = change
    const { reason, hint } = objection
    return force
      ? { change, notes: [`--force: the ${kind.name} ${name} is written although ${reason}`] }
      : {
          change: { kind, name, file, action: 'blocked', exit: 'usage', reason: `${file}: ${reason}`, hint },
          notes: [],
        }
  })
  return {
    plan: { ...plan, changes: decided.map(({ change }) => change) },
    notes: [...reviews, ...decided].flatMap(({ notes }) => notes),
  }
}

async function review(kind: Change['kind'], plan: Plan) {
  const objects = pending(plan).flatMap((change) =>
    change.kind === kind && (change.action === 'create' || change.action === 'update')
      ? [{ name: change.name, body: change.after }]
      : [],
  )
  if (objects.length === 0 || isOtherWork(kind)) return { objections: [], notes: [] }
  const api = apiOf(kind, plan.stack)
  return api.review ? api.review(plan.stack, objects) : { objections: [], notes: [] }
}
