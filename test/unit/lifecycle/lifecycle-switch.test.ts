import { describe, expect, it } from '@jest/globals'
import { clusterStatePath } from '../../../src/kinds/cluster-state.js'
import { readSwitch } from '../../../src/lifecycle/lifecycle-switch.js'
import { elasticsearch, opendistro, opensearch } from '../../../src/stack/flavors.js'
import { forbidden, ok, readerOf, stackOf } from '../fake-stack.js'
import { recordedReply } from '../fixtures.js'

const settingsPath =
  '/_cluster/settings?include_defaults=true&filter_path=*.plugins.index_state_management.enabled,*.opendistro.index_state_management.enabled'
const ism = (enabled: string) => ({ index_state_management: { enabled } })

describe('ILM', () => {
  const read = (metadata: object) =>
    readSwitch(stackOf({ search: readerOf({ [clusterStatePath]: ok({ metadata }) }) }, elasticsearch))

  it.each([
    ['without a policy yet', {}],
    ['running', { index_lifecycle: { operation_mode: 'RUNNING' } }],
    // From 8.7 on the mode has a place of its own; the old one is not kept up to date.
    [
      'running, 8.7',
      { index_lifecycle: { operation_mode: 'STOPPED' }, lifecycle_operation: { ilm_operation_mode: 'RUNNING' } },
    ],
  ])('is on: %s', async (_what, metadata) => {
    expect(await read(metadata)).toBe('on')
  })

  it.each([
    ['STOPPED', { index_lifecycle: { operation_mode: 'STOPPED' } }],
    ['STOPPING', { index_lifecycle: { operation_mode: 'STOPPING' } }],
    ['STOPPED', { lifecycle_operation: { ilm_operation_mode: 'STOPPED' } }],
  ])('is %s', async (mode, metadata) => {
    expect(await read(metadata)).toEqual({
      stopped: `ILM is stopped (operation_mode ${mode})`,
      start: 'POST /_ilm/start',
    })
  })
})

describe('ISM', () => {
  const read = (answer: Parameters<typeof readerOf>[0][string], flavor = opensearch) =>
    readSwitch(stackOf({ search: readerOf({ [settingsPath]: answer }) }, flavor))

  it.each([
    ['as recorded (301)', recordedReply('opensearch-ism-2.19.4', '301')],
    ['switched on again', ok({ persistent: { plugins: ism('true') }, defaults: { opendistro: ism('false') } })],
    ['not told', ok({})],
  ])('is on: %s', async (_what, answer) => {
    expect(await read(answer)).toBe('on')
  })

  it.each([
    ['persistent', ok({ persistent: { plugins: ism('false') }, defaults: { opendistro: ism('true') } })],
    ['transient before persistent', ok({ transient: { plugins: ism('false') }, persistent: { plugins: ism('true') } })],
    ['by its old name', ok({ persistent: { opendistro: ism('false') }, defaults: { plugins: ism('true') } })],
    ['when the server was started', ok({ defaults: { plugins: ism('false'), opendistro: ism('true') } })],
  ])('is switched off: %s', async (_what, answer) => {
    expect(await read(answer)).toEqual({
      stopped: 'ISM is switched off (plugins.index_state_management.enabled is false)',
      start: 'PUT /_cluster/settings {"persistent":{"plugins.index_state_management.enabled":true}}',
    })
  })

  it('of Open Distro is switched on under its own name', async () => {
    expect(await read(ok({ transient: { opendistro: ism('false') } }), opendistro)).toMatchObject({
      start: expect.stringContaining('"opendistro.index_state_management.enabled":true'),
    })
  })

  it('may not be seen by everybody', async () => {
    expect(await read(forbidden)).toEqual({ unseen: '403 action [x] is unauthorized for user [u]' })
  })
})
