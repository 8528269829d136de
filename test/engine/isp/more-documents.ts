/** At a minute after noon of the day of the samples, as Python writes it. */
const at = (minute: number) => ({ timestamp: `2026-11-26T12:0${minute}:00.200001` })

const host = (minute: number, metric_type: string, value: number, unit: string, tags: object, name = 'server1') => ({
  ...{ ...at(minute), service_name: 'system', host_name: name, metric_type, value, unit, tags, sampling_rate: 1 },
})
const traffic = (minute: number, value: number, subtype: string, more: object) =>
  host(minute, 'network_bandwidth', value, 'MB', { type: 'io', subtype, ...more })
const disk = (minute: number, value: number, unit: string, mountpoint: string, subtype: string) =>
  host(minute, 'disk_usage', value, unit, { mountpoint, device: '/dev/vda1', fstype: 'ext4', subtype })
const node = (metric_type: string, node_id: string, more: object) => ({ ...at(2), metric_type, node_id, ...more })
const check = (service_name: string, status: string, more: object) => ({
  ...{ ...at(2), metric_type: 'SERVICE_UPTIME', service_name, status, unit: '%' },
  ...more,
})
const customer = (metric_type: string, customer_id: string, value: number, more: object) => ({
  ...{ ...at(2), metric_type, customer_id, value },
  ...more,
})
const health = (minute: number, more: object) => ({ ...at(minute), document_type: 'health_check', ...more })

/**
 * What the samples leave out, by the index that it goes to: counters at a second time, what failed, and what must not be counted. Written after the
 * platform's collectors; numbers are ours.
 */
export const moreDocuments: Record<string, object[]> = {
  'isp-metrics-2026.11.26': [
    host(0, 'cpu_usage', 40, 'percent', { source: 'system' }, 'server2'),
    host(0, 'cpu_usage', 250, '%', { type: 'process', process_name: 'postgres', pid: '17' }),
    host(0, 'cpu_usage', 9, 'load', { type: 'load_average', interval: '15min' }),
    host(0, 'memory_usage', 99, '%', { type: 'swap', subtype: 'percent' }),
    disk(2, 72.5, '%', '/', 'percent'),
    disk(2, 93, '%', '/var', 'percent'),
    disk(2, 480, 'GB', '/var', 'used'),
    traffic(2, 4098.25, 'bytes_recv', { interface: 'eth0' }),
    traffic(0, 100, 'bytes_sent', { interface: 'eth0' }),
    traffic(2, 112, 'bytes_sent', { interface: 'eth0' }),
    traffic(0, 1, 'bytes_recv', { interface: 'lo' }),
    traffic(2, 900, 'bytes_recv', { interface: 'lo' }),
    traffic(2, 4998.25, 'bytes_recv', {}),
  ],
  'isp-metrics': [
    node('NETWORK_PACKET_LOSS', 'router-1', { value: 1.5, unit: '%' }),
    node('NETWORK_PACKET_LOSS', 'ap-1', { value: 100, unit: '%', error: 'timeout' }),
    node('NETWORK_BANDWIDTH_UTILIZATION', 'router-1', { interface: 'eth0', value: 44, unit: '%' }),
    node('NETWORK_BANDWIDTH_UTILIZATION', 'ap-1', { interface: 'eth0', value: -1, unit: '%', error: 'no answer' }),
    check('radius', 'UP', { value: 100, response_time: 58.7 }),
    check('crm', 'DOWN', { value: 0, response_time: -1 }),
    check('billing', 'ERROR', { value: 0, response_time: -1, error: 'connection refused' }),
    customer('CUSTOMER_DATA_USAGE', 'customer-9', 52_428_800, {
      metadata: { traffic_type: 'web', quota: 104_857_600, quota_percentage: 50, plan_type: 'basic' },
    }),
    customer('CUSTOMER_DATA_USAGE', 'customer-11', -1, { error: 'no record', metadata: { error: true } }),
    customer('CUSTOMER_SESSION_COUNT', 'customer-7', 4, { metadata: { plan_type: 'premium' } }),
    customer('CUSTOMER_SESSION_COUNT', 'customer-9', 2, { metadata: { plan_type: 'basic' } }),
  ],
  'isp-metrics-health': [
    health(2, {
      status: 'unhealthy',
      components: [
        { name: 'database', status: 'unhealthy', details: 'connection refused' },
        { name: 'redis', status: 'healthy', details: null },
      ],
    }),
    health(4, {
      overall_status: 'degraded',
      components: { database: { status: 'DOWN' }, redis: { status: 'degraded' } },
    }),
    health(4, { status: 'maintenance', components: [] }),
  ],
}
