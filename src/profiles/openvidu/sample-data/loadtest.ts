import { random } from '../../../sample-data/random.js'
import type { SampleCluster } from './model/cluster.js'
import { sampleClusterId } from './model/options.js'
import { day, iso, type Sent } from '../../../sample-data/document.js'

/** A short run of openvidu-loadtest in the quiet beginning: participants that join sessions of two. */
export function* loadtest(cluster: SampleCluster): Generator<Sent> {
  const dice = random(cluster.options.seed, 'loadtest')
  const begins = cluster.from + Math.round((cluster.until - cluster.from) / 100)
  const participants = Math.max(4, Math.round(20 * cluster.options.scale))
  for (let number = 0; number < participants; number++) {
    const time = begins + number * dice.whole(400, 600)
    const session = `LoadTestSession${Math.floor(number / 2) + 1}`
    yield {
      time,
      index: `loadtest-${day(begins)}-${begins}`,
      document: {
        '@timestamp': iso(time),
        new_participant_id: `User${number + 1}`,
        new_participant_session: session,
        node_role: 'PUBLISHER',
        session,
        user: `User${number + 1}`,
        streams: (number + 1) * 2,
        cluster_id: sampleClusterId,
      },
    }
  }
}
