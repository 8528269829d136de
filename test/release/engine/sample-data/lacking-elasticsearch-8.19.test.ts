import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { makeInstallation, type Installation } from '../../../../sandbox/installation.js'
import { runElkctl } from '../../../../sandbox/run-elkctl.js'
import { startStack, type LocalStack } from '../../../../sandbox/stack.js'
import { sampleData } from '../../../../src/profiles/openvidu/sample-data/index.js'
import { account } from '../../../support/account.js'

/** Of Elasticsearch 8 no public Maven repository has the module for deletion by query. */
let stack: LocalStack
let installation: Installation

beforeAll(async () => {
  stack = await startStack({ engine: 'elasticsearch-8.19', dashboards: false })
  const { username, password } = stack.engine
  installation = makeInstallation({
    searchUrl: stack.search.url,
    username,
    password,
    more: { OPENVIDU_PRO_KIBANA_HOST: 'http://127.0.0.1:9' },
  })
}, 400_000)

afterAll(async () => {
  installation.remove()
  await stack.stop()
})

it('sample-data remove says what the server lacks, and deletes nothing', async () => {
  const ask = account(stack.engine.url, stack.engine.username, stack.engine.password)
  const index = 'openvidu-logs-2026.11.21'
  await ask('PUT', `/${index}/_doc/sample?routing=${sampleData.routing}&refresh=true`, { message: 'a sample' })
  const { code, stdout } = await runElkctl([
    'sample-data',
    'remove',
    '--yes',
    '--env-file',
    installation.envFile,
    '--json',
  ])
  const { error } = JSON.parse(stdout) as { error?: { message: string; hint: string } }
  expect(code).toBe(1)
  expect(error?.message).toMatch(/does not know deletion by query \(40\d for POST \/openvidu\/_delete_by_query\)/)
  expect(error?.hint).toContain('reindex')
  expect((await ask('GET', `/${index}/_count`)).body['count']).toBe(1)
})
