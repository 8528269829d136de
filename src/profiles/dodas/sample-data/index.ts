import type { Sent } from '../../../sample-data/document.js'
import { numbered } from '../../../sample-data/numbered.js'
import type { SampleData } from '../../../sample-data/sample-data.js'
import { dockerMetricsets, eventMetricset, slowDockerMetricsets } from './documents/docker.js'
import { asSent } from './documents/envelope.js'
import { sensors } from './documents/sensors.js'
import { slowSystemMetricsets, systemMetricsets } from './documents/system.js'
import { eventsOf } from './model/containers.js'
import { makeDeployment, measuredAt, slowlyMeasuredAt, type Deployment, type Host } from './model/deployment.js'

/** Goes up when the same options give other documents. */
const format = 1

/** A few hosts of two sites with their containers: some healthy, one that is not, one that is started again and again. */
export const sampleData: SampleData = {
  format,
  routing: 'elkctl-sample-dodas',
  families: ['metricbeat-*', 'dodas-*'],
  recognised: 'fields.site elkctl-sample-*',
  documents: (load) => numbered(load, format, everythingSent(makeDeployment(load))),
}

/** Everything that is sent of a deployment. */
export function* everythingSent(deployment: Deployment): Generator<Sent> {
  for (const host of deployment.hosts) yield* metricbeat(deployment, host)
  yield* sensors(deployment)
}

function* metricbeat(deployment: Deployment, host: Host): Generator<Sent> {
  for (const time of measuredAt(deployment, host))
    for (const metricset of [...systemMetricsets(deployment, host, time), ...dockerMetricsets(deployment, host, time)])
      yield asSent(host, time, metricset)
  for (const time of slowlyMeasuredAt(deployment, host))
    for (const metricset of [...slowSystemMetricsets(deployment, host, time), ...slowDockerMetricsets(host, time)])
      yield asSent(host, time, metricset)
  for (const container of host.containers)
    for (const event of eventsOf(container, deployment.from, deployment.until))
      yield asSent(host, event.time, eventMetricset(event))
}
