import type { SampleCluster } from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import { clusterMonitoringPanels, nginxPanels, nodeMonitoringPanels } from './metricbeat.js'
import type { PanelProofs } from '../look.js'
import { recordingsPanels } from './recordings.js'
import { serverApplicationPanels } from './server-application.js'
import { serverMonitoringPanels } from './server-monitoring.js'
import { sessionMetricsPanels } from './session-metrics.js'
import { sessionsPanels } from './sessions.js'

/** In the order of the documentation. */
export const proofs: PanelProofs<SampleCluster>[] = [
  sessionMetricsPanels,
  sessionsPanels,
  recordingsPanels,
  serverApplicationPanels,
  serverMonitoringPanels,
  clusterMonitoringPanels,
  nodeMonitoringPanels,
  nginxPanels,
]
