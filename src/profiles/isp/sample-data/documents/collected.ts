import type { JsonObject } from '../../../../json.js'
import type { Sent } from '../../../../sample-data/document.js'
import { nodeAt, responseTimeOf, usageOf } from '../model/measures.js'
import { fiveMinutes, type Customer, type Node, type Platform, type Service } from '../model/platform.js'
import { isoformat } from '../isoformat.js'
import { marked, type Names } from './names.js'

/** What the platform's collector asks nodes, services and the accounting for, every five minutes. */
export function* collected(platform: Platform, names: Names): Generator<Sent> {
  const { nodes, services, customers } = platform
  for (const time of fiveMinutes(platform))
    for (const document of [
      ...nodes.flatMap((node) => ofNode(platform, node, time)),
      ...services.map((service) => ofService(platform, service, time)),
      ...customers.flatMap((customer) => ofCustomer(platform, customer, time)),
    ]) {
      const { metadata, ...rest } = document
      const own = { timestamp: isoformat(time), ...rest, metadata: { ...(metadata as JsonObject), ...marked } }
      yield { time, index: names.metric(time), document: own }
    }
}

/** Of one that does not answer, everything but the lost packets is -1. */
function ofNode(platform: Platform, { id: node_id, ...node }: Node, time: number): JsonObject[] {
  const measure = nodeAt(platform, { id: node_id, ...node }, time)
  const failed = measure === undefined ? { error: 'timeout' } : {}
  const { latency = -1, loss = 100, bandwidth = -1, connections = -1 } = measure ?? {}
  const ping = { target_ip: node.address, metadata: { collection_method: 'ping', ping_count: 5 } }
  const range = measure && { min_latency: latency * 0.8, max_latency: latency * 1.2 }
  return [
    { metric_type: 'NETWORK_LATENCY', node_id, value: latency, unit: 'ms', ...range, ...ping, ...failed },
    { metric_type: 'NETWORK_PACKET_LOSS', node_id, value: loss, unit: '%', ...ping, ...failed },
    {
      ...{ metric_type: 'NETWORK_BANDWIDTH_UTILIZATION', node_id, interface: 'eth0', value: bandwidth, unit: '%' },
      ...{ metadata: { collection_method: 'snmp' }, ...failed },
    },
    {
      ...{ metric_type: 'NETWORK_CONNECTION_COUNT', node_id, value: connections, unit: 'connections' },
      ...{ metadata: { collection_method: 'netstat' }, ...failed },
    },
  ]
}

function ofService(platform: Platform, service: Service, time: number): JsonObject {
  const milliseconds = responseTimeOf(platform, service, time)
  return {
    ...{ metric_type: 'SERVICE_UPTIME', service_name: service.name, endpoint: service.endpoint, unit: '%' },
    ...(milliseconds === undefined
      ? { value: 0, status: 'DOWN', response_time: -1 }
      : { value: 100, status: 'UP', response_time: milliseconds }),
    metadata: { collection_method: 'http_check' },
  }
}

function ofCustomer(platform: Platform, customer: Customer, time: number): JsonObject[] {
  const { bytes, kind, quotaUsed, sessions } = usageOf(platform, customer, time)
  const { id: customer_id, plan, quota } = customer
  const from = { collection_method: 'radius_logs', plan_type: plan }
  return [
    {
      ...{ metric_type: 'CUSTOMER_DATA_USAGE', customer_id, value: bytes, unit: 'bytes' },
      metadata: { ...from, traffic_type: kind, quota, quota_percentage: quotaUsed },
    },
    { metric_type: 'CUSTOMER_SESSION_COUNT', customer_id, value: sessions, unit: 'sessions', metadata: from },
  ]
}
