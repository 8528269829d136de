import { describe, expect, it } from '@jest/globals'
import { fromApplications, toApplications } from '../../../../src/kinds/role/kibana-privileges.js'
import type { JsonObject } from '../../../../src/json.js'
import { fixture, readJson, recording } from '../../fixtures.js'

const documented = readJson<JsonObject>(fixture('roles', 'documented-role.json'))
const stored = recording<{ 'openvidu-role': JsonObject }>('kibana-7.12.1', '037').response.body['openvidu-role']

describe('a role of Kibana as Elasticsearch stores it', () => {
  it('is what Kibana 7.12 made of the documented role', () => {
    const made = toApplications(documented)
    const { transient_metadata: _state, indices, ...rest } = stored
    const { indices: madeIndices, ...madeRest } = made
    expect(madeRest).toEqual(rest)
    // Elasticsearch adds it.
    expect((madeIndices as JsonObject[]).map((entry) => ({ ...entry, allow_restricted_indices: false }))).toEqual(
      indices,
    )
  })

  it.each<[string, JsonObject, JsonObject]>([
    [
      'a base privilege in a space',
      { spaces: ['a', 'b'], base: ['all'], feature: {} },
      { privileges: ['space_all'], resources: ['space:a', 'space:b'] },
    ],
    [
      'a base privilege everywhere',
      { spaces: ['*'], base: ['read'], feature: {} },
      { privileges: ['read'], resources: ['*'] },
    ],
    [
      'features',
      { spaces: ['default'], base: [], feature: { dashboard: ['minimal_all', 'url_create'], discover: ['read'] } },
      {
        privileges: ['feature_dashboard.minimal_all', 'feature_dashboard.url_create', 'feature_discover.read'],
        resources: ['space:default'],
      },
    ],
  ])('%s, and back', (_what, space, application) => {
    const role = { elasticsearch: { cluster: ['monitor'] }, kibana: [space], metadata: { by: 'x' } }
    const there = toApplications(role)
    expect(there).toEqual({
      cluster: ['monitor'],
      metadata: { by: 'x' },
      applications: [{ application: 'kibana-.kibana', ...application }],
    })
    expect(fromApplications(there)).toEqual(role)
  })

  it('without spaces means everywhere', () => {
    expect(toApplications({ kibana: [{ base: ['all'] }] })['applications']).toEqual([
      { application: 'kibana-.kibana', privileges: ['all'], resources: ['*'] },
    ])
  })

  it('without anything grants nothing', () => {
    expect(toApplications({})).toEqual({ metadata: {}, applications: [] })
  })
})

describe('the way back', () => {
  it('gives the documented role, with what Elasticsearch adds', () => {
    const { elasticsearch, kibana } = documented as { elasticsearch: JsonObject; kibana: JsonObject[] }
    const [indices] = elasticsearch['indices'] as JsonObject[]
    expect(fromApplications(stored)).toEqual({
      elasticsearch: { ...elasticsearch, indices: [{ ...indices, allow_restricted_indices: false }] },
      kibana,
      metadata: {},
    })
  })

  it('leaves out the privileges of other applications', () => {
    const other = { application: 'apm', privileges: ['event:write'], resources: ['*'] }
    expect(fromApplications({ ...stored, applications: [other] })['kibana']).toEqual([])
  })
})
