import { at, fourIntervals, over, type Proof } from './proof.js'

const meter = (name: string, second: number, more: object) => ({ '@timestamp': at(second), name, ...more })
const gauge = (name: string, values: number[], tags: object = {}) =>
  values.map((value, step) => meter(name, step * 10, { type: 'gauge', ...tags, value }))
const counter = (name: string, counts: number[], tags: object = {}) =>
  counts.map((count, step) => meter(name, step * 10, { type: 'counter', ...tags, count }))
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

export const serverMonitoringProof: Proof = {
  dashboard: 'openvidu-server-monitoring-metrics',
  time: fourIntervals,
  documents: {
    'server-metrics-2026-11': [
      ...gauge('process_start_time', [started - 5000, started]),
      ...gauge('system_cpu_usage', [0.5, 0.7]),
      ...gauge('process_cpu_usage', [0.1]),
      ...pool('PS Eden Space', [10, 20], 100, 1000),
      ...pool('G1 Old Gen', [11], 101, 1001),
      ...pool('PS Survivor Space', [12], 102, -1),
      ...pool("CodeHeap 'profiled nmethods'", [1], 10, 100),
      ...pool("CodeHeap 'non-nmethods'", [2], 20, 300),
      ...pool("CodeHeap 'non-profiled nmethods'", [6], 30, -1),
      ...pool('Compressed Class Space', [13], 103, 1003),
      ...pool('Metaspace', [14], 104, -1),
      ...gauge('jvm_classes_loaded', [3807, 3900]),
      ...counter('jvm_classes_unloaded', [0, 4]),
      ...buffers('direct', 50, 60),
      ...buffers('mapped', 1, 2),
      ...buffers("mapped - 'non-volatile memory'", 3, 4),
      ...gauge('jvm_threads_daemon', [8]),
      ...gauge('jvm_threads_live', [10]),
      ...gauge('jvm_threads_peak', [12]),
      ...counter('jvm_gc_memory_allocated', [1000, 500]),
      ...counter('jvm_gc_memory_promoted', [0, 100]),
      pause(0, 'end of minor GC', 2, 40),
      pause(0, 'end of major GC', 1, 48),
      ...counter('tomcat_global_error', [1, 2]),
      ...gauge('tomcat_threads_config_max', [200, 200]),
      ...gauge('tomcat_sessions_active_current', [7, 9]),
      ...counter('tomcat_global_sent', [5000]),
      ...counter('tomcat_global_received', [300]),
      ...['info', 'error', 'warn', 'debug', 'trace'].flatMap((level, index) =>
        counter('logback_events', [index + 1], { level }),
      ),
    ],
  },
  expected: {
    'Host and Application': { Host: {}, Application: {} },
    'Basic Statistics': undefined,
    'Start time': started,
    'CPU Usage': { 'System CPU Usage': over(0.5, 0.7), 'Process CPU Usage': over(0.1) },
    'JVM Statistics - Memory': undefined,
    'Eden Space (heap)': { Used: over(10, 20), Committed: over(100), Max: over(1000) },
    'Old Gen (heap)': { Used: over(11), Committed: over(101), Max: over(1001) },
    'Survivor Space (heap)': { Used: over(12), Committed: over(102), Max: {} },
    'Code Heap / Code Cache (non-heap)': { Used: over(9), Committed: over(60), Max: over(400) },
    'Compressed Class Space (non-heap)': { Used: over(13), Committed: over(103), Max: over(1003) },
    'Metaspace (non-heap)': { Used: over(14), Committed: over(104), Max: {} },
    'Classes Loaded': { Count: over(3807, 3900) },
    'Classes Unloaded': { Count: over(0, 4, 0) },
    'Direct Buffers': { Used: over(50), Capacity: over(60) },
    'Mapped Buffers': { Used: over(4), Capacity: over(6) },
    Threads: { Daemon: over(8), Live: over(10), Peak: over(12) },
    'Memory Allocate/Promote': { Allocated: over(1000, 500, 0), Promoted: over(0, 100, 0) },
    'JVM Statistics - GC': undefined,
    'GC Count': { Count: over(3, 0, 0) },
    'GC Stop the World Duration': { Duration: over(88, 0, 0) },
    'Tomcat Statistics': undefined,
    'Total Error Count': 3,
    'Thread Config Max': 200,
    'Active Sessions': { 'Active Sessions': over(7, 9) },
    'Sent & Received Bytes': { 'Sent Bytes': over(5000, 0, 0), 'Received Bytes': over(300, 0, 0) },
    'Logback Statistics': undefined,
    'INFO logs': { INFO: over(1, 0, 0) },
    'ERROR logs': { ERROR: over(2, 0, 0) },
    'WARN logs': { WARN: over(3, 0, 0) },
    'DEBUG logs': { DEBUG: over(4, 0, 0) },
    'TRACE logs': { TRACE: over(5, 0, 0) },
  },
}
