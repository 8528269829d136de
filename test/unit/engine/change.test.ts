import { describe, expect, it } from '@jest/globals'
import { indexTemplate } from '../../../src/kinds/index-template/index-template.js'
import { ingestPipeline } from '../../../src/kinds/ingest-pipeline.js'
import { lifecyclePolicy } from '../../../src/kinds/lifecycle-policy/lifecycle-policy.js'
import { markOf, withHandOver } from '../../../src/kinds/mark.js'
import { role } from '../../../src/kinds/role/role.js'
import { savedObject } from '../../../src/kinds/saved-object/saved-object.js'
import { user } from '../../../src/kinds/user/user.js'
import { opensearch } from '../../../src/stack/flavors.js'
import type { JsonObject } from '../../../src/json.js'
import { forbidden, ok, readerOf, type Answer } from '../fake-stack.js'
import { recordedReply, recording } from '../fixtures.js'

import { decision, definition, planOne } from './planning.js'

describe('one object', () => {
  const body = { description: 'd', processors: [{ set: { field: 'a', value: 'b' } }] }
  const pipeline = definition(ingestPipeline, 'p', body)
  const mark = markOf('openvidu', body)
  const marked = { ...body, description: `d [${mark}]` }
  const found = (given: JsonObject) => ({ '/_ingest/pipeline': ok({ p: given, other: {} }) })

  it('that is not there is created, with our mark', async () => {
    const change = await planOne(pipeline, { '/_ingest/pipeline': ok({ other: {} }) })
    expect(change).toEqual({ kind: ingestPipeline, name: 'p', file: 'p.json', action: 'create', after: marked })
  })

  it('is created where the list is a 404', async () => {
    expect((await planOne(pipeline, { '/_ingest/pipeline': { status: 404, body: {} } })).action).toBe('create')
  })

  it('that is as we wrote it is unchanged', async () => {
    expect(decision(await planOne(pipeline, found(marked)))).toEqual({ action: 'unchanged' })
  })

  it('without our mark, but with our content, is unchanged too', async () => {
    expect(decision(await planOne(pipeline, found(body)))).toEqual({ action: 'unchanged' })
  })

  describe('that the application writes itself under this name', () => {
    const given = { application: { title: 'App', writes: { 'ingest pipeline': ['p'] } } }
    const plan = (answer: Record<string, Answer>) => planOne(pipeline, answer, {}, given)

    it('is created while it is missing', async () => {
      expect((await plan({ '/_ingest/pipeline': ok({ other: {} }) })).action).toBe('create')
    })

    it('is left as the application wrote it', async () => {
      expect(decision(await plan(found({ processors: [] })))).toEqual({
        action: 'skipped',
        reason: 'App writes it itself, each time it starts',
      })
    })

    it('is updated where an earlier elkctl wrote it', async () => {
      expect((await plan(found({ description: 'd [elkctl:openvidu:0123456789ab]', processors: [] }))).action).toBe(
        'update',
      )
    })
  })

  it('that was edited since we wrote it is updated, and says so', async () => {
    const edited = { ...marked, processors: [{ set: { field: 'a', value: 'mine' } }] }
    expect(decision(await planOne(pipeline, found(edited)))).toEqual({
      action: 'update',
      origin: 'edited',
      after: marked,
      existing: { body: edited },
      differences: [{ path: 'processors[0].set.value', before: 'mine', after: 'b' }],
    })
  })

  it('that we wrote with other settings is updated, and says so', async () => {
    const older = {
      description: 'd [elkctl:openvidu:000000000000]',
      processors: [{ set: { field: 'a', value: 'old' } }],
    }
    expect(decision(await planOne(pipeline, found(older)))).toMatchObject({
      action: 'update',
      origin: 'older',
      differences: [{ path: 'processors[0].set.value', before: 'old', after: 'b' }],
    })
  })

  it('whose mark alone is older is updated without differences', async () => {
    const older = { ...body, description: 'd [elkctl:openvidu:000000000000]' }
    expect(decision(await planOne(pipeline, found(older)))).toMatchObject({
      action: 'update',
      origin: 'older',
      differences: [],
    })
  })

  it('that somebody else wrote is updated, and says so', async () => {
    const theirs = { description: 'theirs', processors: [] }
    expect(decision(await planOne(pipeline, found(theirs)))).toMatchObject({
      action: 'update',
      origin: 'unmarked',
      differences: [
        { path: 'description', before: 'theirs', after: 'd' },
        { path: 'processors', before: [], after: body.processors },
      ],
    })
  })

  it('that may not be read is blocked by the missing right', async () => {
    expect(
      await planOne(pipeline, { '/_ingest/pipeline': forbidden }, { identity: { username: 'someone', roles: [] } }),
    ).toMatchObject({
      action: 'blocked',
      exit: 'access',
      reason: expect.stringMatching(/^someone may not read it: 403 action/) as unknown,
      hint: expect.stringContaining('--admin-username') as unknown,
    })
  })

  it('that cannot be read is an error', async () => {
    await expect(planOne(pipeline, { '/_ingest/pipeline': { status: 500, body: 'x' } })).rejects.toMatchObject({
      status: 500,
    })
  })
})

describe('an update', () => {
  const list = '/_plugins/_ism/policies?size=1000'

  it('shows what changes, and not what the server adds by itself', async () => {
    const sent = structuredClone(recording('opensearch-ism-2.19.4', '007').request.body) as { policy: JsonObject }
    const text = JSON.stringify(sent).replace('15d', '7d')
    const change = await planOne(
      definition(lifecyclePolicy, 'openvidu_cleanup_policy', JSON.parse(text) as JsonObject),
      { [list]: recordedReply('opensearch-ism-2.19.4', '010') },
      {},
      {},
      opensearch,
    )
    expect(change).toMatchObject({ action: 'update', existing: { version: 'if_seq_no=0&if_primary_term=1' } })
    expect(change.action === 'update' ? change.differences : []).toEqual([
      { path: 'policy.states[hot].transitions[0].conditions.min_index_age', before: '15d', after: '7d' },
    ])
  })

  it('shows what goes, because an update replaces the whole object', async () => {
    const wanted = definition(indexTemplate, 't', { index_patterns: ['a'], template: { settings: {} } })
    const theirs = { index_patterns: ['a'], composed_of: [], template: { settings: {}, aliases: { mine: {} } } }
    const edited = { ...theirs, index_patterns: ['b'] }
    const change = await planOne(wanted, {
      '/_index_template': ok({ index_templates: [{ name: 't', index_template: edited }] }),
    })
    expect(change.action === 'update' ? change.differences : []).toEqual([
      { path: 'index_patterns', before: ['b'], after: ['a'] },
      { path: 'template.aliases', before: { mine: {} }, after: undefined },
    ])
  })
})

describe('what may not be written', () => {
  const wantedUser = definition(user, 'openvidu', { roles: ['openvidu-role'] })
  const userPath = '/_security/user/openvidu'
  const foundUser = (more: JsonObject) => ({
    [userPath]: ok({ openvidu: { username: 'openvidu', enabled: true, metadata: {}, ...more } }),
  })

  it('a built-in name', async () => {
    expect(await planOne(wantedUser, foundUser({ roles: ['x'], metadata: { _reserved: true } }))).toMatchObject({
      action: 'blocked',
      exit: 'conflict',
      reason: expect.stringContaining('built in') as unknown,
      hint: expect.stringContaining('--username') as unknown,
    })
  })

  it('somebody’s account, unless it is to be adopted', async () => {
    const answers = foundUser({ roles: ['openvidu-role', 'superuser'] })
    expect(await planOne(wantedUser, answers)).toMatchObject({
      action: 'blocked',
      exit: 'conflict',
      reason: expect.stringContaining('superuser') as unknown,
      hint: expect.stringContaining('--adopt') as unknown,
    })
    expect(await planOne(wantedUser, answers, {}, { adopt: true })).toMatchObject({
      action: 'update',
      origin: 'unmarked',
    })
  })

  it('is no account of ours that somebody edited', async () => {
    const ours = foundUser({ roles: ['superuser'], metadata: { elkctl: markOf('openvidu', wantedUser.body) } })
    expect(await planOne(wantedUser, ours)).toMatchObject({ action: 'update', origin: 'edited' })
  })

  it('another template in the way', async () => {
    const wanted = definition(indexTemplate, 't', { index_patterns: ['openvidu*'], priority: 200, template: {} })
    const theirs = { name: 'theirs', index_template: { index_patterns: ['openvidu-x*'], priority: 200 } }
    expect(await planOne(wanted, { '/_index_template': ok({ index_templates: [theirs] }) })).toMatchObject({
      action: 'blocked',
      exit: 'conflict',
      reason: expect.stringContaining('"theirs"') as unknown,
    })
  })

  it('a new password is an update of the user that shows no password', async () => {
    const same = foundUser({ roles: ['openvidu-role'] })
    expect((await planOne(wantedUser, same)).action).toBe('unchanged')
    const change = await planOne(wantedUser, same, {}, { resetPassword: true })
    expect(change).toMatchObject({
      action: 'update',
      differences: [{ path: 'password', before: '(kept secret)', after: '(a new one)' }],
    })
    const pipeline = definition(ingestPipeline, 'p', {})
    expect((await planOne(pipeline, { '/_ingest/pipeline': ok({ p: {} }) }, {}, { resetPassword: true })).action).toBe(
      'unchanged',
    )
  })
})

describe('signed in as the service account', () => {
  const identity = { username: 'openvidu', roles: ['openvidu-role'] }
  const wanted = {
    elasticsearch: { cluster: ['monitor'], indices: [], run_as: [] },
    kibana: [{ spaces: ['default'], base: [], feature: { savedObjectsManagement: ['all'] } }],
  }
  const privileges = (cluster: string[]) =>
    ok({
      cluster,
      global: [],
      indices: [],
      applications: [
        {
          application: 'kibana-.kibana',
          privileges: ['feature_savedObjectsManagement.all'],
          resources: ['space:default'],
        },
      ],
      run_as: [],
    })
  const rolePath = '/_security/role/openvidu-role'
  const asAccount = (answers: Record<string, Answer>) =>
    planOne(definition(role, 'openvidu-role', wanted), answers, { identity })

  it('its own role is verified by its grants', async () => {
    const change = await asAccount({ [rolePath]: forbidden, '/_security/user/_privileges': privileges(['monitor']) })
    expect(decision(change)).toEqual({ action: 'unchanged' })
  })

  it('a role that grants something else needs an administrator', async () => {
    const change = await asAccount({
      [rolePath]: forbidden,
      '/_security/user/_privileges': privileges(['monitor', 'all']),
    })
    expect(change).toMatchObject({
      action: 'blocked',
      exit: 'access',
      reason: expect.stringMatching(/elasticsearch\.cluster.*openvidu may not change it/) as unknown,
    })
  })

  it('what it may not read is not verified', async () => {
    const change = await asAccount({ [rolePath]: forbidden, '/_security/user/_privileges': forbidden })
    expect(change).toMatchObject({
      action: 'unverified',
      reason: expect.stringContaining('openvidu may not read it') as unknown,
    })
  })

  it.each([
    ['not verified', identity, { action: 'unverified' }],
    ['blocked for another user', { username: 'bob', roles: [] }, { action: 'blocked', exit: 'access' }],
  ])('a dashboard that it may not read is %s', async (_what, who, expected) => {
    const list =
      '/api/saved_objects/_find?type=index-pattern&type=search&type=visualization&type=dashboard&per_page=1000&page=1'
    const dashboards = { version: '7.12.1', reader: readerOf({ [list]: forbidden }) }
    const dashboard = definition(savedObject, 'dashboard/d', {})
    expect(await planOne(dashboard, {}, { identity: who, dashboards })).toMatchObject(expected)
  })

  it('what is not of security is blocked all the same', async () => {
    const change = await planOne(definition(lifecyclePolicy, 'p', {}), { '/_ilm/policy': forbidden }, { identity })
    expect(change).toMatchObject({ action: 'blocked', exit: 'access' })
  })

  it('another user may not pass a role over', async () => {
    const change = await planOne(
      definition(role, 'openvidu-role', wanted),
      { [rolePath]: forbidden },
      { identity: { username: 'bob', roles: [] } },
    )
    expect(change).toMatchObject({ action: 'blocked', exit: 'access' })
  })
})

describe('a user whose password was on its way when a run was cut off', () => {
  const body = { roles: ['openvidu-role'] }
  const account = definition(user, 'openvidu', body)
  const mark = markOf('openvidu', body)
  const on = (elkctl: string, more: JsonObject = {}) => ({
    '/_security/user/openvidu': ok({ openvidu: { ...body, enabled: true, metadata: { elkctl }, ...more } }),
  })
  const here = '0a1b2c3d'

  it('to a place of this run: gets another one', async () => {
    expect(
      decision(await planOne(account, on(withHandOver(mark, { destination: here })), {}, { destinations: [here] })),
    ).toMatchObject({
      action: 'update',
      origin: 'unfinished',
      differences: [{ path: 'password' }],
      after: { metadata: { elkctl: mark } },
    })
  })

  it('to another place, where it may have got: is left alone', async () => {
    expect(
      decision(
        await planOne(account, on(withHandOver(mark, { destination: here })), {}, { destinations: ['99999999'] }),
      ),
    ).toEqual({
      action: 'unchanged',
    })
  })

  it('to another place, and changed otherwise: keeps saying so', async () => {
    const change = await planOne(
      account,
      on(withHandOver(mark, { destination: here }), { full_name: 'Bob' }),
      {},
      { destinations: [] },
    )
    expect(decision(change)).toMatchObject({
      action: 'update',
      origin: 'edited',
      differences: [{ path: 'full_name' }],
      after: { metadata: { elkctl: withHandOver(mark, { destination: here }) } },
    })
  })

  it('to another place: gets another one on request', async () => {
    const change = await planOne(account, on(withHandOver(mark, { destination: here })), {}, { resetPassword: true })
    expect(decision(change)).toMatchObject({
      differences: [{ path: 'password' }],
      after: { metadata: { elkctl: mark } },
    })
  })
})
