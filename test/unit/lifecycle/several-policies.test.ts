import { expect, it } from '@jest/globals'
import { planChanges } from '../../../src/engine/plan.js'
import { clusterStatePath } from '../../../src/kinds/cluster-state.js'
import { lifecyclePolicy } from '../../../src/kinds/lifecycle-policy/lifecycle-policy.js'
import { opensearch } from '../../../src/stack/flavors.js'
import type { JsonObject } from '../../../src/json.js'
import { forbidden, ok, readerOf, stackOf } from '../fake-stack.js'
import { definition, options } from '../engine/planning.js'

const policyFor = (pattern: string, priority: number): JsonObject => ({
  policy: {
    ...{ description: pattern, default_state: 'hot', states: [{ name: 'hot', actions: [], transitions: [] }] },
    ism_template: [{ index_patterns: [pattern], priority }],
  },
})

it('of several policies for an index the one of the highest priority counts, as for ISM', async () => {
  const index = { state: 'open', settings: { index: { creation_date: '1' } } }
  const search = readerOf({
    ...Object.fromEntries(['roles', 'actiongroups'].map((what) => [`/_plugins/_security/api/${what}`, forbidden])),
    '/_plugins/_ism/policies?size=1000': ok({ policies: [] }),
    [clusterStatePath]: ok({ metadata: { indices: { 'logs-2026.11.26': index, 'logs-000001': index } } }),
    '/_plugins/_ism/explain/logs-*,logs-0*?show_policy=true': ok({ total_managed_indices: 0 }),
  })
  const wanted = [
    definition(lifecyclePolicy, 'dated', policyFor('logs-*', 280)),
    definition(lifecyclePolicy, 'series', policyFor('logs-0*', 281)),
  ]
  const { indices } = await planChanges(wanted, stackOf({ search }, opensearch), options)
  expect(indices.managed.map((managed) => [managed.index, managed.policy])).toEqual([
    ['logs-2026.11.26', 'dated'],
    ['logs-000001', 'series'],
  ])
})
