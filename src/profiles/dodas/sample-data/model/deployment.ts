import { random } from '../../../../sample-data/random.js'
import { linePace, startOf, ticks } from '../../../../sample-data/moments.js'
import type { SampleLoad } from '../../../../sample-data/sample-data.js'
import { makeContainers, type Container } from './containers.js'

/** Made-up hosts of two sites, before any document is written of them: every number that a search engine can find in them can be computed from this. */
export interface Deployment {
  load: SampleLoad
  /** epoch milliseconds, included */
  from: number
  until: number
  hosts: Host[]
}

export interface Host {
  hostname: string
  site: string
  address: string
  cores: number
  /** bytes */
  memory: number
  swap: number
  /** share that is in use when the data begins */
  fileSystems: { mountPoint: string; device: string; size: number; used: number }[]
  /** the busiest ones, by their share of the load of the host */
  processes: { name: string; pid: number; share: number; memory: number }[]
  containers: Container[]
  /** containers that do not run, so that nothing but their number is measured */
  idle: { paused: number; stopped: number }
  /** milliseconds that it is measured before the others: each Metricbeat has a clock of its own */
  earlier: number
  /** epoch milliseconds */
  bootedAt: number
  agent: { id: string; ephemeralId: string }
}

/** The sites that every sample document names. */
export const sites = ['elkctl-sample-north', 'elkctl-sample-south'] as const

const gibibyte = 1024 ** 3

/** Three hosts, and more for scales above one: the last third of them is at the second site. */
export function makeDeployment(load: SampleLoad): Deployment {
  const number = Math.max(3, Math.round(3 * load.scale))
  const from = startOf(load)
  const hosts = Array.from({ length: number }, (_, index) => makeHost(load, from, index, number))
  return { load, from, until: load.until, hosts }
}

function makeHost(load: SampleLoad, from: number, index: number, number: number): Host {
  const dice = random(load.seed, 'host', index)
  const north = index < Math.ceil((2 * number) / 3)
  const large = index % 3 === 0
  return {
    hostname: `slave-${index + 1}.example.com`,
    site: north ? sites[0] : sites[1],
    address: `192.0.2.${10 + (index % 200)}`,
    cores: large ? 16 : 8,
    memory: (large ? 64 : 32) * gibibyte,
    swap: 4 * gibibyte,
    fileSystems: [
      { mountPoint: '/', device: '/dev/vda1', size: 40 * gibibyte, used: dice.between(0.3, 0.5) },
      { mountPoint: '/var/lib/docker', device: '/dev/vdb', size: 200 * gibibyte, used: dice.between(0.6, 0.82) },
    ],
    processes: [
      { name: 'condor_starter', pid: dice.whole(900, 9000), share: 0.7, memory: dice.whole(3, 6) * gibibyte },
      { name: 'cvmfs2', pid: dice.whole(900, 9000), share: 0.1, memory: dice.whole(200, 900) * 1024 ** 2 },
    ],
    containers: makeContainers(load, from, index),
    idle: { paused: index % 3 === 1 ? 1 : 0, stopped: index % 3 === 0 ? 3 : 1 },
    earlier: (index % 3) * 1700,
    bootedAt: from - dice.whole(10, 40) * 86_400_000,
    agent: { id: dice.uuid(), ephemeralId: dice.uuid() },
  }
}

const within = ({ from }: Deployment, { earlier }: Host, moments: number[]): number[] =>
  moments.map((time) => time - earlier).filter((time) => time >= from)

/** In scales below one hosts are measured less often. */
const factor = ({ scale }: SampleLoad): number => Math.min(scale, 1)

/** When a host and its containers are measured, oldest first. */
export const measuredAt = (deployment: Deployment, host: Host): number[] =>
  within(deployment, host, ticks(deployment.load, linePace, factor(deployment.load)))

/** What changes slowly is measured every minute. */
const slowPace = linePace.map(({ within: age, every }) => ({ within: age, every: Math.max(every, 60) }))

export const slowlyMeasuredAt = (deployment: Deployment, host: Host): number[] =>
  within(deployment, host, ticks(deployment.load, slowPace, factor(deployment.load)))
