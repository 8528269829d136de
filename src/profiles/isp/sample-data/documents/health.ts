import type { Sent } from '../../../../sample-data/document.js'
import { components, healthAt } from '../model/measures.js'
import { minutes, type Platform } from '../model/platform.js'
import { isoformat } from '../isoformat.js'
import { marked, type Names } from './names.js'

/** As the platform checks itself every minute. Its two schemas take turns: components by name, and in a list. */
export const healthChecks = (platform: Platform, names: Names): Sent[] =>
  minutes(platform).map((time, index) => {
    const { status, failed } = healthAt(time)
    const all = components.map((name) => ({ name, status: failed.includes(name) ? 'unhealthy' : 'healthy' }))
    const form =
      index % 2 === 0
        ? {
            overall_status: status,
            components: Object.fromEntries(all.map((one) => [one.name, { status: one.status }])),
          }
        : { status, components: all }
    const document = { document_type: 'health_check', timestamp: isoformat(time), ...form, details: marked }
    return { time, index: names.health, document }
  })
