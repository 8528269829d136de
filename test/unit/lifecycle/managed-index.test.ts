import { describe, expect, it } from '@jest/globals'
import { clusterStatePath, planReaders } from '../../../src/kinds/cluster-state.js'
import { ilmIndices } from '../../../src/lifecycle/managed-index-ilm.js'
import { ismIndices } from '../../../src/lifecycle/managed-index-ism.js'
import { inParts } from '../../../src/lifecycle/index-names.js'
import { elasticsearch, opensearch } from '../../../src/stack/flavors.js'
import type { JsonObject } from '../../../src/json.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../fake-stack.js'
import { recordedReply } from '../fixtures.js'

const created = 1795230913821
const stateOf = (indices: Record<string, JsonObject>) =>
  ok({
    metadata: {
      indices: Object.fromEntries(
        Object.entries(indices).map(([name, { state = 'open', ...index }]) => [
          name,
          { state, settings: { index: { creation_date: String(created), ...index } } },
        ]),
      ),
    },
  })

const onIsm = async (name: string, explained: Answer, index: JsonObject = {}) => {
  const search = readerOf({
    [clusterStatePath]: stateOf({ [name]: index, unrelated: {} }),
    [`/_plugins/_ism/explain/${name}?show_policy=true`]: explained,
  })
  const reading = await ismIndices.read(stackOf({ search }, opensearch), [name])
  if (reading.status !== 'read') throw new Error(reading.reason)
  expect(reading.indices).toHaveLength(1)
  return reading.indices[0]
}
const recorded = (number: string) => recordedReply('opensearch-ism-2.19.4', number)

describe('how ISM explains an index', () => {
  it.each([
    ['086', 'rigold-1', { policy: undefined, phase: undefined, error: undefined }],
    ['173', 'rigold-1', { policy: 'ov_old', phase: 'hot', copySequence: 24, error: undefined }],
    ['335', 'openvidu-min-1', { policy: 'ov_minimal', phase: undefined, error: undefined }],
    [
      '285',
      'rigsecfull-1',
      { phase: 'delete', error: expect.stringContaining('no permissions for [indices:admin/delete]') },
    ],
    ['315', 'rigrn-000001', { phase: 'hot', error: expect.stringMatching(/^stuck: Missing rollover_alias/) }],
    ['331', 'rigshrink-1', { error: expect.stringMatching(/^switched off: Failed to find state=nope/) }],
  ])('recording %s', async (number, name, expected) => {
    expect(await onIsm(name, recorded(number))).toMatchObject({ name, since: created, ...expected })
  })

  it('knows the policy that the index goes by (recordings 178, 208)', async () => {
    expect(JSON.stringify((await onIsm('rigold-1', recorded('178')))?.copy)).toContain('"15d"')
    expect(JSON.stringify((await onIsm('rigold-1', recorded('208')))?.copy)).toContain('"30d"')
  })

  it('leaves alone what somebody took ISM off, and what is closed', async () => {
    const off = { plugins: { index_state_management: { auto_manage: 'false' } } }
    expect((await onIsm('rigold-1', recorded('086'), off))?.leftAlone).toContain('auto_manage')
    expect((await onIsm('rigold-1', recorded('086'), { state: 'close' }))?.leftAlone).toContain('closed')
    expect((await onIsm('rigold-1', recorded('173'), off))?.leftAlone).toBeUndefined()
  })

  it('asks without show_policy where that is not known', async () => {
    const path = '/_plugins/_ism/explain/rigold-1'
    const search = readerOf({
      [clusterStatePath]: stateOf({ 'rigold-1': {} }),
      [`${path}?show_policy=true`]: {
        status: 400,
        body: { error: { reason: `request [${path}] contains unrecognized parameter: [show_policy]` } },
      },
      [path]: recorded('173'),
    })
    expect(await ismIndices.read(stackOf({ search }, opensearch), ['rigold-1'])).toMatchObject({
      status: 'read',
      indices: [{ policy: 'ov_old', copySequence: 24 }],
    })
  })

  it('says which right is missing (recording 220)', async () => {
    const search = readerOf({
      [clusterStatePath]: stateOf({ a: {} }),
      '/_plugins/_ism/explain/a?show_policy=true': recorded('220'),
    })
    expect(await ismIndices.read(stackOf({ search }, opensearch), ['a'])).toEqual({
      status: 'refused',
      reason: '403 no permissions for [cluster:admin/opendistro/ism/managedindex/explain]',
    })
  })
})

describe('how ILM explains an index', () => {
  const onIlm = (explained: Answer, lifecycle: JsonObject = { name: 'p' }) =>
    ilmIndices.read(
      stackOf(
        {
          search: readerOf({
            [clusterStatePath]: stateOf({ a: { lifecycle }, h: { hidden: 'true' } }),
            '/*/_ilm/explain': explained,
          }),
        },
        elasticsearch,
      ),
      ['*'],
    )

  it('counts the age from where ILM counts it, and knows what is stuck', async () => {
    const entry = {
      managed: true,
      phase: 'hot',
      step: 'ERROR',
      failed_step: 'check-rollover-ready',
      step_info: { reason: 'no alias' },
      lifecycle_date_millis: 5,
    }
    expect(await onIlm(ok({ indices: { a: entry } }))).toEqual({
      status: 'read',
      indices: [
        { name: 'a', since: 5, policy: 'p', phase: 'hot', error: 'stuck at the step check-rollover-ready: no alias' },
      ],
    })
    const dated = { name: 'p', origination_date: '7' }
    expect(await onIlm(ok({ indices: {} }), dated)).toMatchObject({ indices: [{ since: 7 }] })
  })

  it('knows the policy of an index also where it may not ask how far it is, and says so', async () => {
    expect(await onIlm(forbidden)).toMatchObject({
      status: 'read',
      unseen: '403 action [x] is unauthorized for user [u]',
      indices: [{ policy: 'p', since: created }],
    })
  })

  it('finds out nothing where the cluster state may not be read', async () => {
    const search = readerOf({ [clusterStatePath]: forbidden })
    expect((await ilmIndices.read(stackOf({ search }), ['*'])).status).toBe('refused')
  })
})

describe('a Reader for one plan', () => {
  it('asks once, and takes lists out of the cluster state', async () => {
    const search = readerOf({
      [clusterStatePath]: ok({
        metadata: {
          ingest: { pipeline: [{ id: 'p', config: { processors: [] } }] },
          index_template: { index_template: { t: { priority: 1 } } },
        },
      }),
      '/_template': ok({}),
    })
    const once = planReaders(search).fromClusterState
    expect((await once.get('/_ingest/pipeline')).body).toEqual({ p: { processors: [] } })
    expect((await once.get('/_index_template')).body).toEqual({
      index_templates: [{ name: 't', index_template: { priority: 1 } }],
    })
    await once.get('/_template')
    await once.get('/_template')
    expect(search.requests).toEqual([`GET ${clusterStatePath}`, 'GET /_template'])
  })

  it.each([
    ['has none of them', ok({ metadata: {} })],
    ['may not be read', forbidden],
  ])('asks as usual where the cluster state %s', async (_what, state) => {
    const search = readerOf({ [clusterStatePath]: state, '/_ingest/pipeline': ok({ own: {} }) })
    expect((await planReaders(search).fromClusterState.get('/_ingest/pipeline')).body).toEqual({ own: {} })
  })
})

it('many indices go into several requests, none longer than a server takes', () => {
  const names = Array.from({ length: 500 }, (_none, at) => `filebeat-nginx-2026.11.${at}`)
  const parts = inParts(names)
  expect(parts.flatMap((part) => part.split(','))).toEqual(names)
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(3100)
})
