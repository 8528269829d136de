import { alertOf, type Alert } from '../../../src/alerts/alert.js'
import type { JsonObject } from '../../../src/json.js'

/** One that fits its schema: the average of a field by host. */
export const body: JsonObject = {
  title: 'CPU of a host',
  severity: 'warning',
  index: 'metricbeat-*',
  timeField: '@timestamp',
  window: '5m',
  query: 'metricset.name:cpu',
  measure: { of: 'average', field: 'cpu.pct', factor: 100 },
  groupBy: { field: 'host.name', size: 20 },
  comparator: '>',
  warn: 80,
  critical: 95,
  message: 'The CPU is busy.',
  runbook: 'Look at it.',
}

export const sampleAlert = (more: JsonObject = {}): Alert => alertOf('cpu', 'cpu.json', { ...body, ...more })

/** Without groups. */
export const ofAll = (more: JsonObject = {}): Alert => {
  const { groupBy: _none, ...rest } = body
  return alertOf('cpu', 'cpu.json', { ...rest, ...more })
}
