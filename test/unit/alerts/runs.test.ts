import { expect, it } from '@jest/globals'
import { readAlerts } from '../../../src/alerts/read.js'
import { kinds } from '../../../src/kinds/index.js'
import { sampleAlert } from './alert.js'

const where = (name: string) =>
  readAlerts({ profile: 'openvidu', variables: {} })
    .filter((alert) => alert.name === name)
    .flatMap((alert) => kinds.flatMap(({ runs }) => runs?.(alert) ?? []))

it.each([
  ['no-metrics', ['a monitor of OpenSearch', 'a rule of Kibana (7.8 and later)']],
  ['node-cpu', ['a monitor of OpenSearch (1.1 and later)', 'a rule of Kibana (8.7 and later)']],
  ['ice-failed', ['a monitor of OpenSearch']],
])('%s runs in %j too', (name, places) => {
  expect(where(name).sort()).toEqual(places)
})

it('an alert of several windows runs in no monitor', () => {
  const alert = sampleAlert({ windows: 2 })
  expect(kinds.flatMap(({ runs }) => runs?.(alert) ?? [])).toEqual(['a rule of Kibana (8.13 and later)'])
})
