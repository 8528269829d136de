import { expect, it } from '@jest/globals'
import { engineStacks } from '../../../../engine/contract/stacks.js'
import { describeKinds } from '../../../../engine/contract/kinds/describe-kinds.js'

const bench = describeKinds(engineStacks['elasticsearch-6.8'], {
  absent: ['saved object'],
  unmarkable: ['lifecycle policy'],
})

it('ILM of 6.8 refuses metadata of a policy: there is no place for a mark', async () => {
  const policy = { phases: {}, _meta: { elkctl: 'x' } }
  const { status, body } = await bench.writers.search.put('/_ilm/policy/kinds-meta', { policy })
  expect(status).toBe(400)
  expect(JSON.stringify(body)).toContain('_meta')
})
