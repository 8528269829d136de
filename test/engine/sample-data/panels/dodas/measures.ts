import { everythingSent } from '../../../../../src/profiles/dodas/sample-data/index.js'
import {
  containerAt,
  eventsOf,
  type Container,
  type ContainerMeasure,
} from '../../../../../src/profiles/dodas/sample-data/model/containers.js'
import {
  measuredAt,
  slowlyMeasuredAt,
  type Deployment,
  type Host,
} from '../../../../../src/profiles/dodas/sample-data/model/deployment.js'
import { hostAt, type HostMeasure } from '../../../../../src/profiles/dodas/sample-data/model/host-measures.js'
import type { Sent } from '../../../../../src/sample-data/document.js'
import { growth, inLook, mean, type Look, type Reading, type Value } from '../look.js'

/** What was measured of a host. */
export type Of = (measure: HostMeasure, host: Host) => number

interface Measured<Measure> {
  time: number
  measure: Measure
}

const made = new WeakMap<object, unknown>()
const once = <T>(key: object, make: () => T): T => {
  const all = (made.get(key) as T | undefined) ?? make()
  made.set(key, all)
  return all
}

export const measuresOf = (deployment: Deployment, host: Host): Measured<HostMeasure>[] =>
  once(host, () => measuredAt(deployment, host).map((time) => ({ time, measure: hostAt(deployment, host, time) })))

export const usageOf = (deployment: Deployment, host: Host, container: Container): Measured<ContainerMeasure>[] =>
  once(container, () =>
    measuredAt(deployment, host).map((time) => ({ time, measure: containerAt(deployment, container, time) })),
  )

/** Every container, and where it runs. */
export const containersOf = ({ hosts }: Deployment): { host: Host; container: Container }[] =>
  hosts.flatMap((host) => host.containers.map((container) => ({ host, container })))

/** The mean over all measures of some hosts. */
export const meanOf =
  (deployment: Deployment, hosts: Host[], of: Of): Value =>
  (from, before) =>
    mean(
      hosts.flatMap((host) =>
        measuresOf(deployment, host)
          .filter(({ time }) => time >= from && time < before)
          .map(({ measure }) => of(measure, host)),
      ),
    )

/** How much a counter of a host grew a second. */
export const growthOf = (deployment: Deployment, look: Look, host: Host, of: Of): Value =>
  growth(
    look,
    readings(measuresOf(deployment, host), (measure) => of(measure, host)),
  )

export const readings = <Measure>(all: Measured<Measure>[], of: (measure: Measure) => number): Reading[] =>
  all.map(({ time, measure }) => ({ time, value: of(measure) }))

/** Epoch milliseconds of the last document of a host that is looked at. */
export const lastSeen = (deployment: Deployment, look: Look, host: Host): number =>
  Math.max(
    ...[
      ...measuredAt(deployment, host),
      ...slowlyMeasuredAt(deployment, host),
      ...host.containers.flatMap((container) =>
        eventsOf(container, look.from, deployment.until).map(({ time }) => time),
      ),
    ].filter(inLook(look)),
  )

/** A selector lists what there is to select: how much of it was sent is all that there is to know. */
export const documentsOf = (deployment: Deployment, family: string): Sent['document'][] =>
  once(deployment, () => [...everythingSent(deployment)])
    .filter(({ time, index }) => time >= deployment.from && time <= deployment.until && index.startsWith(family))
    .map(({ document }) => document)
