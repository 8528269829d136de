import type { SearchProof } from '../proved.js'
import type { SampleCluster } from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import { documentsOf } from './sent.js'

/** As Kurento wrote them: the pipeline takes a line apart and keeps it whole as well. */
const kurento: SearchProof<SampleCluster> = {
  column: 'event.original',
  lines: (cluster) => documentsOf(cluster, 'filebeat-kurento-').map(({ document }) => String(document['message'])),
  malformed: { line: 'g_source_remove: assertion tag > 0 failed', mark: 'kurento-unparsed' },
}

/** Title → proof. */
export const searchProofs: Record<string, SearchProof<SampleCluster>> = {
  'Kurento logs': kurento,
  'Kurento logs of one node': kurento,
  'Kurento logs of one Media Node IP': kurento,
  'OpenVidu Server logs': {
    column: 'message',
    lines: ({ serverLog }) => serverLog.map(({ message }) => message),
  },
  'Browser logs': {
    column: 'message',
    lines: (cluster) =>
      documentsOf(cluster, 'openvidu-browser-logs-').map(({ document }) => String(document['message'])),
  },
}
