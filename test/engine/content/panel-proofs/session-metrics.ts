import { at, fourIntervals, over, type Proof } from './proof.js'

const gauge = (second: number, name: string, value: number | string, node_id?: string) => ({
  '@timestamp': at(second),
  name,
  type: 'gauge',
  ...(node_id !== undefined && { node_id }),
  value,
})

export const sessionMetricsProof: Proof = {
  dashboard: 'openvidu-cpu-vs-sessions',
  time: fourIntervals,
  documents: {
    'session-metrics-2026-11': [
      gauge(0, 'master_node_cpu', 40, 'master_1'),
      gauge(1, 'master_node_cpu', 60, 'master_2'),
      gauge(10, 'master_node_cpu', 80, 'master_1'),
      gauge(0, 'media_node_cpu', 20, 'media_1'),
      gauge(0, 'media_node_cpu', 40, 'media_2'),
      gauge(20, 'media_node_cpu', 10.5, 'media_1'),
      gauge(0, 'sessions', 2),
      gauge(10, 'sessions', 3),
      gauge(30, 'sessions', 99),
      gauge(0, 'connections', 4),
      gauge(0, 'streams', 5),
      gauge(0, 'recordings', 1),
      gauge(10, 'recordings', 0),
      gauge(0, 'something_else', 1000),
      // Malformed: kept, not counted.
      gauge(0, 'master_node_cpu', 'NaN', 'master_1'),
      gauge(20, 'sessions', 'two'),
    ],
  },
  expected: {
    'CPU vs Sessions/Connections/Streams/Recordings': {
      'Master Node CPU': over(50, 80),
      'Media Node CPU': over(30, null, 10.5),
      Sessions: over(2, 3),
      Connections: over(4),
      Streams: over(5),
      Recordings: over(1, 0),
    },
  },
}
