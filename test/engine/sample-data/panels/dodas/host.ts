import type { Container } from '../../../../../src/profiles/dodas/sample-data/model/containers.js'
import type { Deployment, Host } from '../../../../../src/profiles/dodas/sample-data/model/deployment.js'
import { processAt } from '../../../../../src/profiles/dodas/sample-data/model/host-measures.js'
import { asksNothing, inLook, lastOver, line, most, share, type Look, type PanelProofs, type Show } from '../look.js'
import { counted, fullest, inAndOut, present, shares, upAndDown } from './hosts.js'
import { containersOf, meanOf, measuresOf, usageOf, type Of } from './measures.js'

type Shows = Show<Deployment>

const lines =
  (series: Record<string, Of>): Shows =>
  (deployment, look) =>
    Object.fromEntries(
      Object.entries(series).map(([label, of]) => [label, line(look, meanOf(deployment, deployment.hosts, of))]),
    )

/** Hosts have processes of the same names: the highest of all. */
const processes =
  (of: (process: ReturnType<typeof processAt>) => number): Shows =>
  (deployment, look) => {
    const names = new Set(deployment.hosts.flatMap(({ processes: own }) => own.map(({ name }) => name)))
    const highest = (name: string) =>
      lastOver(look, (from, before) =>
        most(
          deployment.hosts.flatMap((host) =>
            measuresOf(deployment, host)
              .filter(({ time }) => time >= from && time < before)
              .flatMap(({ measure }) =>
                host.processes.filter((one) => one.name === name).map((one) => of(processAt(measure, one))),
              ),
          ),
        ),
      )
    return Object.fromEntries([...names].map((name) => [name, highest(name)]))
  }

/** The most that a container took in what is looked at. */
export function highest(deployment: Deployment, look: Look, host: Host, container: Container) {
  const measures = usageOf(deployment, host, container)
    .filter(({ time }) => inLook(look)(time))
    .map(({ measure }) => measure)
  const of = (values: number[]) => most(values) ?? NaN
  return {
    'CPU, highest': of(measures.map(({ cpu }) => cpu)),
    'Memory, highest': of(measures.map(({ memory }) => share(memory, container.limit))),
    'RSS, highest': of(measures.map(({ rss }) => rss)),
  }
}

export const hostPanels: PanelProofs<Deployment> = {
  dashboard: 'dodas-host',
  time: ['now-15m', 'now'],
  intervals: { tsvb: 10, chart: 30 },
  shows: {
    'Dashboards of DODAS': asksNothing,
    'Host Selector': (deployment) => ({ Host: counted(deployment, 'agent.hostname') }),
    'CPU usage now': present('CPU usage', shares.cpu),
    'Memory usage now': present('Memory usage', shares.memory),
    'Swap usage now': present('Swap usage', shares.swap),
    'Load per core now': present('Load per core', shares.load),
    'CPU usage by kind': lines({
      user: ({ cpu }) => cpu.user,
      system: ({ cpu }) => cpu.system,
      nice: ({ cpu }) => cpu.nice,
      irq: ({ cpu }) => cpu.irq,
      softirq: ({ cpu }) => cpu.softirq,
      iowait: ({ cpu }) => cpu.iowait,
      steal: ({ cpu }) => cpu.steal,
    }),
    'Memory by kind': lines({
      Used: ({ memory }) => memory,
      Cache: ({ cached }) => cached,
      Free: ({ memory, cached }, host) => host.memory - memory - cached,
    }),
    Load: lines({ '1 min': ({ load }) => load[1], '5 min': ({ load }) => load[5], '15 min': ({ load }) => load[15] }),
    'File systems': (deployment, look) => {
      const { hosts } = deployment
      const mountPoints = new Set(hosts.flatMap(({ fileSystems }) => fileSystems.map(({ mountPoint }) => mountPoint)))
      return Object.fromEntries(
        [...mountPoints].map((mountPoint) => [mountPoint, fullest(deployment, look, { hosts, mountPoint })]),
      )
    },
    'Disk I/O': upAndDown('mean', ['Reads', ({ disk }) => disk.read], ['Writes', ({ disk }) => disk.written]),
    'Traffic in and out of the host': inAndOut('mean'),
    'Processes by CPU': processes(({ cpu }) => cpu),
    'Processes by memory': processes(({ memory }) => memory),
    'Containers of the host': (deployment, look) =>
      Object.fromEntries(
        containersOf(deployment).map(({ host, container }) => [
          container.name,
          { [container.image]: highest(deployment, look, host, container) },
        ]),
      ),
  },
}
