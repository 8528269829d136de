import { busyness } from '../../../../sample-data/moments.js'
import { random, rounded } from '../../../../sample-data/random.js'
import { counter } from '../../../../sample-data/counter.js'
import type { Deployment, Host } from './deployment.js'

/** A host at one moment. Shares have three decimals and loads two, which is what Metricbeat's template keeps of them. */
export interface HostMeasure {
  /** shares of all cores */
  cpu: Record<'total' | 'user' | 'system' | 'nice' | 'irq' | 'softirq' | 'iowait' | 'steal' | 'idle', number>
  load: Record<1 | 5 | 15, number>
  /** bytes in use without caches, and in caches */
  memory: number
  cached: number
  swap: number
  /** bytes since boot */
  network: { received: number; sent: number }
  /** of the bridge between its containers */
  bridge: { received: number; sent: number }
  disk: { read: number; written: number }
}

export function hostAt({ load }: Deployment, host: Host, time: number): HostMeasure {
  const dice = random(load.seed, 'measure', host.hostname, time)
  const busy = (at: number): number => 0.08 + 0.75 * busyness(load, at)
  const total = rounded(Math.min(busy(time) * dice.between(0.85, 1.15), 0.985), 3)
  const waiting = (minutes: number): number => rounded(host.cores * busy(time - minutes * 30_000) * 1.1, 2)
  const seconds = (time - host.bootedAt) / 1000
  const steady = random(load.seed, 'rates', host.hostname)
  const grown = (least: number, most: number): number =>
    counter(steady.between(least, most), steady.between(0, 6))(seconds)
  return {
    cpu: cpuParts(total),
    load: { 1: rounded(waiting(1) * dice.between(0.9, 1.1), 2), 5: waiting(5), 15: waiting(15) },
    memory: Math.round(host.memory * (0.2 + 0.5 * busyness(load, time) + dice.between(0, 0.015))),
    cached: Math.round(host.memory * dice.between(0.15, 0.18)),
    swap: Math.round(host.swap * (0.02 + 0.1 * busyness(load, time))),
    network: { received: grown(4e5, 3e6), sent: grown(2e5, 1e6) },
    bridge: { received: grown(1e5, 4e5), sent: grown(1e5, 4e5) },
    disk: { read: grown(1e5, 6e5), written: grown(2e5, 2e6) },
  }
}

function cpuParts(total: number): HostMeasure['cpu'] {
  const part = (share: number): number => Math.max(rounded(total * share, 3), 0.001)
  const parts = { system: part(0.12), iowait: part(0.04), softirq: part(0.02), nice: 0.001, irq: 0.001, steal: 0.002 }
  const others = Object.values(parts).reduce((sum, share) => sum + share, 0)
  return {
    total,
    ...parts,
    user: Math.max(rounded(total - others + parts.iowait, 3), 0.001),
    idle: rounded(1 - total, 3),
  }
}

export interface FileSystemMeasure {
  /** bytes */
  used: number
  /** of what can be used */
  share: number
}

/** It fills slowly. */
export function fileSystemAt(
  { from }: Deployment,
  { size, used: share }: Host['fileSystems'][number],
  time: number,
): FileSystemMeasure {
  const used = Math.round(size * Math.min(share + ((time - from) / 86_400_000) * 0.05, 0.97))
  return { used, share: rounded(used / size, 3) }
}

/** Share of all cores, and bytes. */
export const processAt = (
  measure: HostMeasure,
  process: Host['processes'][number],
): { cpu: number; memory: number } => ({
  cpu: rounded(measure.cpu.total * process.share, 3),
  memory: process.memory,
})

export const loadPerCore = (load: number, cores: number): number => rounded(load / cores, 2)
