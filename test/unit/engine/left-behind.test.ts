import { describe, expect, it } from '@jest/globals'
import { loadDefinitions } from '../../../src/engine/definitions.js'
import { planChanges } from '../../../src/engine/plan.js'
import { leftBehindNotes } from '../../../src/report/text/left-behind.js'
import type { JsonObject } from '../../../src/json.js'
import { found, kibana, openSearchDashboards, recorded, stackWith } from '../kinds/own-bundle.js'
import { options } from './planning.js'

const servers = [
  ['Kibana 7.12.1', kibana, found('kibana-7.12.1-find')] as const,
  ['OpenSearch Dashboards 2.19.2', openSearchDashboards, found('opensearch-dashboards-2.19.2-find')] as const,
]

describe.each(servers)('what an earlier elkctl left on a real %s', (_title, server, there) => {
  const today = loadDefinitions({
    ...{ profile: 'openvidu', dialect: server.flavor.dialect, variables: {}, variants: [], rename: {} },
    only: ['saved object'],
  })
  const leftOf = async (objects: JsonObject[]) =>
    (await planChanges(today, stackWith(server, objects), options)).leftBehind ?? []

  const gone = [
    'visualization/openvidu-node-monitoring-cpu-gauge',
    'visualization/openvidu-node-monitoring-disk-used',
    'visualization/openvidu-node-monitoring-memory-gauge',
    'visualization/openvidu-node-monitoring-navigation',
    'visualization/openvidu-server-monitoring-metrics-selector',
  ]

  it.each([
    ['in descriptions', there],
    ['in a record', recorded(there)],
  ])('is found by its marks %s, and not removed', async (_where, objects) => {
    const left = await leftOf(objects)
    expect(left.map(({ name }) => name).sort()).toEqual(gone)
    const { changes } = await planChanges(today, stackWith(server, objects), options)
    expect(changes.filter(({ action }) => action === 'remove')).toEqual([])
  })

  it('is not looked for among what elkctl did not make', async () => {
    const others = there.map((object) => ({ ...object, attributes: { ...object.attributes, description: '' } }))
    expect(await leftOf(others)).toEqual([])
  })

  it('is nothing of another application', async () => {
    const plan = await planChanges(today, stackWith(server, there), { ...options, profile: 'dodas' })
    expect(plan.leftBehind).toEqual([])
  })

  it('is said by title', async () => {
    const left = await leftOf(there)
    expect(leftBehindNotes(left.filter(({ name }) => name === gone[3]))).toEqual([
      '1 saved object of an earlier elkctl or of other settings is no longer part of what it makes, and stays: "System Navigation [Metricbeat System] ECS"; delete it if nobody uses it',
    ])
    expect(leftBehindNotes(left)).toEqual([
      expect.stringMatching(/^5 saved objects .* are no longer part of what it makes, and stay: .*; delete them if/),
    ])
  })
})
