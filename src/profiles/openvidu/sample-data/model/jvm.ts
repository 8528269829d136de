import { random, type Random } from '../../../../sample-data/random.js'
import type { SampleCluster } from './cluster.js'
import type { ServerStep } from './server.js'

/** A part of the memory of a JVM, or its buffers. Bytes; -1 is "no limit". */
export interface Pool {
  used: number
  committed: number
  max: number
}

/** What the JVM of OpenVidu Server looks like at the end of a step, and what it did in the step. */
export interface JvmState {
  /** epoch milliseconds */
  time: number
  heap: Record<'G1 Eden Space' | 'G1 Old Gen' | 'G1 Survivor Space', Pool>
  /** the parts of the code heap together are what is called so */
  nonheap: Record<'Metaspace' | 'Compressed Class Space' | CodeHeap, Pool>
  /** bytes */
  directBuffers: { count: number; used: number }
  classes: number
  threads: { daemon: number; live: number; peak: number }
  /** bytes in the step */
  allocated: number
  promoted: number
  /** milliseconds of each collection in the step; undefined: there has been none of its kind yet */
  minorPauses: number[] | undefined
  majorPauses: number[] | undefined
}

export type CodeHeap = `CodeHeap '${'non-nmethods' | 'profiled nmethods' | 'non-profiled nmethods'}'`

const mebibyte = 1024 ** 2
const edenSize = 252 * mebibyte
const survivor = 16 * mebibyte
/** What a mixed collection leaves in the old generation. */
export const oldAfterCollection = 82 * mebibyte
export const maxHeap = 2048 * mebibyte

/** Java 11 with G1, as OpenVidu's image has it. Eden fills with requests and sessions and is then collected. */
export function jvmStates(cluster: SampleCluster, steps: ServerStep[]): JvmState[] {
  const dice = random(cluster.options.seed, 'jvm')
  let [eden, old, classes, peak] = [40 * mebibyte, 78 * mebibyte, 15_023, 86]
  let [collected, mixedBefore] = [false, false]
  return steps.map(({ time, seconds }): JvmState => {
    const sessions = cluster.activity.sessions(time)
    const filled = eden + Math.round((0.35 + 0.05 * sessions) * mebibyte * seconds * dice.between(0.8, 1.2))
    const collections = Math.floor(filled / edenSize)
    const promoted = collections * Math.round(dice.between(0.2, 1.1) * mebibyte)
    eden = filled % edenSize
    old += promoted
    const mixed = old > 190 * mebibyte
    if (mixed) old = oldAfterCollection
    collected ||= collections > 0
    mixedBefore ||= mixed
    if (dice.chance(0.03)) classes += dice.whole(1, 6)
    const live = 64 + Math.min(sessions, 60) + dice.whole(0, 3)
    peak = Math.max(peak, live)
    return {
      time,
      heap: {
        'G1 Eden Space': { used: eden, committed: edenSize, max: -1 },
        'G1 Old Gen': { used: old, committed: 262 * mebibyte, max: maxHeap },
        'G1 Survivor Space': { used: collected ? survivor : 0, committed: survivor, max: -1 },
      },
      nonheap: {
        Metaspace: { used: 71_500_000 + classes * 12, committed: 74_350_592, max: -1 },
        'Compressed Class Space': { used: 9_600_000 + classes, committed: 10_747_904, max: 1_073_741_824 },
        "CodeHeap 'non-nmethods'": { used: 1_322_112, committed: 2_555_904, max: 5_828_608 },
        "CodeHeap 'profiled nmethods'": { used: 12_163_072, committed: 12_779_520, max: 122_912_768 },
        "CodeHeap 'non-profiled nmethods'": { used: 6_021_120, committed: 6_225_920, max: 122_916_864 },
      },
      directBuffers: { count: 12 + Math.min(sessions, 40), used: 16_990_208 },
      classes,
      threads: { daemon: 24 + Math.min(Math.ceil(sessions / 3), 20), live, peak },
      allocated: collections * edenSize,
      promoted,
      minorPauses: collected ? pauses(dice, collections, 48) : undefined,
      majorPauses: mixedBefore ? pauses(dice, mixed ? 1 : 0, 90) : undefined,
    }
  })
}

const pauses = (dice: Random, count: number, longest: number): number[] =>
  Array.from({ length: count }, () => dice.whole(6, longest))
