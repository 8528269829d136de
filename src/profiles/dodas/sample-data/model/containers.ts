import { random, rounded } from '../../../../sample-data/random.js'
import type { SampleLoad } from '../../../../sample-data/sample-data.js'
import { counter, type Counter } from '../../../../sample-data/counter.js'

const [second, minute] = [1000, 60_000]
const mebibyte = 1024 ** 2

/** What a container is like. */
interface ContainerKind {
  name: string
  image: string
  /** share of one core that it takes on average */
  cpu: number
  /** bytes */
  limit: number
  /** share of the limit when it starts */
  memory: number
  /** has a health check, which fails for some of the time */
  health?: 'good' | 'bad'
  /** it takes more and more memory, until it is killed and started again */
  leaks?: boolean
}

export interface Container extends ContainerKind {
  id: string
  address: string
  /** epoch milliseconds: of one that leaks the first of many starts */
  startedAt: number
  /** bytes a second */
  rates: Record<'received' | 'sent' | 'read' | 'written', Counter>
}

const worker = { name: 'wn', image: 'dodasts/htcondor-wn:1.4', cpu: 3.1, limit: 8192 * mebibyte, memory: 0.4 }
const proxy = { name: 'squid', image: 'dodasts/squid:1.2', cpu: 0.3, limit: 1024 * mebibyte, memory: 0.3 }
const files = { name: 'cvmfs', image: 'dodasts/cvmfs:2.8', cpu: 0.5, limit: 512 * mebibyte, memory: 0.2 }
const scheduler = {
  name: 'schedd',
  image: 'dodasts/htcondor-schedd:1.4',
  cpu: 0.8,
  limit: 2048 * mebibyte,
  memory: 0.5,
}

/** Of the first host, the second, the third; then again. */
const layout: ContainerKind[][] = [
  [worker, { ...proxy, health: 'good' }],
  [{ ...files, health: 'good', leaks: true }],
  [{ ...scheduler, health: 'bad' }],
]

export const makeContainers = ({ seed }: SampleLoad, from: number, host: number): Container[] =>
  (layout[host % layout.length] ?? []).map((kind, index) => {
    const dice = random(seed, 'container', host, index)
    const rate = (least: number, most: number) => counter(dice.between(least, most), dice.between(0, 6))
    return {
      ...kind,
      name: `${kind.name}-${host + 1}`,
      id: dice.text(64, '0123456789abcdef'),
      address: `172.17.${host % 200}.${2 + index}`,
      startedAt: from - (kind.leaks ? dice.whole(1, 7) * minute : dice.whole(1, 9) * 86_400_000),
      rates: {
        received: rate(40_000, 400_000),
        sent: rate(20_000, 200_000),
        read: rate(5000, 60_000),
        written: rate(8000, 90_000),
      },
    }
  })

/** What leaks is killed so long after each start. */
const life = 8 * minute

/** Epoch milliseconds of the start since which a container runs. */
export const startBefore = ({ startedAt, leaks }: Container, time: number): number =>
  leaks ? startedAt + Math.floor((time - startedAt) / life) * life : startedAt

export interface ContainerMeasure {
  /** share of one core */
  cpu: number
  /** bytes */
  memory: number
  rss: number
  /** bytes since the start */
  bytes: Record<'received' | 'sent' | 'read' | 'written', number>
}

/** Shares have three decimals, which is what Metricbeat's template keeps of them. */
export function containerAt({ load }: { load: SampleLoad }, container: Container, time: number): ContainerMeasure {
  const dice = random(load.seed, 'container', container.id, time)
  const running = time - startBefore(container, time)
  const leaked = container.leaks ? (0.75 * running) / life : 0
  const memory = Math.round(container.limit * (container.memory + leaked + dice.between(0, 0.02)))
  const { received, sent, read, written } = container.rates
  const seconds = running / second
  return {
    cpu: rounded(container.cpu * dice.between(0.7, 1.3), 3),
    memory,
    rss: Math.round(memory * 0.8),
    bytes: { received: received(seconds), sent: sent(seconds), read: read(seconds), written: written(seconds) },
  }
}

export interface Health {
  status: 'starting' | 'healthy' | 'unhealthy'
  /** checks that failed in a row */
  failures: number
}

/** A check every half minute; after three that failed a container is unhealthy. */
export const check = { every: 30 * second, failures: 3 }

/** The bad one is well for four minutes, then its checks fail for six. */
const illness = { every: 10 * minute, from: 4 * minute }

/** undefined: it has no health check. */
export function healthAt(container: Container, time: number): Health | undefined {
  if (container.health === undefined) return undefined
  if (time - startBefore(container, time) < check.every) return { status: 'starting', failures: 0 }
  const ill = ((time - container.startedAt) % illness.every) - illness.from
  if (container.health === 'good' || ill < 0) return { status: 'healthy', failures: 0 }
  const failures = Math.floor(ill / check.every) + 1
  return { status: failures >= check.failures ? 'unhealthy' : 'healthy', failures }
}

export interface ContainerEvent {
  time: number
  container: Container
  action: string
}

/** What Docker tells of a container in a span of time, in its order. */
export function eventsOf(container: Container, from: number, until: number): ContainerEvent[] {
  const cycles = (every: number): number[] =>
    Array.from({ length: Math.ceil((until - from) / every) + 1 }, (_, index) => {
      const first = Math.floor((from - container.startedAt) / every)
      return container.startedAt + (first + index) * every
    })
  const becameIll = illness.from + (check.failures - 1) * check.every
  const all = [
    ...(container.leaks ? cycles(life).flatMap((time) => told(time, ['oom', 'die', 'start'])) : []),
    ...(container.health === 'bad'
      ? cycles(illness.every).flatMap((time) => [
          ...told(time, ['health_status: healthy']),
          ...told(time + becameIll, ['health_status: unhealthy']),
        ])
      : []),
  ]
  return all.filter(({ time }) => time >= from && time <= until).map((event) => ({ ...event, container }))
}

/** One after the other, a moment apart. */
const told = (time: number, actions: string[]) => actions.map((action, index) => ({ time: time + 90 * index, action }))
