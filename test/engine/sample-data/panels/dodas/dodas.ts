import { healthAt } from '../../../../../src/profiles/dodas/sample-data/model/containers.js'
import {
  makeDeployment,
  measuredAt,
  type Deployment,
} from '../../../../../src/profiles/dodas/sample-data/model/deployment.js'
import type { SampleLoad } from '../../../../../src/sample-data/sample-data.js'
import { iso } from '../../../../../src/sample-data/document.js'
import type { Proved } from '../proved.js'
import { allEvents, containersPanels } from './containers.js'
import { hostPanels } from './host.js'
import { hostsPanels } from './hosts.js'
import { containersOf, documentsOf } from './measures.js'

/** Over midnight; at a time that is not round. */
export const load: SampleLoad = {
  seed: 5,
  until: Date.parse('2026-11-21T00:40:07.000Z'),
  hours: 1,
  ahead: 0,
  scale: 1,
  variant: '',
}

const deployment = makeDeployment(load)

export const dodasProved: Proved<Deployment> = {
  name: 'dodas',
  world: deployment,
  from: deployment.from,
  until: deployment.until,
  dashboards: [hostsPanels, hostPanels, containersPanels],
  mayBeEmpty: [],
  searches: {
    'DODAS container events': {
      column: 'docker.event.action',
      lines: (all) => allEvents(all, { from: all.from, to: all.until }).map(({ action }) => action),
    },
    'DODAS failed health checks': {
      column: '@timestamp',
      lines: (all) =>
        containersOf(all).flatMap(({ host, container }) =>
          measuredAt(all, host)
            .filter((time) => (healthAt(container, time)?.failures ?? 0) > 0)
            .map(iso),
        ),
    },
    'DODAS own sensors': {
      column: 'message',
      lines: (all) => documentsOf(all, 'dodas-').map((document) => String(document['message'])),
    },
  },
}
