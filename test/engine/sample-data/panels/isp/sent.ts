import { namesOf } from '../../../../../src/profiles/isp/sample-data/documents/names.js'
import { everythingSent } from '../../../../../src/profiles/isp/sample-data/index.js'
import type { Platform } from '../../../../../src/profiles/isp/sample-data/model/platform.js'
import type { Sent } from '../../../../../src/sample-data/document.js'

const made = new WeakMap<Platform, Sent[]>()

/** What goes to indices and aliases with this beginning, but for health checks: how much of it was sent is all that there is to know. */
export function sentTo(platform: Platform, beginning: string): Sent[] {
  const names = namesOf({ logPrefix: 'isp-logs', metricPrefix: 'isp-metrics' })
  const all = made.get(platform) ?? [...everythingSent(platform, names)]
  made.set(platform, all)
  return all.filter(
    ({ time, index }) =>
      index.startsWith(beginning) && index !== names.health && time >= platform.from && time <= platform.until,
  )
}
