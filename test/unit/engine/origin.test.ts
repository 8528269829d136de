import { describe, expect, it } from '@jest/globals'
import { legacyTemplate } from '../../../src/kinds/index-template/index-template.js'
import type { ResourceKind } from '../../../src/kinds/kind.js'
import { lifecyclePolicy } from '../../../src/kinds/lifecycle-policy/lifecycle-policy.js'
import { fieldMark, markOf, versionMark } from '../../../src/kinds/mark.js'
import type { JsonObject } from '../../../src/json.js'
import { ok } from '../fake-stack.js'
import { decision, definition, planOne } from './planning.js'

/** What the plan says of `p`, as Elasticsearch of this version has it. */
const planned = (kind: ResourceKind, list: string, wanted: JsonObject, found: JsonObject, equivalentVersion: string) =>
  planOne(definition(kind, 'p', wanted), { [list]: ok({ p: found }) }, { equivalentVersion }).then(decision)

describe('who wrote an ILM policy', () => {
  const policyOf = (min_age: string, more: JsonObject = {}): JsonObject => ({
    policy: { phases: { delete: { min_age, actions: { delete: {} } } }, ...more },
  })
  const wanted = policyOf('15d')
  const mark = markOf('openvidu', wanted)
  const marked = fieldMark('policy', '_meta', 'elkctl').put(wanted, mark)
  const plan = (found: JsonObject, version: string, ours = wanted) =>
    planned(lifecyclePolicy, '/_ilm/policy', ours, { version: 1, ...found }, version)

  describe.each(['7.14.1', '8.19.0', '9.5.0'])('is in its metadata: %s', (version) => {
    it('as we wrote it, with what the server adds, it is unchanged', async () => {
      const served = {
        policy: {
          phases: { delete: { min_age: '15d', actions: { delete: { delete_searchable_snapshot: true } } } },
          _meta: { elkctl: mark },
        },
      }
      expect(await plan(served, version)).toEqual({ action: 'unchanged' })
    })

    it('an edit is told apart from an earlier elkctl, and from another’s', async () => {
      const differences = [{ path: 'phases[delete].min_age', before: '30d', after: '15d' }]
      const with30 = (_meta: JsonObject) => plan(policyOf('30d', { _meta }), version)
      const update = { action: 'update', differences, after: marked }
      expect(await with30({ elkctl: mark })).toMatchObject({ ...update, origin: 'edited' })
      expect(await with30({ elkctl: 'elkctl:openvidu:000000000000' })).toMatchObject({ ...update, origin: 'older' })
      expect(await with30({})).toMatchObject({ ...update, origin: 'unmarked' })
    })

    it('an edit stays where edits are to stay, and nothing else does', async () => {
      const kept = (_meta: JsonObject) =>
        planOne(
          definition(lifecyclePolicy, 'p', wanted),
          { '/_ilm/policy': ok({ p: { version: 1, ...policyOf('30d', { _meta }) } }) },
          { equivalentVersion: version },
          { keepsEdits: true },
        )
      expect(await kept({ elkctl: mark })).toMatchObject({ action: 'kept', origin: 'edited', after: marked })
      expect(await kept({ elkctl: 'elkctl:openvidu:000000000000' })).toMatchObject({
        action: 'update',
        origin: 'older',
      })
      expect(await kept({})).toMatchObject({ action: 'update', origin: 'unmarked' })
    })

    it('one of an earlier elkctl, which marked none, gets its mark without a difference to see', async () => {
      expect(await plan(wanted, version)).toMatchObject({
        action: 'update',
        origin: 'older',
        differences: [],
        after: marked,
      })
    })

    it('metadata of others stays beside ours', async () => {
      const theirs = { _meta: { description: 'theirs', team: 'a' } }
      const after = (found: JsonObject, ours?: JsonObject) => plan(found, version, ours)
      expect(await after(policyOf('15d', theirs))).toMatchObject({
        differences: [],
        after: { policy: { _meta: { ...theirs._meta, elkctl: mark } } },
      })
      const ours = policyOf('15d', { _meta: { description: 'ours' } })
      expect(await after(policyOf('15d', theirs), ours)).toMatchObject({
        after: { policy: { _meta: { description: 'ours', team: 'a', elkctl: markOf('openvidu', ours) } } },
      })
      const both = { _meta: { ...theirs._meta, elkctl: mark } }
      expect(await plan(policyOf('15d', both), version)).toEqual({ action: 'unchanged' })
    })
  })

  describe.each(['6.8.23', '7.10.2', '7.14.0'])('is not known: %s', (version) => {
    it('one that is as wanted is ours', async () => {
      expect(await plan(wanted, version)).toEqual({ action: 'unchanged' })
    })

    it('any other is shown, and is written without a mark', async () => {
      expect(await plan(policyOf('30d'), version)).toMatchObject({
        action: 'update',
        origin: 'unmarkable',
        after: wanted,
        differences: [{ path: 'phases[delete].min_age', before: '30d', after: '15d' }],
      })
    })
  })

  it('a snapshot that shall stay is shown where an update would delete it', async () => {
    const keeps = { delete: { min_age: '30d', actions: { delete: { delete_searchable_snapshot: false } } } }
    expect(await plan({ policy: { phases: keeps } }, '8.19.0')).toMatchObject({
      differences: [
        { path: 'phases[delete].min_age', before: '30d', after: '15d' },
        { path: 'phases[delete].actions[delete].delete_searchable_snapshot', before: false, after: undefined },
      ],
    })
  })
})

describe('who wrote a legacy template', () => {
  const bodyOf = (replicas: string, more: JsonObject = {}): JsonObject => ({
    index_patterns: ['p*'],
    order: 1,
    settings: { index: { number_of_replicas: replicas } },
    ...more,
  })
  const wanted = bodyOf('1')
  const marked = versionMark('version').put(wanted, markOf('openvidu', wanted))
  const earlier = { version: 355_000_001 }
  const plan = (found: JsonObject, ours = wanted) => planned(legacyTemplate, '/_template', ours, found, '7.10.2')

  it('is in its version: as we wrote it, it is unchanged', async () => {
    expect(marked['version']).not.toBe(earlier.version)
    expect(await plan({ ...marked, aliases: {} })).toEqual({ action: 'unchanged' })
  })

  it('an edit is told apart from an earlier elkctl, and from another’s', async () => {
    const differences = [{ path: 'settings.index.number_of_replicas', before: '2', after: '1' }]
    const update = { action: 'update', differences, after: marked }
    expect(await plan({ ...marked, ...bodyOf('2') })).toMatchObject({ ...update, origin: 'edited' })
    expect(await plan(bodyOf('2', earlier))).toMatchObject({ ...update, origin: 'older' })
    expect(await plan(bodyOf('2'))).toMatchObject({ ...update, origin: 'unmarked' })
  })

  it('one of an earlier elkctl, which marked none, gets its mark without a difference to see', async () => {
    expect(await plan(wanted)).toMatchObject({ action: 'update', origin: 'older', differences: [], after: marked })
  })

  it('that has a version of its own keeps it: one that is as wanted is ours, and of any other nothing is known', async () => {
    const ours = bodyOf('1', { version: 7 })
    expect(await plan(ours, ours)).toEqual({ action: 'unchanged' })
    expect(await plan(bodyOf('2', { version: 7 }), ours)).toMatchObject({ origin: 'unmarkable', after: ours })
    expect(await plan(bodyOf('1', { version: 8 }), ours)).toMatchObject({
      origin: 'unmarkable',
      differences: [{ path: 'version', before: 8, after: 7 }],
    })
  })
})
