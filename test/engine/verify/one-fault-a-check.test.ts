import { expect, it } from '@jest/globals'
import { checkIds } from '../../../src/checks/catalogue/index.js'
import { faults } from './one-fault.js'

/** Broken and told in test/engine/alerts/whole-run-opensearch-2.19 and test/in-memory/grafana. */
const elsewhere = ['grafana.available', 'monitor.available', 'monitor.runs']

// A release breaks them: test/release/engine/verify.
it('there is a fault for each check', () => {
  expect([...new Set([...faults.map(({ id }) => id), ...elsewhere])].sort()).toEqual(checkIds.toSorted())
})
