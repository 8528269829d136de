import { random } from '../../../../sample-data/random.js'
import { notAfter } from './activity.js'
import type { SampleCluster } from './cluster.js'
import { nodeTicks } from './measures.js'

/** What NGINX's stub_status says; counters since its start. */
export interface NginxStatus {
  time: number
  seconds: number
  accepts: number
  handled: number
  dropped: number
  requests: number
  /** requests since the status before */
  current: number
  active: number
  reading: number
  writing: number
  waiting: number
}

export function nginxStatuses(cluster: SampleCluster): NginxStatus[] {
  const dice = random(cluster.options.seed, 'stubstatus')
  const times = cluster.requests.map(({ time }) => time)
  const moments = nodeTicks(cluster)
  const atStart = dice.whole(200_000, 400_000)
  let dropped = 0
  let before = 0
  return moments.map((time, index) => {
    const requests = atStart + notAfter(times, time)
    const current = index === 0 ? 1 : requests - before
    before = requests
    // Several requests share a connection; few are dropped, and only under load.
    const accepts = Math.floor(requests * 0.6)
    if (current > 3 && dice.chance(0.4)) dropped += 1
    const waiting = cluster.activity.connections(time) + dice.whole(0, 2)
    const reading = dice.chance(0.1) ? 1 : 0
    const writing = 1 + (current > 6 ? 1 : 0)
    return {
      time,
      seconds: index === 0 ? 0 : (time - (moments[index - 1] ?? time)) / 1000,
      accepts,
      handled: accepts - dropped,
      dropped,
      requests,
      current,
      active: reading + writing + waiting,
      reading,
      writing,
      waiting,
    }
  })
}
