import { random, type Random } from '../random.js'
import type { SampleCluster } from '../model/cluster.js'
import { counter, gauge, timer, type Meter } from './micrometer.js'
import type { ServerStep } from './server-metrics.js'

/** The heap of OpenVidu Server between two steps. Bytes. */
export interface Jvm {
  dice: Random
  eden: number
  old: number
  classes: number
  peakThreads: number
  /** whether there has been a minor collection, a mixed one: their timers exist from then on */
  collected: boolean
  mixed: boolean
}

const mebibyte = 1024 ** 2
const edenSize = 252 * mebibyte
const survivor = 16 * mebibyte

export const startJvm = ({ options }: SampleCluster): Jvm => ({
  dice: random(options.seed, 'jvm'),
  eden: 40 * mebibyte,
  old: 78 * mebibyte,
  classes: 15_023,
  peakThreads: 86,
  collected: false,
  mixed: false,
})

/** Java 11 with G1, as OpenVidu's image has it: -1 is "no limit". Eden fills with requests and sessions and is then collected. */
export function jvmMeters(cluster: SampleCluster, jvm: Jvm, step: ServerStep): Meter[] {
  const { dice } = jvm
  const sessions = cluster.activity.sessions(step.time)
  const allocated = Math.round((0.35 + 0.05 * sessions) * mebibyte * step.seconds * dice.between(0.8, 1.2))
  const collections = Math.floor((jvm.eden + allocated) / edenSize)
  const promoted = collections * Math.round(dice.between(0.2, 1.1) * mebibyte)
  jvm.eden = (jvm.eden + allocated) % edenSize
  jvm.old += promoted
  const mixed = jvm.old > 190 * mebibyte
  if (mixed) jvm.old = 82 * mebibyte
  jvm.collected ||= collections > 0
  jvm.mixed ||= mixed
  if (dice.chance(0.03)) jvm.classes += dice.whole(1, 6)

  const live = 64 + Math.min(sessions, 60) + dice.whole(0, 3)
  jvm.peakThreads = Math.max(jvm.peakThreads, live)
  return [
    ...memory('heap', 'G1 Eden Space', jvm.eden, edenSize, -1),
    ...memory('heap', 'G1 Old Gen', jvm.old, 262 * mebibyte, 2048 * mebibyte),
    ...memory('heap', 'G1 Survivor Space', jvm.collected ? survivor : 0, survivor, -1),
    ...memory('nonheap', 'Metaspace', 71_500_000 + jvm.classes * 12, 74_350_592, -1),
    ...memory('nonheap', 'Compressed Class Space', 9_600_000 + jvm.classes, 10_747_904, 1_073_741_824),
    ...memory('nonheap', "CodeHeap 'non-nmethods'", 1_322_112, 2_555_904, 5_828_608),
    ...memory('nonheap', "CodeHeap 'profiled nmethods'", 12_163_072, 12_779_520, 122_912_768),
    ...memory('nonheap', "CodeHeap 'non-profiled nmethods'", 6_021_120, 6_225_920, 122_916_864),
    ...buffers('direct', 12 + Math.min(sessions, 40), 16_990_208),
    ...buffers('mapped', 0, 0),
    counter('jvm_gc_memory_allocated', collections === 0 ? 0 : collections * edenSize),
    counter('jvm_gc_memory_promoted', promoted),
    gauge('jvm_gc_live_data_size', jvm.mixed ? 82 * mebibyte : 0),
    gauge('jvm_gc_max_data_size', 2048 * mebibyte),
    ...(jvm.collected ? [pause(dice, 'end of minor GC', 'G1 Evacuation Pause', collections)] : []),
    ...(jvm.mixed ? [pause(dice, 'end of major GC', 'G1 Humongous Allocation', mixed ? 1 : 0)] : []),
    gauge('jvm_threads_daemon', 24 + Math.min(Math.ceil(sessions / 3), 20)),
    gauge('jvm_threads_live', live),
    gauge('jvm_threads_peak', jvm.peakThreads),
    ...threadStates(live),
    gauge('jvm_classes_loaded', jvm.classes),
    counter('jvm_classes_unloaded', 0),
  ]
}

function memory(area: string, id: string, used: number, committed: number, max: number): Meter[] {
  return [
    gauge('jvm_memory_used', used, { area, id }),
    gauge('jvm_memory_committed', committed, { area, id }),
    gauge('jvm_memory_max', max, { area, id }),
  ]
}

function buffers(id: string, count: number, used: number): Meter[] {
  return [
    gauge('jvm_buffer_count', count, { id }),
    gauge('jvm_buffer_memory_used', used, { id }),
    gauge('jvm_buffer_total_capacity', used, { id }),
  ]
}

function pause(dice: Random, action: string, cause: string, count: number): Meter {
  const milliseconds = Array.from({ length: count }, () => dice.whole(6, action.includes('major') ? 90 : 48))
  return timer('jvm_gc_pause', milliseconds, { action, cause })
}

function threadStates(live: number): Meter[] {
  const runnable = 12
  const waiting = Math.floor((live - runnable) * 0.6)
  const states = { runnable, waiting, 'timed-waiting': live - runnable - waiting, blocked: 0, new: 0, terminated: 0 }
  return Object.entries(states).map(([state, value]) => gauge('jvm_threads_states', value, { state }))
}
