import { random } from '../../../../sample-data/random.js'
import { linePace, startOf, ticks } from '../../../../sample-data/moments.js'
import type { SampleLoad } from '../../../../sample-data/sample-data.js'
import { makeLog, type LogLine } from './log.js'

/** A made-up provider, before any document is written of it: every number that a search engine can find in them can be computed from this. */
export interface Platform {
  load: SampleLoad
  /** epoch milliseconds, included */
  from: number
  until: number
  hosts: Host[]
  nodes: Node[]
  services: Service[]
  customers: Customer[]
  log: LogLine[]
}

/** A server of the platform. */
export interface Host {
  name: string
  cores: number
  /** megabytes */
  memory: number
  /** share of 100 that is in use when the data begins */
  disks: { mountPoint: string; size: number; used: number }[]
  /** who measures it: the synchronisation of the monitoring module, or a task of its own, which measures less and sends another form */
  by: 'sync' | 'task'
}

/** A device of the network. */
export interface Node {
  id: string
  address: string
  /** does not always answer */
  flaky: boolean
}

export interface Service {
  name: string
  endpoint: string
  /** is down now and then */
  flaky: boolean
}

export interface Customer {
  id: string
  plan: 'basic' | 'standard' | 'premium' | 'business'
  /** bytes a month */
  quota: number
  /** share of 100 that was used when the data begins */
  used: number
}

const gigabyte = 1024 ** 3
const plans = [
  { plan: 'basic', quota: 100 * gigabyte },
  { plan: 'standard', quota: 300 * gigabyte },
  { plan: 'premium', quota: 800 * gigabyte },
  { plan: 'business', quota: 2000 * gigabyte },
] as const

/** Twelve customers, and more, who write more into the logs, for scales above one. */
export function makePlatform(load: SampleLoad): Platform {
  const number = Math.max(12, Math.round(12 * load.scale))
  const from = startOf(load)
  const customers = Array.from({ length: number }, (_, index) => makeCustomer(load, index))
  const disks = (root: number, data: number): Host['disks'] => [
    { mountPoint: '/', size: 80, used: root },
    { mountPoint: '/var', size: 400, used: data },
  ]
  return {
    ...{ load, from, until: load.until, customers },
    hosts: [
      { name: 'server1', cores: 4, memory: 16_000, disks: disks(41, 66), by: 'sync' },
      { name: 'server2', cores: 2, memory: 8000, disks: disks(37, 83), by: 'sync' },
      { name: 'server3', cores: 2, memory: 8000, disks: disks(30, 50), by: 'task' },
    ],
    nodes: [
      { id: 'router-1', address: '192.0.2.1', flaky: false },
      { id: 'switch-1', address: '192.0.2.2', flaky: false },
      { id: 'ap-1', address: '192.0.2.3', flaky: true },
    ],
    services: [
      { name: 'radius', endpoint: '192.0.2.20:1812', flaky: false },
      { name: 'billing', endpoint: 'http://192.0.2.21:8080/api/health', flaky: false },
      { name: 'crm', endpoint: 'http://192.0.2.22:8080/api/health', flaky: true },
      { name: 'dns', endpoint: '192.0.2.23:53', flaky: false },
    ],
    log: makeLog(load, from, number),
  }
}

function makeCustomer({ seed }: SampleLoad, index: number): Customer {
  const dice = random(seed, 'customer', index)
  const { plan, quota } = dice.pick(plans)
  return { id: `customer-${index + 1}`, plan, quota, used: dice.between(5, 80) }
}

/** Its tasks run every minute. */
const everyMinute = linePace.map(({ within, every }) => ({ within, every: Math.max(every, 60) }))
export const minutes = ({ load }: Platform): number[] => ticks(load, everyMinute, 1)

/** What asks others is run every five minutes. */
const everyFiveMinutes = linePace.map(({ within, every }) => ({ within, every: Math.max(every, 300) }))
export const fiveMinutes = ({ load }: Platform): number[] => ticks(load, everyFiveMinutes, 1)
