import { day, iso, type Sent } from '../../../../sample-data/document.js'
import { busyness, ticks } from '../../../../sample-data/moments.js'
import { sites, type Deployment } from '../model/deployment.js'

/** The queue of a site, as a sensor of one's own tells of it every five minutes (see examples/dodas-sensor). */
export function* sensors({ load }: Deployment): Generator<Sent> {
  for (const site of sites)
    for (const time of ticks(load, [{ within: Infinity, every: 300 }], 1)) {
      const running = Math.round(200 * busyness(load, time))
      const idle = Math.round(running / 4)
      yield {
        time,
        index: `dodas-sensors-${day(time)}`,
        document: {
          '@timestamp': iso(time),
          fields: { site },
          host: { name: `schedd.${site}.example.com` },
          sensor: { name: 'htcondor-queue', version: '1' },
          message: `${running} jobs running, ${idle} idle`,
          jobs: { running, idle },
        },
      }
    }
}
