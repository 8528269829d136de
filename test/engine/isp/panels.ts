import { beforeAll, describe, expect, it } from '@jest/globals'
import { list, requestsFor, show } from '../content/kibana-request.js'
import { nearly } from '../content/nearly.js'
import type { PanelTime, Shown } from '../content/panel-request.js'
import { every, panelsOf, searchesOn } from '../content/saved-objects.js'
import { connect, type SearchClient } from '../content/search-client.js'
import { moreDocuments } from './more-documents.js'
import { send, type Situation } from './situation.js'

/** Three intervals of two minutes; TSVB drops the last one, which is not over. */
const time: PanelTime = { from: '2026-11-26T12:00:00.000Z', to: '2026-11-26T12:05:59.999Z', auto: 120 }
const [first, second, third] = ['12:00:00', '12:02:00', '12:04:00']
const momentOf = (text: string) => Date.parse(`2026-11-26T${text}Z`)

const errorRates = { api_gateway: 0, radius: 0, billing: 1, monitoring: 1, crm: 1 }
const none = { Healthy: 0, Degraded: 0, Unhealthy: 0, Other: 0 }
const levels = { Critical: 1, Error: 2, Warning: 1, Info: 2, Debug: 0 }
const MiB = 1024 * 1024

/** What each panel shows of the samples and the further documents, worked out by hand; undefined: it asks nothing. */
const expected: Record<string, Record<string, Shown | undefined>> = {
  'isp-system-health': {
    'Dashboards of the ISP Management Platform': undefined,
    'Service Availability': { radius: 100, crm: 0, billing: 0 },
    'Services down now': { 'of those that are checked': 2 },
    'Health Status': { Healthy: 2, Degraded: 1, Unhealthy: 1, Other: 1 },
    'Service Availability over time': {
      radius: { [first]: 100, [second]: 100 },
      crm: { [first]: 0, [second]: 0 },
      billing: { [second]: 0 },
    },
    'Response Time': { radius: { [first]: 41.3, [second]: 58.7 } },
    'Error Rates': errorRates,
    'Health Check History': {
      [first]: { ...none, Healthy: 2 },
      [second]: { ...none, Unhealthy: 1 },
      [third]: { ...none, Degraded: 1, Other: 1 },
    },
    'Failed Components': {
      database: { Checks: 2, 'Last time': momentOf('12:04:00.200') },
      redis: { Checks: 1, 'Last time': momentOf('12:04:00.200') },
    },
  },
  'isp-system-metrics': {
    'Dashboards of the ISP Management Platform': undefined,
    'Host and Node Selector': { Host: { server1: 20, server2: 2 }, Node: { 'router-1': 4, 'ap-1': 3 } },
    Hosts: undefined,
    'CPU Usage': { server1: { [first]: 83.4 }, server2: { [first]: 40 } },
    'Memory Usage': { server1: { [first]: 62.1 } },
    'CPU Usage by core': { 'server1 core 0': { [first]: 91 } },
    Load: { server1: { [first]: 1.37 } },
    'Disk Usage': { '/': 72.5, '/var': 93 },
    'Network Traffic': {
      Received: { [first]: 0, [second]: (2 * MiB) / 120 },
      Sent: { [first]: 0, [second]: (-12 * MiB) / 120 },
    },
    'Nodes of the network': undefined,
    'Network Latency': { 'router-1': { [first]: 23.7 } },
    'Packet Loss': { 'router-1': { [second]: 1.5 }, 'ap-1': { [second]: 100 } },
    'Bandwidth Utilization': { 'router-1': 44 },
    Connections: { 'router-1': { [first]: 5120 } },
    'Failed measurements': {
      network_latency: { timeout: 1 },
      network_packet_loss: { timeout: 1 },
      network_bandwidth_utilization: { 'no answer': 1 },
      service_uptime: { 'connection refused': 1 },
      customer_data_usage: { 'no record': 1 },
    },
    'Metrics by Service': {
      system: { Metrics: 21, 'Last one': momentOf('12:02:00.200') },
      radius: { Metrics: 3, 'Last one': momentOf('12:02:00.200') },
      crm: { Metrics: 2, 'Last one': momentOf('12:02:00.200') },
      billing: { Metrics: 1, 'Last one': momentOf('12:02:00.200') },
    },
  },
  'isp-application-logs': {
    'Dashboards of the ISP Management Platform': undefined,
    'Service and Level Selector': {
      Service: { radius: 2, api_gateway: 1, billing: 1, crm: 1, monitoring: 1 },
      Level: { error: 2, info: 2, critical: 1, warning: 1 },
    },
    'Log lines': 6,
    Errors: 3,
    'Error share': { Errors: 0.5 },
    'Log Volume over time': { [first]: levels },
    'Logs by Level': levels,
    'Logs by Service': { radius: 2, api_gateway: 1, billing: 1, crm: 1, monitoring: 1 },
    'Error Rates': errorRates,
    'Top Error Messages': {
      'Payment failed for invoice 7781': { billing: 1 },
      'Error applying log retention: connection refused': { monitoring: 1 },
      'service unavailable: crm outage': { crm: 1 },
    },
  },
  'isp-customer-usage': {
    'Dashboards of the ISP Management Platform': undefined,
    'Customer and Plan Selector': {
      Customer: { 'customer-7': 3, 'customer-9': 2, 'customer-11': 1 },
      Plan: { premium: 3, basic: 2 },
    },
    Customers: 2,
    'Data used': { 'Data used': 150 * MiB },
    'Sessions now': { Sessions: 6 },
    'Top 10 Customers by Usage': { 'customer-7': 100 * MiB, 'customer-9': 50 * MiB },
    'Data Usage Trends': {
      streaming: { [first]: 100 * MiB, [second]: 0 },
      web: { [first]: 0, [second]: 50 * MiB },
    },
    'Quota used': { 'customer-7': 9.765625, 'customer-9': 50 },
    'Customer Session Count': { premium: { [first]: 3, [second]: 4 }, basic: { [second]: 2 } },
    'Authentication Events': { accept: { [first]: 1 }, reject: { [first]: 1 } },
    'Billing Events': { payment_failed: 1 },
  },
}

/** Title of a saved search → the ids of the logs that it lists, or how many metrics. */
const listed: Record<string, number[]> = {
  'All error logs': [102, 105],
  'Billing service logs with "failed" in the message': [102],
  'Logs related to a specific user': [102, 103],
  'Recent Errors': [102, 105, 106],
  'Recent Logs': [101, 102, 103, 104, 105, 106],
  'Recent Service Outages': [106],
}

/** The saved searches on metrics, and the values that they list. */
const values: Record<string, number[]> = {
  'High CPU usage metrics': [83.4, 91, 250],
  'Metrics for the RADIUS service': [12.5, 100, 100],
  'Metrics for a specific host': [
    ...[1, 1.37, 9, 62.1, 71.2, 72.5, 83.4, 91, 93, 99, 100, 112, 250, 480, 900],
    ...[1024.5, 4096.25, 4098.25, 4998.25, 10123.4],
  ],
}

const ascending = (one: number, other: number): number => one - other

const dashboards = Object.keys(expected)
const panels = dashboards.flatMap((dashboard) =>
  panelsOf(dashboard).map(([title, object]) => ({ dashboard, title, object })),
)

/** The panels of which a search fails, if only in part, whatever documents there are. */
export async function failuresOfPanels({ stack: { engine } }: Situation): Promise<string[]> {
  const client = connect(engine)
  const failures: string[] = []
  for (const { dashboard, title, object } of panels)
    for (const { index, body } of requestsFor(object, time)) {
      const { _shards } = (await client.request('POST', `/${index}/_search`, body)) as { _shards: { failed: number } }
      if (_shards.failed > 0) failures.push(`${dashboard} › ${title}`)
    }
  return failures
}

/** The samples must be there, and nothing else. */
export function describePanels(at: () => Situation): void {
  describe('its dashboards and saved searches', () => {
    let client: SearchClient
    beforeAll(async () => {
      client = connect(at().stack.engine)
      for (const [index, documents] of Object.entries(moreDocuments))
        expect(await send(at(), index, documents)).toEqual({ taken: documents.length, refusals: [] })
    })
    it('have a panel for each number that is known, and no other', () => {
      const titles = (dashboard: string) => panelsOf(dashboard).map(([title]) => title)
      expect(dashboards.map(titles)).toEqual(Object.values(expected).map((numbers) => Object.keys(numbers)))
      const known = [...Object.keys(listed), ...Object.keys(values)].sort()
      const searches = [...every.searches].filter(([id]) => id.startsWith('isp-'))
      expect(searches.map(([, { attributes }]) => attributes.title).sort()).toEqual(known)
      expect(dashboards.flatMap((dashboard) => searchesOn(dashboard).map(([title]) => title))).toEqual([
        ...['Recent Service Outages', 'Recent Errors', 'Recent Logs'],
      ])
    })

    it.each(panels)('$dashboard › $title', async ({ dashboard, title, object }) => {
      const numbers = expected[dashboard]?.[title]
      expect(nearly(await show(client, object, time), numbers)).toEqual(numbers)
    })

    const found = async (title: string): Promise<Record<string, unknown>[]> => {
      const search = [...every.searches.values()].find(({ attributes }) => attributes.title === title)
      return search === undefined ? [] : list(client, search, time)
    }
    it.each(Object.entries(listed))('%s', async (title, ids) => {
      expect((await found(title)).map(({ id }) => Number(id)).sort(ascending)).toEqual(ids)
    })
    it.each(Object.entries(values))('%s', async (title, numbers) => {
      expect((await found(title)).map(({ value }) => Number(value)).sort(ascending)).toEqual(numbers)
    })
  })
}
