import type { LogLine } from '../../../../../src/profiles/isp/sample-data/model/log.js'
import { makePlatform, type Platform } from '../../../../../src/profiles/isp/sample-data/model/platform.js'
import type { SampleLoad } from '../../../../../src/sample-data/sample-data.js'
import type { Proved, SearchProof } from '../proved.js'
import { applicationLogsPanels } from './application-logs.js'
import { customerUsagePanels } from './customer-usage.js'
import { isError } from './measures.js'
import { sentTo } from './sent.js'
import { systemHealthPanels } from './system-health.js'
import { systemMetricsPanels } from './system-metrics.js'

/** Over midnight; at a time that is not round. */
export const load: SampleLoad = {
  seed: 6,
  until: Date.parse('2026-11-21T00:40:07.000Z'),
  hours: 1,
  ahead: 0,
  scale: 1,
  variant: '',
}

const platform = makePlatform(load)

const logs = (which: (line: LogLine) => boolean): SearchProof<Platform> => ({
  column: 'message',
  lines: ({ log }) => log.filter(which).map(({ message }) => message),
})

const metrics = (which: (document: Record<string, unknown>) => boolean): SearchProof<Platform> => ({
  column: 'timestamp',
  lines: (all) =>
    sentTo(all, 'isp-metrics')
      .filter(({ document }) => which(document))
      .map(({ document }) => String(document['timestamp'])),
})

export const ispProved: Proved<Platform> = {
  name: 'isp',
  world: platform,
  from: platform.from,
  until: platform.until,
  dashboards: [systemHealthPanels, systemMetricsPanels, applicationLogsPanels, customerUsagePanels],
  mayBeEmpty: [],
  listable: (all) => sentTo(all, 'isp-logs').map(({ document }) => document),
  searches: {
    'All error logs': logs(({ level }) => level === 'error'),
    'Billing service logs with "failed" in the message': logs(
      ({ service, message }) => service === 'billing' && message.includes('failed'),
    ),
    'Logs related to a specific user': logs(({ metadata }) => metadata['user_id'] === 123),
    'High CPU usage metrics': metrics(
      ({ metric_type: type, unit, value }) => type === 'cpu_usage' && unit !== 'load' && Number(value) > 80,
    ),
    'Metrics for the RADIUS service': metrics(({ service_name: name }) => name === 'radius'),
    'Metrics for a specific host': metrics(({ host_name: name }) => name === 'server1'),
    'Recent Errors': logs(isError),
    'Recent Logs': logs(() => true),
    'Recent Service Outages': logs((line) => isError(line) && /outage|unavailable|downtime/i.test(line.message)),
  },
}
