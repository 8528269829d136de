import {
  eventsOf,
  healthAt,
  type Container,
  type ContainerEvent,
  type ContainerMeasure,
} from '../../../../../src/profiles/dodas/sample-data/model/containers.js'
import {
  measuredAt,
  type Deployment,
  type Host,
} from '../../../../../src/profiles/dodas/sample-data/model/deployment.js'
import {
  asksNothing,
  bars,
  countBy,
  growth,
  inLook,
  line,
  mean,
  sum,
  type Look,
  type PanelProofs,
  type Show,
} from '../look.js'
import { counted } from './hosts.js'
import { highest } from './host.js'
import { containersOf, measuresOf, readings, usageOf } from './measures.js'

type Shows = Show<Deployment>

/** Of all hosts, as each of them tells it in an interval. */
const states = (deployment: Deployment, look: Look, number: (host: Host) => number) =>
  line(look, (from, before) =>
    sum(
      deployment.hosts
        .filter((host) => measuresOf(deployment, host).some(({ time }) => time >= from && time < before))
        .map(number),
    ),
  )

const usage =
  (of: (measure: ContainerMeasure) => number): Shows =>
  (deployment, look) =>
    Object.fromEntries(
      containersOf(deployment).map(({ host, container }) => {
        const all = usageOf(deployment, host, container)
        const inPart = (from: number, before: number) => all.filter(({ time }) => time >= from && time < before)
        return [
          container.name,
          line(look, (from, before) => mean(inPart(from, before).map(({ measure }) => of(measure)))),
        ]
      }),
    )

/** Bytes a second; counters begin anew with their container. */
const rate =
  (kind: keyof ContainerMeasure['bytes']): Shows =>
  (deployment, look) =>
    Object.fromEntries(
      containersOf(deployment).map(({ host, container }) => [
        container.name,
        line(
          look,
          growth(
            look,
            readings(usageOf(deployment, host, container), ({ bytes }) => bytes[kind]),
          ),
        ),
      ]),
    )

const healthIn = (deployment: Deployment, look: Look, host: Host, container: Container) =>
  measuredAt(deployment, host)
    .filter(inLook(look))
    .flatMap((time) => {
      const health = healthAt(container, time)
      return health === undefined ? [] : [{ time, ...health }]
    })

export const allEvents = (deployment: Deployment, { from, to }: Pick<Look, 'from' | 'to'>): ContainerEvent[] =>
  containersOf(deployment).flatMap(({ container }) => eventsOf(container, from, Math.min(to, deployment.until)))

export const containersPanels: PanelProofs<Deployment> = {
  dashboard: 'dodas-containers',
  time: ['now-15m', 'now'],
  intervals: { tsvb: 10, chart: 30 },
  shows: {
    'Dashboards of DODAS': asksNothing,
    'Container Selector': (deployment) => ({
      Site: counted(deployment, 'fields.site'),
      Host: counted(deployment, 'agent.hostname'),
      Container: counted(deployment, 'container.name'),
    }),
    'Running, paused and stopped': (deployment, look) => ({
      Running: states(deployment, look, ({ containers }) => containers.length),
      Paused: states(deployment, look, ({ idle }) => idle.paused),
      Stopped: states(deployment, look, ({ idle }) => idle.stopped),
    }),
    'Containers by host': (deployment) => countBy(containersOf(deployment), ({ host }) => host.hostname),
    'Containers by image': (deployment) => countBy(containersOf(deployment), ({ container }) => container.image),
    Containers: (deployment, look) =>
      Object.fromEntries(
        containersOf(deployment).map(({ host, container }) => [
          container.name,
          { [container.image]: { [host.hostname]: highest(deployment, look, host, container) } },
        ]),
      ),
    'CPU usage by container': usage(({ cpu }) => cpu),
    'Memory usage by container': usage(({ memory }) => memory),
    'Inbound traffic by container': rate('received'),
    'Outbound traffic by container': rate('sent'),
    'Disk reads by container': rate('read'),
    'Disk writes by container': rate('written'),
    Health: (deployment, look) => {
      const told = containersOf(deployment).map(({ host, container }) => healthIn(deployment, look, host, container))
      const number = (status: string) => told.filter((all) => all.some((one) => one.status === status)).length
      return { healthy: number('healthy'), starting: number('starting'), unhealthy: number('unhealthy') }
    },
    'Failing health checks': (deployment, look) =>
      Object.fromEntries(
        containersOf(deployment).flatMap(({ host, container }) => {
          const failed = healthIn(deployment, look, host, container).filter(({ failures }) => failures > 0)
          if (failed.length === 0) return []
          const worst = Math.max(...failed.map(({ failures }) => failures))
          const last = Math.max(...failed.map(({ time }) => time))
          return [[container.name, { [host.hostname]: { 'Failures in a row': worst, 'Last seen': last } }]]
        }),
      ),
    'Restarts and other events': (deployment, look) => {
      const all = allEvents(deployment, look)
      return bars(look, (from, before) => {
        const inPart = all.filter(({ time }) => time >= from && time < before)
        return inPart.length === 0 ? undefined : countBy(inPart, ({ action }) => action)
      })
    },
    'Events by container': (deployment, look) => {
      const all = allEvents(deployment, look)
      const names = [...new Set(all.map(({ container }) => container.name))]
      return Object.fromEntries(
        names.map((name) => [
          name,
          countBy(
            all.filter(({ container }) => container.name === name),
            ({ action }) => action,
          ),
        ]),
      )
    },
  },
}
