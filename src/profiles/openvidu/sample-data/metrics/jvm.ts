import { maxHeap, oldAfterCollection, type JvmState, type Pool } from '../model/jvm.js'
import { counter, gauge, timer, type Meter } from './micrometer.js'

/** Micrometer's meters of a JVM. */
export function jvmMeters(jvm: JvmState): Meter[] {
  const { heap, nonheap, directBuffers, threads, minorPauses, majorPauses } = jvm
  return [
    ...Object.entries(heap).flatMap(([id, pool]) => memory('heap', id, pool)),
    ...Object.entries(nonheap).flatMap(([id, pool]) => memory('nonheap', id, pool)),
    ...buffers('direct', directBuffers),
    ...buffers('mapped', { count: 0, used: 0 }),
    counter('jvm_gc_memory_allocated', jvm.allocated),
    counter('jvm_gc_memory_promoted', jvm.promoted),
    gauge('jvm_gc_live_data_size', majorPauses === undefined ? 0 : oldAfterCollection),
    gauge('jvm_gc_max_data_size', maxHeap),
    ...(minorPauses ? [pause('end of minor GC', 'G1 Evacuation Pause', minorPauses)] : []),
    ...(majorPauses ? [pause('end of major GC', 'G1 Humongous Allocation', majorPauses)] : []),
    gauge('jvm_threads_daemon', threads.daemon),
    gauge('jvm_threads_live', threads.live),
    gauge('jvm_threads_peak', threads.peak),
    ...threadStates(threads.live),
    gauge('jvm_classes_loaded', jvm.classes),
    counter('jvm_classes_unloaded', 0),
  ]
}

const memory = (area: string, id: string, { used, committed, max }: Pool): Meter[] => [
  gauge('jvm_memory_used', used, { area, id }),
  gauge('jvm_memory_committed', committed, { area, id }),
  gauge('jvm_memory_max', max, { area, id }),
]

const buffers = (id: string, { count, used }: JvmState['directBuffers']): Meter[] => [
  gauge('jvm_buffer_count', count, { id }),
  gauge('jvm_buffer_memory_used', used, { id }),
  gauge('jvm_buffer_total_capacity', used, { id }),
]

const pause = (action: string, cause: string, milliseconds: number[]): Meter =>
  timer('jvm_gc_pause', milliseconds, { action, cause })

function threadStates(live: number): Meter[] {
  const runnable = 12
  const waiting = Math.floor((live - runnable) * 0.6)
  const states = { runnable, waiting, 'timed-waiting': live - runnable - waiting, blocked: 0, new: 0, terminated: 0 }
  return Object.entries(states).map(([state, value]) => gauge('jvm_threads_states', value, { state }))
}
