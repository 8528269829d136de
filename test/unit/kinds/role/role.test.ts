import { describe, expect, it } from '@jest/globals'
import type { Existing } from '../../../../src/kinds/kind.js'
import { toApplications } from '../../../../src/kinds/role/kibana-privileges.js'
import type { Json, JsonObject } from '../../../../src/json.js'
import { forbidden, memoryEngine, ok, readerOf, stackOf, type Answer } from '../../fake-stack.js'
import { recordedReply, recording } from '../../fixtures.js'

import { name, documented, ours, path, api, withKibana, read, differences, type RoleFile } from '../roles.js'

describe('through Kibana', () => {
  it('what it gives back for the documented role is no difference', async () => {
    const existing = await read(withKibana({ [path]: recordedReply('kibana-7.12.1', '012') }))
    expect(differences(documented, existing)).toEqual([])
    expect(existing.reserved).toBe(false)
  })

  it('gives back neither state nor name nor errors', async () => {
    const existing = await read(withKibana({ [path]: recordedReply('kibana-7.12.1', '012') }))
    expect(Object.keys(existing.body).sort()).toEqual(['elasticsearch', 'kibana', 'metadata'])
  })

  it('metadata of others is a difference, ours is not', async () => {
    const existing = await read(withKibana({ [path]: recordedReply('kibana-7.12.1', '017') }))
    expect(differences(documented, existing)).toEqual([
      { path: 'metadata', before: { by: 'rig', version: 1 }, after: undefined },
    ])
    const marked = { ...existing, body: { ...existing.body, metadata: { elkctl: 'elkctl:openvidu:0123456789ab' } } }
    expect(differences(documented, marked)).toEqual([])
  })

  it('built-in roles are reserved, others are not', () => {
    const roles = recording<JsonObject[]>('kibana-7.12.1', '036').response.body
    const reserved = roles.map(async (body) => {
      const found = String(body['name'])
      const reading = await api.read(withKibana({ [`/api/security/role/${found}`]: ok(body) }), [found])
      return reading.status === 'read' && reading.objects.get(found)?.reserved === true ? [found] : []
    })
    return expect(Promise.all(reserved).then((lists) => lists.flat())).resolves.toEqual(
      roles
        .filter(({ metadata }) => (metadata as JsonObject)['_reserved'] === true)
        .map((body) => String(body['name'])),
    )
  })

  it.each<[string, (body: RoleFile) => void, string]>([
    ['a cluster privilege more', (body) => body.elasticsearch.cluster.push('manage_security'), 'elasticsearch.cluster'],
    ['a cluster privilege less', (body) => body.elasticsearch.cluster.pop(), 'elasticsearch.cluster'],
    ['an index more', (body) => body.elasticsearch.indices[0]?.names.push('x*'), 'elasticsearch.indices[0].names'],
    [
      'an index privilege less',
      (body) => body.elasticsearch.indices[0]?.privileges.pop(),
      'elasticsearch.indices[0].privileges',
    ],
    ['another user to act as', (body) => body.elasticsearch.run_as.push('root'), 'elasticsearch.run_as'],
    [
      'entries more',
      (body) => body.elasticsearch.indices.push({ names: ['*'], privileges: ['all'] }),
      'elasticsearch.indices',
    ],
    [
      'a feature',
      (body) =>
        Object.assign(body.kibana[0] ?? {}, { feature: { savedObjectsManagement: ['all'], discover: ['all'] } }),
      'kibana[0].feature.discover',
    ],
    ['a space', (body) => Object.assign(body.kibana[0] ?? {}, { spaces: ['default', 'x'] }), 'kibana[0].spaces'],
    ['a base privilege', (body) => Object.assign(body.kibana[0] ?? {}, { base: ['all'] }), 'kibana[0].base'],
    [
      'restricted indices',
      (body) => Object.assign(body.elasticsearch.indices[0] ?? {}, { allow_restricted_indices: true }),
      'elasticsearch.indices[0].allow_restricted_indices',
    ],
    [
      'a query',
      (body) => Object.assign(body.elasticsearch.indices[0] ?? {}, { query: '{}' }),
      'elasticsearch.indices[0].query',
    ],
  ])('%s is exactly one difference', async (_what, edit, where) => {
    const existing = await read(withKibana({ [path]: recordedReply('kibana-7.12.1', '012') }))
    const edited = structuredClone(existing.body) as RoleFile
    edit(edited)
    expect(differences(documented, { body: edited }).map((difference) => difference.path)).toEqual([where])
  })

  it('the order of privileges means nothing', async () => {
    const existing = await read(withKibana({ [path]: recordedReply('kibana-7.12.1', '012') }))
    const turned = structuredClone(documented)
    turned.elasticsearch.cluster.reverse()
    turned.elasticsearch.indices[0]?.names.reverse()
    turned.elasticsearch.indices[0]?.privileges.reverse()
    expect(differences(turned, existing)).toEqual([])
  })

  describe('is written there', () => {
    const stored = `/_security/role/${name}`
    const marked = { ...documented, metadata: { elkctl: 'elkctl:openvidu:0123456789ab' } }
    const kept = (metadata: JsonObject) => ok({ [name]: { ...toApplications(documented), metadata } })
    const write = (answer: Answer, existing?: Existing) => {
      const dashboards = memoryEngine((method) => {
        if (method !== 'DELETE') return undefined
        dashboards.objects.delete(path)
        return { status: 204, body: '' }
      })
      dashboards.writer.url = 'http://kibana:5601'
      const search = { ...memoryEngine().writer, ...readerOf({ [stored]: answer }, 'http://elastic:9200') }
      const writing = api.write(
        { search, dashboards: dashboards.writer },
        withKibana({}),
        [{ name, body: marked, existing }],
        { password: undefined },
      )
      return { writing, dashboards, search }
    }

    it('and looked for in Elasticsearch', async () => {
      const { writing, dashboards, search } = write(kept(marked.metadata))
      await writing
      expect(dashboards.objects.get(path)).toEqual(marked)
      expect(search.requests).toEqual([`GET ${stored}`])
    })

    it.each([
      ['is not there', { status: 404, body: {} }],
      ['is another one of that name', kept({ elkctl: 'elkctl:openvidu:ba9876543210' })],
    ])('a Kibana of another cluster, because the role %s, is left as it was', async (_what, answer) => {
      const { writing, dashboards } = write(answer)
      await expect(writing).rejects.toMatchObject({ exit: 'unreachable' })
      await expect(writing).rejects.toThrow(/http:\/\/kibana:5601 .* http:\/\/elastic:9200.*removed there again/)
      expect(dashboards.objects.has(path)).toBe(false)
    })

    it('what was in that Kibana before stays there', async () => {
      const { writing, dashboards } = write({ status: 404, body: {} }, { body: documented })
      await expect(writing).rejects.toThrow(/is still there/)
      expect(dashboards.objects.has(path)).toBe(true)
    })

    it('where Elasticsearch does not let it be read, nothing is claimed', async () => {
      await expect(write(forbidden).writing).resolves.toBeUndefined()
    })
  })
})

describe('through Elasticsearch, where there is no Kibana', () => {
  const stored = `/_security/role/${name}`

  it('what it gives back for what Kibana wrote is no difference', async () => {
    const existing = await read(stackOf({ search: readerOf({ [stored]: recordedReply('kibana-7.12.1', '037') }) }))
    expect(differences(documented, existing)).toEqual([])
  })

  it('is written as Kibana would store it, and reads back so', async () => {
    const engine = memoryEngine()
    await api.write({ search: engine.writer }, stackOf(), [{ name, body: ours, existing: undefined }], {
      password: undefined,
    })
    const body = engine.objects.get(stored) as Json
    const existing = await read(stackOf({ search: readerOf({ [stored]: ok({ [name]: body }) }) }))
    expect(differences(ours, existing)).toEqual([])
  })

  it('a role that is not there is not read', async () => {
    const reading = await api.read(stackOf({ search: readerOf({ [stored]: { status: 404, body: {} } }) }), [name])
    expect(reading).toEqual({ status: 'read', objects: new Map() })
  })
})

describe('for a user who may not read roles', () => {
  const stored = `/_security/role/${name}`
  const mine = { identity: { username: 'openvidu', roles: [name] } }
  const grants = {
    cluster: documented.elasticsearch.cluster,
    indices: [{ ...documented.elasticsearch.indices[0], allow_restricted_indices: false }],
    applications: [
      {
        application: 'kibana-.kibana',
        privileges: ['feature_savedObjectsManagement.all'],
        resources: ['space:default'],
      },
    ],
    run_as: [],
    global: [],
  }
  const answers = { '/_security/user/_privileges': ok(grants) }

  it('its own grants are the role, without a mark', async () => {
    const existing = await read(withKibana({ [path]: forbidden }, { ...mine, search: readerOf(answers) }))
    expect(existing.partiallyVisible).toBe(true)
    expect(differences({ ...documented, metadata: { elkctl: 'x' } }, existing)).toEqual([])
    expect(differences(ours, existing).map((difference) => difference.path)).toEqual(['elasticsearch.indices[0].names'])
  })

  it('its own grants are the role in whatever order they come', async () => {
    const more = { names: ['another-*'], privileges: ['read'] }
    const reordered = { ...grants, indices: [{ ...more, allow_restricted_indices: false }, ...grants.indices] }
    const search = readerOf({ '/_security/user/_privileges': ok(reordered) })
    const existing = await read(withKibana({ [path]: forbidden }, { ...mine, search }))
    const { elasticsearch } = documented
    const desired = { ...documented, elasticsearch: { ...elasticsearch, indices: [...elasticsearch.indices, more] } }
    expect(differences(desired, existing)).toEqual([])
  })

  it.each([
    ['who has another role besides', { identity: { username: 'openvidu', roles: [name, 'viewer'] } }],
    ['who has another role', { identity: { username: 'openvidu', roles: ['viewer'] } }],
    ['who is not known', { identity: undefined }],
  ])('nothing is read for one %s, and Elasticsearch, not Kibana, says why', async (_what, identity) => {
    const search = readerOf({ ...answers, [stored]: forbidden })
    const kibanaSays = { status: 403, body: { statusCode: 403, error: 'Forbidden', message: 'security_exception' } }
    const reading = await api.read(withKibana({ [path]: kibanaSays }, { ...identity, search }), [name])
    expect(reading).toEqual({ status: 'refused', reason: '403 action [x] is unauthorized for user [u]' })
    expect(search.requests).toEqual([`GET ${stored}`])
  })
})

describe('on older servers', () => {
  it.each([
    ['7.4.2', false],
    ['7.5.0', true],
    ['7.10.2', true],
  ])('Elasticsearch %s knows create_doc: %s', (equivalentVersion, known) => {
    const adapted = api.adapt?.(ours, { stack: stackOf({ equivalentVersion }), lifecycle: true }, name) as RoleFile
    expect(adapted.elasticsearch.indices[0]?.privileges.includes('create_doc')).toBe(known)
    expect(adapted.elasticsearch.indices[0]?.privileges).toContain('write')
    expect(adapted.kibana).toEqual(ours.kibana)
  })
})

describe('an unmarked role', () => {
  it.each<[string, (body: RoleFile) => void, RegExp | undefined]>([
    ['that grants the same', () => undefined, undefined],
    ['that grants less', (body) => body.elasticsearch.cluster.pop(), undefined],
    ['that grants more', (body) => body.elasticsearch.cluster.push('manage_security'), /manage_security/],
    ['that grants much more', (body) => body.elasticsearch.cluster.push('a', 'b', 'c', 'd'), /1 more/],
    ['with metadata', (body) => Object.assign(body, { metadata: { by: 'x' } }), undefined],
  ])('%s', (_what, edit, reason) => {
    const found = structuredClone(documented)
    edit(found)
    const said = api.adoptionConflict?.(api.normalize(documented), api.normalize(found), [])
    if (reason === undefined) expect(said).toBeUndefined()
    else expect(said).toMatch(reason)
  })
})
