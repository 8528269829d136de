import type { SampleCluster } from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import { cpuOf, gaugeTicks } from '../../../../../src/profiles/openvidu/sample-data/model/measures.js'
import { line, mean, most, type PanelProofs, type Value } from '../look.js'

export const sessionMetricsPanels: PanelProofs<SampleCluster> = {
  dashboard: 'openvidu-cpu-vs-sessions',
  time: ['now-30m', 'now'],
  intervals: { tsvb: 30, chart: 30 },
  shows: {
    'CPU vs Sessions/Connections/Streams/Recordings': (cluster, look) => {
      const { activity, master, mediaNodes } = cluster
      const moments = gaugeTicks(cluster)
      const percent =
        (nodes: typeof mediaNodes): Value =>
        (from, before) =>
          mean(
            moments
              .filter((time) => time >= from && time < before)
              .flatMap((time) => nodes.map((node) => 100 * cpuOf(cluster, node, time))),
          )
      const highest =
        (number: (time: number) => number): Value =>
        (from, before) =>
          most(moments.filter((time) => time >= from && time < before).map(number))
      return {
        'Master Node CPU': line(look, percent([master])),
        'Media Node CPU': line(look, percent(mediaNodes)),
        Sessions: line(look, highest(activity.sessions)),
        Connections: line(
          look,
          highest((time) => activity.connections(time)),
        ),
        Streams: line(
          look,
          highest((time) => activity.streams(time)),
        ),
        Recordings: line(
          look,
          highest((time) => activity.recordings(time)),
        ),
      }
    },
  },
}
