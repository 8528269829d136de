import {
  slowlyMeasuredAt,
  type Deployment,
  type Host,
} from '../../../../../src/profiles/dodas/sample-data/model/deployment.js'
import { fileSystemAt, loadPerCore } from '../../../../../src/profiles/dodas/sample-data/model/host-measures.js'
import { valueAt } from '../../../content/data-files.js'
import type { Shown } from '../../../content/panel-request.js'
import {
  asksNothing,
  bars,
  countBy,
  lastOver,
  line,
  most,
  share,
  sum,
  type Look,
  type PanelProofs,
  type Show,
  type Value,
} from '../look.js'
import { documentsOf, growthOf, lastSeen, meanOf, type Of } from './measures.js'

type Shows = Show<Deployment>

export const counted = (deployment: Deployment, field: string): Shown =>
  countBy(
    documentsOf(deployment, 'metricbeat-').filter((document) => valueAt(document, field) !== undefined),
    (document) => String(valueAt(document, field)),
  )

/** The present mean of all hosts. */
export const present =
  (label: string, of: Of): Shows =>
  (deployment, look) => ({ [label]: lastOver(look, meanOf(deployment, deployment.hosts, of)) })

const byHost =
  (of: Of): Shows =>
  (deployment, look) =>
    Object.fromEntries(deployment.hosts.map((host) => [host.hostname, lastOver(look, meanOf(deployment, [host], of))]))

export const shares = {
  cpu: ({ cpu }) => cpu.total,
  memory: ({ memory }, host) => share(memory, host.memory),
  swap: ({ swap }, host) => share(swap, host.swap),
  load: ({ load }, { cores }) => loadPerCore(load[1], cores),
} satisfies Record<string, Of>

/** Of all hosts together, what their network cards received or sent, or of one of them on average; nothing has grown in the first interval. */
export const traffic =
  (deployment: Deployment, look: Look, how: 'sum' | 'mean', of: Of): Value =>
  (from, before) => {
    const { hosts } = deployment
    const all = sum(hosts.map((host) => growthOf(deployment, look, host, of)(from, before) ?? 0))
    return how === 'sum' ? all : all / hosts.length
  }

const received: Of = ({ network }) => network.received
const sent: Of = ({ network }) => network.sent

/** In upwards, out downwards. */
export const upAndDown =
  (how: 'sum' | 'mean', [up, upOf]: [string, Of], [down, downOf]: [string, Of]): Shows =>
  (deployment, look) => ({
    [up]: line(look, traffic(deployment, look, how, upOf)),
    [down]: line(look, (from, before) => -Number(traffic(deployment, look, how, downOf)(from, before))),
  })

export const inAndOut = (how: 'sum' | 'mean'): Shows => upAndDown(how, ['Inbound', received], ['Outbound', sent])

const passing =
  (of: Of): Shows =>
  (deployment, look) => ({ Now: lastOver(look, traffic(deployment, look, 'sum', of)) })

/** How full the fullest of some file systems is now. */
export const fullest = (
  deployment: Deployment,
  look: Look,
  of: { hosts: Host[]; mountPoint?: string },
): number | null => {
  const { hosts, mountPoint } = of
  return lastOver(look, (from, before) =>
    most(
      hosts.flatMap((host) =>
        slowlyMeasuredAt(deployment, host)
          .filter((time) => time >= from && time < before)
          .flatMap((time) =>
            host.fileSystems
              .filter((one) => mountPoint === undefined || one.mountPoint === mountPoint)
              .map((one) => fileSystemAt(deployment, one, time).share),
          ),
      ),
    ),
  )
}

export const hostsPanels: PanelProofs<Deployment> = {
  dashboard: 'dodas-hosts',
  time: ['now-15m', 'now'],
  intervals: { tsvb: 10, chart: 30 },
  shows: {
    'Dashboards of DODAS': asksNothing,
    'Site Selector': (deployment) => ({
      Site: counted(deployment, 'fields.site'),
      Host: counted(deployment, 'agent.hostname'),
    }),
    'Hosts seen': ({ hosts }) => hosts.length,
    'CPU usage': present('CPU usage', shares.cpu),
    'Memory usage': present('Memory usage', shares.memory),
    'Load per core': present('Load per core', shares.load),
    'Inbound traffic': passing(received),
    'Outbound traffic': passing(sent),
    'Top hosts by CPU': byHost(shares.cpu),
    'Top hosts by memory': byHost(shares.memory),
    'Top hosts by load per core': byHost(shares.load),
    'Fullest file systems': (deployment, look) =>
      Object.fromEntries(deployment.hosts.map((host) => [host.hostname, fullest(deployment, look, { hosts: [host] })])),
    'CPU usage by host': (deployment, look) =>
      Object.fromEntries(
        deployment.hosts.map((host) => [host.hostname, bars(look, meanOf(deployment, [host], shares.cpu))]),
      ),
    'Traffic in and out': inAndOut('sum'),
    'Last measurement of each host': (deployment, look) =>
      Object.fromEntries(
        deployment.hosts.map((host) => [host.hostname, { [host.site]: lastSeen(deployment, look, host) }]),
      ),
  },
}
