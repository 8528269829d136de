import { counter } from '../../../../sample-data/counter.js'
import { busyness } from '../../../../sample-data/moments.js'
import { random, rounded, type Random } from '../../../../sample-data/random.js'
import type { Customer, Host, Node, Platform, Service } from './platform.js'

const diceOf = ({ load }: Platform, what: string, name: string, time: number): Random =>
  random(load.seed, what, name, time)

/** A server at one moment; shares are of 100. */
export interface HostMeasure {
  cpu: number
  cores: number[]
  load: Record<1 | 5 | 15, number>
  memory: number
  swap: number
  disks: { mountPoint: string; size: number; used: number }[]
  /** bytes since it was started */
  network: { received: number; sent: number; loopback: number }
}

export function hostAt(platform: Platform, host: Host, time: number): HostMeasure {
  const dice = diceOf(platform, 'host', host.name, time)
  const busy = busyness(platform.load, time)
  const cores = Array.from({ length: host.cores }, () => rounded((14 + 76 * busy) * dice.between(0.8, 1.1), 1))
  const cpu = rounded(cores.reduce((sum, core) => sum + core, 0) / host.cores, 1)
  const days = (time - platform.from) / 86_400_000
  const seconds = 4_000_000 + (time - platform.from) / 1000
  const steady = random(platform.load.seed, 'rates', host.name)
  const grown = (least: number, most: number): number =>
    counter(steady.between(least, most), steady.between(0, 6))(seconds)
  const waiting = (share: number): number => rounded((host.cores * cpu * share) / 100, 2)
  return {
    ...{ cpu, cores },
    load: { 1: waiting(1.1), 5: waiting(1), 15: waiting(0.9) },
    memory: rounded(35 + 40 * busy + dice.between(0, 2), 1),
    swap: rounded(3 + dice.between(0, 1), 1),
    disks: host.disks.map((disk) => ({ ...disk, used: rounded(Math.min(disk.used + 5 * days, 97), 1) })),
    network: { received: grown(4e5, 2e6), sent: grown(2e6, 8e6), loopback: grown(1e5, 3e5) },
  }
}

/** What asking a node gave; undefined: it did not answer. */
export interface NodeMeasure {
  /** milliseconds */
  latency: number
  /** of 100 */
  loss: number
  bandwidth: number
  connections: number
}

/** Which of the rounds every five minutes it is. */
const round = (time: number): number => Math.floor(time / 300_000)

export function nodeAt(platform: Platform, node: Node, time: number): NodeMeasure | undefined {
  if (node.flaky && round(time) % 4 === 1) return undefined
  const dice = diceOf(platform, 'node', node.id, time)
  const busy = busyness(platform.load, time)
  return {
    latency: rounded(4 + 20 * busy * dice.between(0.7, 1.3), 1),
    loss: dice.chance(0.5) ? rounded(dice.between(0.1, 2), 2) : 0,
    bandwidth: rounded(10 + 70 * busy * dice.between(0.8, 1.1), 1),
    connections: Math.round(200 + 5000 * busy * dice.between(0.8, 1.2)),
  }
}

/** milliseconds; undefined: it is down */
export function responseTimeOf(platform: Platform, service: Service, time: number): number | undefined {
  if (service.flaky && round(time) % 3 === 0) return undefined
  return rounded(diceOf(platform, 'service', service.name, time).between(8, 80), 1)
}

export interface Usage {
  /** bytes in five minutes */
  bytes: number
  kind: 'web' | 'streaming' | 'download' | 'other'
  /** of 100, so far */
  quotaUsed: number
  sessions: number
}

export function usageOf(platform: Platform, customer: Customer, time: number): Usage {
  const dice = diceOf(platform, 'customer', customer.id, time)
  const busy = busyness(platform.load, time)
  const hours = (time - platform.from) / 3_600_000
  return {
    bytes: Math.round(dice.between(2e6, 9e7) * busy),
    kind: dice.weighted([
      ['web', 4],
      ['streaming', 3],
      ['download', 2],
      ['other', 1],
    ] as const),
    quotaUsed: rounded(Math.min(customer.used + 0.2 * hours, 100), 3),
    sessions: 1 + Math.round(4 * busy * dice.next()),
  }
}

export interface Health {
  status: 'healthy' | 'degraded' | 'unhealthy' | 'maintenance'
  /** its components, and those of them that are not well */
  failed: string[]
}

export const components = ['api_gateway', 'database', 'redis', 'elasticsearch']

/** A cycle of twelve minutes. */
export function healthAt(time: number): Health {
  const minute = Math.floor(time / 60_000) % 12
  if (minute === 3) return { status: 'unhealthy', failed: ['database', 'redis'] }
  if (minute === 4 || minute === 5) return { status: 'degraded', failed: ['redis'] }
  return { status: minute === 9 ? 'maintenance' : 'healthy', failed: [] }
}
