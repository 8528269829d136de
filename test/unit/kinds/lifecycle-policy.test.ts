import { describe, expect, it } from '@jest/globals'
import { loadDefinitions } from '../../../src/engine/definitions.js'
import type { Existing, ResourceApi } from '../../../src/kinds/kind.js'
import { lifecyclePolicy } from '../../../src/kinds/lifecycle-policy/lifecycle-policy.js'
import { opendistro, opensearch, type Dialect } from '../../../src/stack/flavors.js'
import type { JsonObject } from '../../../src/json.js'
import type { Stack } from '../../../src/stack/stack.js'
import { differencesOn } from '../differences.js'
import { forbidden, memoryEngine, ok, readerOf, reply, stackOf } from '../fake-stack.js'
import { recordedReply, recording } from '../fixtures.js'

const name = 'openvidu_cleanup_policy'
const ilm = lifecyclePolicy.api.elasticsearch as ResourceApi
const ism = lifecyclePolicy.api.opensearch as ResourceApi

async function read(api: ResourceApi, stack: Stack): Promise<Map<string, Existing>> {
  const reading = await api.read(stack, [name])
  if (reading.status !== 'read') throw new Error(JSON.stringify(reading))
  return reading.objects
}

/** The policy of the data files. */
function fromFile(dialect: Dialect, days: number): JsonObject {
  const definitions = loadDefinitions({
    profile: 'openvidu',
    dialect,
    variables: { retentionDays: String(days), monthlyRetentionDays: String(days + 31), username: 'u', roleName: 'r' },
    variants: days === 0 ? ['keep'] : [],
    rename: {},
  })
  const found = definitions.find(
    (definition) => definition.kind === lifecyclePolicy && definition.name === 'openvidu_daily_cleanup_policy',
  )
  if (found === undefined) throw new Error(`there is no such policy for ${dialect}`)
  return found.body
}

describe('ILM', () => {
  /** As Elasticsearch 7.10 gives a policy back: it adds `delete_searchable_snapshot`. */
  const given = (days: number): JsonObject => ({
    version: 1,
    modified_date: '2026-11-21T02:16:33.000Z',
    policy: {
      phases: {
        hot: { min_age: '0ms', actions: {} },
        delete: { min_age: `${days}d`, actions: { delete: { delete_searchable_snapshot: true } } },
      },
    },
  })
  const existing = async (body: JsonObject): Promise<Existing> => {
    const search = readerOf({ '/_ilm/policy': ok({ [name]: body, 'ilm-history-ilm-policy': given(90) }) })
    return (await read(ilm, stackOf({ search }))).get(name) as Existing
  }
  const differences = async (days: number, found: JsonObject) =>
    (
      await existing(found).then((body) =>
        differencesOn(stackOf(), lifecyclePolicy, name, fromFile('elasticsearch', days), body),
      )
    ).map(({ path }) => path)

  it('what is given back for what we wrote is no difference', async () => {
    expect(await differences(15, given(15))).toEqual([])
  })

  it('other days are one', async () => {
    expect(await differences(7, given(15))).toEqual(['phases[delete].min_age'])
  })

  it('a policy that keeps everything is one where it shall delete', async () => {
    const keeping = { version: 1, policy: { phases: { hot: { min_age: '0ms', actions: {} } } } }
    expect(await differences(0, keeping)).toEqual([])
    expect(await differences(15, keeping)).toEqual(['phases[delete]'])
  })

  it('a policy that deletes is one where it shall keep everything', async () => {
    expect(await differences(0, given(15))).toEqual(['phases[delete]'])
  })

  it.each(['warm', 'cold', 'frozen'])('a phase "%s" that somebody added is one', async (phase) => {
    const { policy, ...rest } = given(15) as { policy: { phases: JsonObject } }
    const more = {
      ...rest,
      policy: { phases: { ...policy.phases, [phase]: { min_age: '1d', actions: { readonly: {} } } } },
    }
    expect(await differences(15, more)).toEqual([`phases[${phase}]`])
  })

  it('an action that somebody added is one', async () => {
    const body = given(15) as { policy: { phases: { hot: JsonObject } } }
    body.policy.phases.hot['actions'] = { readonly: {} }
    expect(await differences(15, body)).toEqual(['phases[hot].actions'])
  })

  it('is written where it is read', async () => {
    const engine = memoryEngine()
    await ilm.write(
      { search: engine.writer },
      stackOf(),
      [{ name, body: fromFile('elasticsearch', 15), existing: undefined }],
      { password: undefined },
    )
    expect(engine.requests).toEqual([`PUT /_ilm/policy/${name}`])
  })

  it.each([
    [400, 'absent'],
    [404, 'absent'],
    [405, 'absent'],
    [401, 'refused'],
    [403, 'refused'],
  ])('%d means %s', async (status, meaning) => {
    const search = readerOf({ '/_ilm/policy': { status, body: { error: 'x' } } })
    expect((await ilm.read(stackOf({ search }), [name])).status).toBe(meaning)
  })

  it.each([500, 503])('%d is an error', async (status) => {
    const search = readerOf({ '/_ilm/policy': { status, body: { error: 'x' } } })
    await expect(ilm.read(stackOf({ search }), [name])).rejects.toMatchObject({ status })
  })
})

describe('ISM', () => {
  const list = '/_plugins/_ism/policies?size=1000'
  const sent = recording('opensearch-ism-2.19.4', '007').request.body as JsonObject
  const stack = stackOf({ search: readerOf({ [list]: recordedReply('opensearch-ism-2.19.4', '010') }) }, opensearch)

  it('what OpenSearch 2.19 gives back for what was sent is no difference', async () => {
    const objects = await read(ism, stack)
    expect([...objects.keys()]).toEqual([name])
    expect(differencesOn(stack, lifecyclePolicy, name, sent, objects.get(name) as Existing)).toEqual([])
  })

  it('what one policy is given back as is what the list gives', () => {
    const one = recording<{ policy: JsonObject }>('opensearch-ism-2.19.4', '008').response.body.policy
    expect(differencesOn(stack, lifecyclePolicy, name, sent, { body: { policy: one } })).toEqual([])
  })

  it('keeps the sequence number that an update needs, 0 too', async () => {
    expect((await read(ism, stack)).get(name)?.version).toBe('if_seq_no=0&if_primary_term=1')
  })

  it.each<[string, (policy: JsonObject) => void, string]>([
    [
      'other days',
      (policy) => {
        replace(policy, '15d', '7d')
      },
      'policy.states[hot].transitions[0].conditions.min_index_age',
    ],
    [
      'another state',
      (policy) => (policy['states'] as JsonObject[]).push({ name: 'x', actions: [], transitions: [] }),
      'policy.states[x]',
    ],
    [
      'another pattern',
      (policy) => {
        replace(policy, 'openvidu*', 'x*')
      },
      'policy.ism_template[0].index_patterns',
    ],
    [
      'another action',
      (policy) => {
        replace(policy, '"delete":{}', '"read_only":{}')
      },
      'policy.states[delete].actions[0].delete',
    ],
    [
      'no template',
      (policy) => {
        Object.assign(policy, { ism_template: null })
      },
      'policy.ism_template',
    ],
    [
      'another description',
      (policy) => {
        Object.assign(policy, { description: 'mine' })
      },
      'policy.description',
    ],
  ])('%s is exactly one difference', async (_what, edit, path) => {
    const policy = structuredClone((await read(ism, stack)).get(name)?.body['policy']) as JsonObject
    edit(policy)
    expect(
      differencesOn(stack, lifecyclePolicy, name, sent, { body: { policy } }).map((difference) => difference.path),
    ).toEqual([path])
  })

  it('a template that comes back as an object is the list that was sent', () => {
    const policy = structuredClone(sent['policy']) as JsonObject
    const [template] = policy['ism_template'] as JsonObject[]
    expect(
      differencesOn(stack, lifecyclePolicy, name, sent, {
        body: { policy: { ...policy, ism_template: template ?? null } },
      }),
    ).toEqual([])
  })

  it('carries its mark in the description', () => {
    const mark = ism.mark(stack, name)
    const marked = mark?.put(sent, 'elkctl:openvidu:0123456789ab') as JsonObject
    expect((marked['policy'] as JsonObject)['description']).toBe(
      'Delete OpenVidu indices after 15 days [elkctl:openvidu:0123456789ab]',
    )
    expect(differencesOn(stack, lifecyclePolicy, name, sent, { body: marked })).toEqual([])
  })

  it.each([
    ['a new one', undefined, ''],
    ['an old one with its sequence number', 'if_seq_no=0&if_primary_term=1', '?if_seq_no=0&if_primary_term=1'],
  ])('is written: %s', async (_what, version, query) => {
    for (const flavor of [opensearch, opendistro]) {
      const engine = memoryEngine()
      const existing = version === undefined ? undefined : { body: {}, version }
      await ism.write({ search: engine.writer }, stackOf({}, flavor), [{ name, body: sent, existing }], {
        password: undefined,
      })
      expect(engine.requests).toEqual([`PUT ${flavor.pluginPath}/_ism/policies/${name}${query}`])
    }
  })

  it('says what the server refuses', async () => {
    const { status, body } = recordedReply('opensearch-ism-2.19.4', '012')
    const engine = memoryEngine((method, path) => reply(method, path, { status, body }))
    const writing = ism.write({ search: engine.writer }, stack, [{ name, body: sent, existing: undefined }], {
      password: undefined,
    })
    await expect(writing).rejects.toMatchObject({ exit: 'conflict', status: 409 })
  })

  it('is absent where there is no handler, refused where there is no right', async () => {
    const reading = async (answer: Parameters<typeof readerOf>[0][string]) =>
      (await ism.read(stackOf({ search: readerOf({ [list]: answer }) }, opensearch), [name])).status
    expect(await reading({ status: 400, body: { error: 'no handler found' } })).toBe('absent')
    expect(await reading(forbidden)).toBe('refused')
  })

  describe('another policy in the way', () => {
    const theirs = (ism_template: JsonObject[] | JsonObject | null): Map<string, Existing> =>
      new Map([['theirs', { body: { policy: { ism_template } } }]])

    it.each([
      ['of the same priority', theirs([{ index_patterns: ['openvidu-logs*'], priority: 100 }]), true],
      [
        'of the same priority in its second template',
        theirs([
          { index_patterns: ['x'], priority: 1 },
          { index_patterns: ['*'], priority: 100 },
        ]),
        true,
      ],
      ['given back as an object', theirs({ index_patterns: ['openvidu-logs*'], priority: 100 }), true],
      ['of another priority', theirs([{ index_patterns: ['openvidu-logs*'], priority: 99 }]), false],
      ['on other indices', theirs([{ index_patterns: ['logs*'], priority: 100 }]), false],
      ['without templates', theirs(null), false],
    ])('%s: %s', (_what, others, blocked) => {
      const obstacle = ism.conflict?.(name, sent, others)
      if (blocked) expect(obstacle).toMatch(/"theirs" has the same priority 100/)
      else expect(obstacle).toBeUndefined()
    })

    it('that elkctl made with another prefix is named as such, with the way out', () => {
      const policy = {
        description: 'Old ones [elkctl:openvidu:0123456789ab]',
        ism_template: [{ index_patterns: ['openvidu-logs*'], priority: 100 }],
      }
      const owner = { profile: 'openvidu', prefixes: {} }
      const asked = (whose: typeof owner) =>
        ism.conflict?.(name, sent, new Map([['theirs', { body: { policy } }]]), whose)
      expect(asked(owner)).toEqual({
        reason:
          'elkctl made the policy theirs with another prefix, and it has the same priority for overlapping indices (openvidu*)',
        hint: 'Choose other index names for one of both applications; or, where nothing writes to those indices any more, remove the policy.',
      })
      expect(asked({ ...owner, profile: 'isp' })).toMatch(/"theirs" has the same priority 100/)
    })

    it('itself is none', () => {
      const others = new Map([[name, { body: sent }]])
      expect(ism.conflict?.(name, sent, others)).toBeUndefined()
    })
  })
})

/** Replaces a text anywhere in a policy. */
function replace(policy: JsonObject, before: string, after: string): void {
  const text = JSON.stringify(policy)
  if (!text.includes(before)) throw new Error(`${before} is not there`)
  Object.assign(policy, JSON.parse(text.replace(before, after)))
}
