import type { SampleCluster } from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import type { Recording } from '../../../../../src/profiles/openvidu/sample-data/model/recordings.js'
import { countBy, day, inLook, mean, type Look, type PanelProofs } from '../look.js'
import { clusterSelector } from './sessions.js'

const ready = (cluster: SampleCluster, look: Look): Recording[] =>
  cluster.sessions
    .flatMap(({ recordings }) => recordings)
    .filter(({ readyAt }) => readyAt <= cluster.until && inLook(look)(readyAt))

const minute = 60
const megabyte = 1024 ** 2

/** How many are above one limit and not above the next; the last ones are above all. */
const upTo =
  (limits: [name: string, limit: number][], of: (recording: Recording) => number) =>
  (cluster: SampleCluster, look: Look) =>
    Object.fromEntries(
      limits.map(([name, limit], index) => {
        const above = limits[index - 1]?.[1] ?? -1
        return [name, ready(cluster, look).filter((one) => of(one) > above && of(one) <= limit).length]
      }),
    )

export const recordingsPanels: PanelProofs<SampleCluster> = {
  dashboard: 'openvidu-recordings',
  time: ['now-15d', 'now'],
  intervals: { tsvb: 3 * 3600, chart: 12 * 3600 },
  shows: {
    'Cluster Id Selector': clusterSelector,
    'Number of recordings per day': (cluster, look) => countBy(ready(cluster, look), ({ readyAt }) => day(readyAt)),
    'Recordings by OutputMode': (cluster, look) => countBy(ready(cluster, look), ({ outputMode }) => outputMode),
    'Recordings by audio/video': (cluster, look) => {
      const all = ready(cluster, look)
      const count = (audio: boolean, video: boolean) =>
        all.filter(({ hasAudio, hasVideo }) => hasAudio === audio && hasVideo === video).length
      return { 'Audio + Video': count(true, true), 'Only audio': count(true, false), 'Only video': count(false, true) }
    },
    'Average recording duration': (cluster, look) => mean(ready(cluster, look).map(({ duration }) => duration)),
    'Average recording size': (cluster, look) => mean(ready(cluster, look).map(({ size }) => size)),
    'Recordings by duration': upTo(
      [
        ['Up to 5 min', 5 * minute],
        ['Up to 15 min', 15 * minute],
        ['Up to 30 min', 30 * minute],
        ['Up to 1 h', 60 * minute],
        ['More than 1 h', Infinity],
      ],
      ({ duration }) => duration,
    ),
    'Recordings by size': upTo(
      [
        ...[10, 50, 100, 200, 500].map((size): [string, number] => [`Up to ${size} MB`, size * megabyte]),
        ['Up to 1 GB', 1024 * megabyte],
        ['More than 1 GB', Infinity],
      ],
      ({ size }) => size,
    ),
  },
}
