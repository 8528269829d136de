import { healthAt, responseTimeOf, type Health } from '../../../../../src/profiles/isp/sample-data/model/measures.js'
import {
  fiveMinutes,
  minutes,
  type Platform,
  type Service,
} from '../../../../../src/profiles/isp/sample-data/model/platform.js'
import type { Shown } from '../../../content/panel-request.js'
import { bars, lastOver, line, mean, type Look, type PanelProofs, type Show } from '../look.js'
import { at, by, inPart, isError, looked, navigation, type At } from './measures.js'

type Shows = Show<Platform>

/** 100 while it is up. */
const availability = (platform: Platform, service: Service): At<number>[] =>
  at(fiveMinutes(platform), (time) => (responseTimeOf(platform, service, time) === undefined ? 0 : 100))

const byService =
  (of: (platform: Platform, look: Look, service: Service) => Shown): Shows =>
  (platform, look) =>
    by(
      platform.services,
      ({ name }) => name,
      (service) => of(platform, look, service),
    )

const meanIn = (all: At<number>[]) => (from: number, before: number) =>
  mean(all.filter(inPart(from, before)).map(({ of }) => of))

const checks = (platform: Platform): At<Health>[] => at(minutes(platform), healthAt)

const states = { Healthy: 'healthy', Degraded: 'degraded', Unhealthy: 'unhealthy', Other: 'maintenance' }

const counted = (some: At<Health>[]): Record<string, number> =>
  Object.fromEntries(
    Object.entries(states).map(([label, status]) => [label, some.filter(({ of }) => of.status === status).length]),
  )

/** The share of errors among the lines of a service. */
export const errorRates: Shows = ({ log }, look) => {
  const lines = log.filter(looked(look))
  const services = [...new Set(lines.map(({ service }) => service))]
  return by(
    services.map((service) => lines.filter((one) => one.service === service)),
    ([first]) => String(first?.service),
    (own) => own.filter(isError).length / own.length,
  )
}

export const systemHealthPanels: PanelProofs<Platform> = {
  dashboard: 'isp-system-health',
  time: ['now-15m', 'now'],
  intervals: { tsvb: 10, chart: 30 },
  shows: {
    ...navigation,
    'Service Availability': byService(
      (platform, look, service) =>
        mean(
          availability(platform, service)
            .filter(looked(look))
            .map(({ of }) => of),
        ) ?? null,
    ),
    'Services down now': (platform, look) => ({
      'of those that are checked': lastOver(
        look,
        (from, before) =>
          platform.services.filter((service) =>
            availability(platform, service).some((one) => one.of === 0 && inPart(from, before)(one)),
          ).length,
      ),
    }),
    'Health Status': (platform, look) => counted(checks(platform).filter(looked(look))),
    'Service Availability over time': byService((platform, look, service) =>
      line(look, meanIn(availability(platform, service))),
    ),
    'Response Time': byService((platform, look, service) => {
      const answered = at(fiveMinutes(platform), (time) => responseTimeOf(platform, service, time))
      return line(look, (from, before) =>
        mean(answered.filter(inPart(from, before)).flatMap(({ of }) => (of === undefined ? [] : [of]))),
      )
    }),
    'Error Rates': errorRates,
    'Health Check History': (platform, look) => {
      const all = checks(platform)
      return bars(look, (from, before) => {
        const some = all.filter(inPart(from, before))
        return some.length === 0 ? undefined : counted(some)
      })
    },
    'Failed Components': (platform, look) => {
      const some = checks(platform).filter(looked(look))
      const names = [...new Set(some.flatMap(({ of }) => of.failed))]
      const failed = (name: string) => some.filter(({ of }) => of.failed.includes(name))
      return by(
        names.map((name) => ({ name, all: failed(name) })),
        ({ name }) => name,
        ({ all }) => ({ Checks: all.length, 'Last time': Math.max(...all.map(({ time }) => time)) }),
      )
    },
  },
}
