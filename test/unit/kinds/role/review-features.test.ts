import { describe, expect, it } from '@jest/globals'
import { reviewFeatures } from '../../../../src/kinds/role/review-features.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../../fake-stack.js'
import { fixture, readJson } from '../../fixtures.js'

const of712 = readJson<{ response: { body: unknown } }>(fixture('recordings', 'kibana-7.12.1', '102-features-200.json'))
  .response.body
const { features: of818 } = readJson<{ features: unknown }>(fixture('stacks', 'kibana-8.18-features.json'))

async function review(feature: Record<string, string[]>, answers: Record<string, Answer>, version = '7.12.1') {
  const reader = readerOf(answers)
  const body = { kibana: [{ spaces: ['default'], base: [], feature }] }
  const { objections, notes } = await reviewFeatures(stackOf({ dashboards: { version, reader } }), [
    { name: 'r', body },
  ])
  return { said: objections[0], notes, requests: reader.requests }
}

describe('the features of a role', () => {
  it.each([[{ savedObjectsManagement: ['all'] }], [{ dashboard: ['read'], discover: ['minimal_read', 'url_create'] }]])(
    'are there in Kibana 7.12: %j',
    async (feature) => {
      expect((await review(feature, { '/api/features': ok(of712) })).said).toBeUndefined()
    },
  )

  it.each([
    [{ savedObjectManagement: ['all'] }, 'it has no feature "savedObjectManagement" (savedObjectsManagement'],
    [{ dashboard: ['write'] }, 'the feature dashboard has no privilege "write"'],
    [{ dashboard_v2: ['all'] }, 'it has no feature "dashboard_v2"'],
  ])('are caught where Kibana 7.12 does not have them: %j', async (feature, reason) => {
    const { said } = await review(feature, { '/api/features': ok(of712) })
    expect(said?.reason).toContain(reason)
    expect(said?.hint).toContain('Kibana 7.12.1 has the features actions, advancedSettings, dashboard')
  })

  it('go on working under their old names where a newer Kibana lists the new ones only', async () => {
    const answers = { '/api/features': ok(of818) }
    expect((await review({ discover: ['all'], dashboard: ['read'] }, answers, '9.0.0')).said).toBeUndefined()
    expect((await review({ canvas: ['all'] }, answers, '9.0.0')).said?.reason).toContain('"canvas"')
  })

  it('are asked for under the path of Kibana 7.3 too', async () => {
    const answers = { '/api/features': { status: 404, body: {} }, '/api/features/v1': ok(of712) }
    expect((await review({ dashboard: ['all'] }, answers, '7.3.0')).requests).toHaveLength(2)
  })

  it('are not in the way of someone who may not ask: a note', async () => {
    const { said, notes } = await review({ nonsense: ['all'] }, { '/api/features': forbidden })
    expect(said).toBeUndefined()
    expect(notes.join()).toContain('was not checked: elastic may not ask (403)')
  })

  it('are not asked for where the role names none', async () => {
    expect((await review({}, {})).requests).toEqual([])
  })
})
