import { at, fourIntervals, over, type Proof } from './proof.js'

const meter = (name: string, second: number, more: object) => ({ '@timestamp': at(second), name, ...more })
const gauge = (name: string, values: number[], tags: object = {}) =>
  values.map((value, step) => meter(name, step * 10, { type: 'gauge', ...tags, value }))
const pool = (id: string, used: number[], committed: number, max: number) => [
  ...gauge('jvm_memory_used', used, { id }),
  ...gauge('jvm_memory_committed', [committed], { id }),
  ...gauge('jvm_memory_max', [max], { id }),
]
const buffers = (id: string, used: number, capacity: number) => [
  ...gauge('jvm_buffer_memory_used', [used], { id }),
  ...gauge('jvm_buffer_total_capacity', [capacity], { id }),
]
const pause = (second: number, action: string, count: number, sum: number) =>
  meter('jvm_gc_pause', second, { type: 'timer', action, cause: 'test', count, sum, mean: sum / count, max: sum })

const started = 1795229204410

/** JVMs and collectors other than that of the sample data, no limit (-1), a server that was started twice. */
export const serverMonitoringProof: Proof = {
  dashboard: 'openvidu-server-monitoring-metrics',
  time: fourIntervals,
  documents: {
    'server-metrics-2026-11': [
      ...gauge('process_start_time', [started - 5000, started]),
      // Malformed: kept, and not counted.
      meter('process_start_time', 20, { type: 'gauge', value: 'NaN' }),
      ...pool('PS Eden Space', [10, 20], 100, 1000),
      ...pool('G1 Old Gen', [11], 101, 1001),
      ...pool('PS Survivor Space', [12], 102, -1),
      ...pool("CodeHeap 'profiled nmethods'", [1], 10, 100),
      ...pool("CodeHeap 'non-nmethods'", [2], 20, 300),
      ...pool("CodeHeap 'non-profiled nmethods'", [6], 30, 50),
      ...pool('Metaspace', [14], 104, -1),
      ...buffers('mapped', 1, 2),
      ...buffers("mapped - 'non-volatile memory'", 3, 4),
      pause(0, 'end of minor GC', 2, 40),
      pause(0, 'end of major GC', 1, 48),
    ],
  },
  expected: {
    'Start time': started,
    'Eden Space (heap)': { Used: over(10, 20), Committed: over(100), jvm_memory_max: over(1000) },
    'Old Gen (heap)': { Used: over(11), Committed: over(101), Max: over(1001) },
    'Survivor Space (heap)': { Used: over(12), Committed: over(102) },
    'Code Heap / Code Cache (non-heap)': { Used: over(9), Committed: over(60), Max: over(450) },
    'Metaspace (non-heap)': { Used: over(14), Committed: over(104) },
    'Mapped Buffers': { Used: over(4), Capacity: over(6) },
    'GC Count': { Count: over(3, 0, 0) },
    'GC Stop the World Duration': { Duration: over(88, 0, 0) },
  },
}
