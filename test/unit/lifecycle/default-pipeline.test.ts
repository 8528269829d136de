import { expect, it } from '@jest/globals'
import { clusterStatePath } from '../../../src/kinds/cluster-state.js'
import { defaultPipeline, setting } from '../../../src/lifecycle/default-pipeline.js'
import type { ElkctlError } from '../../../src/errors.js'
import { memoryEngine, ok, stackOf } from '../fake-stack.js'

it('the pipeline of an index is set where it can be, and believed when it is read back', async () => {
  const blocked = {
    error: { type: 'cluster_block_exception', reason: 'index [blocked] blocked by: [FORBIDDEN/12]' },
    status: 403,
  }
  const state = (pipelines: Record<string, string | undefined>) => ({
    metadata: {
      indices: Object.fromEntries(
        Object.entries(pipelines).map(([name, default_pipeline]) => [
          name,
          { state: 'open', settings: { index: default_pipeline === undefined ? {} : { default_pipeline } } },
        ]),
      ),
    },
  })
  const { writer, requests } = memoryEngine((method, path) => {
    if (path === clusterStatePath) return ok(state({ good: 'ours', lost: undefined, blocked: undefined }))
    return method === 'PUT' && path.startsWith('/blocked/') ? { status: 403, body: blocked } : undefined
  })
  const wanted = new Map(['blocked', 'good', 'lost', 'gone'].map((name) => [name, { [setting]: 'ours' }]))
  const failed =
    (await defaultPipeline.apply?.({ search: writer }, stackOf(), wanted)) ?? new Map<string, ElkctlError>()
  expect([...failed.keys()]).toEqual(['blocked', 'lost'])
  expect(failed.get('blocked')?.message).toContain('blocked by: [FORBIDDEN/12]')
  expect(failed.get('lost')?.message).toContain('is not set')
  expect(requests.filter((request) => request.startsWith('PUT'))).toHaveLength(4)
})
