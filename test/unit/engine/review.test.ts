import { describe, expect, it } from '@jest/globals'
import { planChanges, pending } from '../../../src/engine/plan.js'
import { reviewPlan } from '../../../src/engine/review.js'
import { role } from '../../../src/kinds/role/role.js'
import { opensearch } from '../../../src/stack/flavors.js'
import { ok, readerOf, stackOf } from '../fake-stack.js'
import { definition, options } from './planning.js'

const rolesPath = '/_plugins/_security/api/roles'
const wanted = definition(role, 'r', { cluster_permissions: ['curd'] })

async function review(roles: object, force: boolean) {
  const search = readerOf({
    [rolesPath]: ok(roles),
    '/_plugins/_security/api/actiongroups': ok({ crud: { allowed_actions: [] } }),
  })
  const plan = await planChanges([wanted], stackOf({ search }, opensearch), options)
  return { before: plan, ...(await reviewPlan(plan, force)), requests: search.requests }
}

describe('a plan is reviewed', () => {
  it('and what the server would take although it means nothing becomes an obstacle', async () => {
    const { plan } = await review({}, false)
    expect(plan.changes).toMatchObject([{ action: 'blocked', exit: 'usage', file: 'r.json' }])
    expect(pending(plan)).toEqual([])
  })

  it('and stays with force, with a note', async () => {
    const { plan, before, notes } = await review({}, true)
    expect(plan.changes).toEqual(before.changes)
    expect(notes.join()).toContain('--force: the role r is written although')
  })

  it('without a request where nothing is to be written', async () => {
    const { before } = await review({}, false)
    const [change] = before.changes
    const written = change?.action === 'create' ? change.after : {}
    const { plan, requests } = await review({ r: written }, false)
    expect(plan.changes).toMatchObject([{ action: 'unchanged' }])
    expect(requests).toEqual([`GET ${rolesPath}`])
  })
})
