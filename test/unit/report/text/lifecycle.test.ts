import { Chalk } from 'chalk'
import { describe, expect, it } from '@jest/globals'
import type { Change } from '../../../../src/engine/change.js'
import { noIndices, type IndexLifecycle } from '../../../../src/lifecycle/index.js'
import type { Plan } from '../../../../src/engine/plan.js'
import { managedIndex } from '../../../../src/lifecycle/managed-index.js'
import { changedLines, deletedAtOnce, lifecycleAsJson, lifecycleLines } from '../../../../src/report/text/lifecycle.js'
import { stackOf } from '../../fake-stack.js'

const day = 86_400_000
const index = (name: string, more: Partial<IndexLifecycle> = {}): IndexLifecycle => ({
  index: name,
  policy: 'ours',
  managedBy: 'ours',
  phase: 'hot',
  age: 3 * day,
  deleted: { before: 15 * day, after: 15 * day },
  atOnce: false,
  waiting: false,
  later: false,
  byApplication: undefined,
  desired: 15 * day,
  error: undefined,
  retry: undefined,
  leftAlone: undefined,
  ...more,
})
const planOf = (indices: IndexLifecycle[], changes: Change[] = []): Plan => ({
  stack: stackOf(),
  lifecycle: true,
  changes,
  indices: { ...noIndices, managed: indices },
  missing: [],
})
const lines = (plan: Plan) => lifecycleLines(plan, new Chalk({ level: 0 })).map((line) => line.trim())
const shorter = (name: string, more: Partial<IndexLifecycle> = {}) =>
  index(name, { deleted: { before: 30 * day, after: 15 * day }, ...more })

describe('existing indices in words', () => {
  it('says for which indices the retention changes, and which it deletes at once', () => {
    const plan = planOf([...['a', 'b', 'c', 'd', 'e'].map((name) => shorter(name)), shorter('old', { atOnce: true })])
    expect(lines(plan)).toEqual([
      '~ lifecycle of 6 indices: a, b, c and 3 more deleted after 15 days instead of 30 days; 1 of them at once (old)',
    ])
    expect(deletedAtOnce(plan)).toBe(
      '1 index older than the retention is deleted at once by this plan, with all data: old',
    )
  })

  it.each<[string, Partial<IndexLifecycle>, string]>([
    [
      'no retention any more',
      { deleted: { before: 15 * day, after: undefined } },
      'a never deleted, instead of after 15 days',
    ],
    [
      'a policy by size',
      { deleted: { before: 15 * day, after: 'unknown' } },
      'a deleted when its policy says so, not by age alone (cannot tell when), instead of deleted after 15 days',
    ],
    [
      'its first policy',
      { managedBy: undefined, deleted: { before: undefined, after: 15 * day } },
      'a deleted after 15 days instead of never; they get the policy ours',
    ],
    [
      'the other one of our policies',
      { managedBy: 'daily', deleted: { before: 15 * day, after: 46 * day } },
      'a deleted after 46 days instead of 15 days; they get the policy ours instead of daily',
    ],
  ])('%s', (_what, more, said) => {
    expect(changedLines(planOf([index('a', more)]))).toEqual([`lifecycle of 1 index: ${said}`])
  })

  it('an index that only has to be attached', () => {
    const attached: Change = {
      kind: managedIndex,
      name: 'a',
      file: 'f',
      action: 'update',
      after: {},
      existing: { body: {} },
      differences: [],
      origin: 'unmarked',
    }
    const never = { managedBy: undefined, deleted: { before: undefined, after: undefined } }
    expect(changedLines(planOf([index('a', never)], [attached]))).toEqual([
      'lifecycle of 1 index: a never deleted, as before; they get the policy ours',
    ])
  })

  it('says how the others are', () => {
    const plan = planOf([
      index('a'),
      index('b', { age: 9 * day }),
      index('told', { waiting: true }),
      index('new', { waiting: true, managedBy: undefined }),
      index('foreign', { leftAlone: 'managed by another policy (x)' }),
      index('stuck', { error: 'stuck: because', retry: 'POST /stuck/_ilm/retry' }),
    ])
    expect(lines(plan)).toEqual([
      '= 1 index: waiting for ISM to pick up the new policy (told)',
      '= 1 index: just made, and not taken up by ISM yet (new)',
      '= 2 indices under ours: hot, 3 to 9 days old, deleted after 15 days (a, b)',
      '- 1 index left alone: managed by another policy (x) (foreign)',
      '! stuck (ours, hot) stuck: because. After the cause is fixed: POST /stuck/_ilm/retry',
    ])
    expect(deletedAtOnce(plan)).toBeUndefined()
    expect(lifecycleAsJson(plan)[0]).toEqual({
      index: 'a',
      policy: 'ours',
      managedBy: 'ours',
      phase: 'hot',
      ageDays: 3,
      deletedAfterDays: { before: 15, after: 15 },
      atOnce: false,
      waiting: false,
      error: null,
      retry: null,
      leftAlone: null,
    })
  })
})
