import { describe, expect, it } from '@jest/globals'
import type { Change } from '../../../src/engine/change.js'
import { lifecyclePolicy } from '../../../src/kinds/lifecycle-policy/lifecycle-policy.js'
import { writeAlias } from '../../../src/kinds/write-alias.js'
import { awaitNewIndices } from '../../../src/lifecycle/index.js'
import { elasticsearch, opensearch, type Flavor } from '../../../src/stack/flavors.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../fake-stack.js'

const path = '/_plugins/_ism/explain/logs-000001?show_policy=true'
const unseen = ok({ 'logs-000001': { 'index.plugins.index_state_management.policy_id': null } })
const managed = ok({ 'logs-000001': { policy_id: 'logs-policy' } })

const policy: Change = { kind: lifecyclePolicy, name: 'logs-policy', file: 'f', action: 'unchanged' }
const alias: Change = {
  ...{ kind: writeAlias, name: 'logs', file: 'f', action: 'create' },
  after: { first_index: 'logs-000001' },
}

/** How often ISM is asked. */
async function asked(answers: [Answer, ...Answer[]], changes = [policy, alias], flavor: Flavor = opensearch) {
  const search = readerOf({ [path]: answers })
  await awaitNewIndices(stackOf({ search }, flavor), changes, changes, new AbortController().signal)
  return search.requests.length
}

describe('the first index of an alias', () => {
  it('is waited for until ISM shows its policy', async () => {
    expect(await asked([unseen, unseen, managed])).toBe(3)
  })

  it.each<[string, [Answer], Change[], Flavor, number]>([
    ['on Elasticsearch', [managed], [policy, alias], elasticsearch, 0],
    ['where no policy is for anything', [managed], [alias], opensearch, 0],
    ['that was there before', [managed], [policy, { ...alias, action: 'unchanged' }], opensearch, 0],
    ['of which nobody may ask', [forbidden], [policy, alias], opensearch, 1],
  ])('is not waited for %s', async (_what, answers, changes, flavor, times) => {
    expect(await asked(answers, changes, flavor)).toBe(times)
  })
})
