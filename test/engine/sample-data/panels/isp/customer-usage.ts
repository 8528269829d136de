import { usageOf, type Usage } from '../../../../../src/profiles/isp/sample-data/model/measures.js'
import {
  fiveMinutes,
  type Customer,
  type Platform,
} from '../../../../../src/profiles/isp/sample-data/model/platform.js'
import { bars, countBy, lastOver, line, mean, most, sum, type Look, type PanelProofs } from '../look.js'
import { inPart, looked, navigation } from './measures.js'

interface Used extends Usage {
  time: number
  customer: Customer
}

/** Every customer at every time. */
const used = (platform: Platform): Used[] =>
  fiveMinutes(platform).flatMap((time) =>
    platform.customers.map((customer) => ({ time, customer, ...usageOf(platform, customer, time) })),
  )

/** Something by customer: the ten who have most of it. */
function top(platform: Platform, look: Look, of: (all: Used[]) => number): Record<string, number> {
  const all = used(platform).filter(looked(look))
  const each = platform.customers.map((customer): [string, number] => [
    customer.id,
    of(all.filter((one) => one.customer === customer)),
  ])
  return Object.fromEntries(each.sort(([, a], [, b]) => b - a).slice(0, 10))
}

/** Something over time, by what: of nothing there is no mean, and the sum is 0. */
function lines(platform: Platform, look: Look, name: (one: Used) => string, of: (some: Used[]) => number | undefined) {
  const all = used(platform)
  const names = [...new Set(all.filter(looked(look)).map(name))]
  return Object.fromEntries(
    names.map((wanted) => {
      const own = all.filter((one) => name(one) === wanted)
      return [wanted, line(look, (from, before) => of(own.filter(inPart(from, before))))]
    }),
  )
}

/** Lines of the log of one service that have this in their metadata. */
const told = ({ log }: Platform, look: Look, service: string, field: string) =>
  log
    .filter(looked(look))
    .filter((one) => one.service === service && one.metadata[field] !== undefined)
    .map(({ time, metadata }) => ({ time, value: String(metadata[field]) }))

export const customerUsagePanels: PanelProofs<Platform> = {
  dashboard: 'isp-customer-usage',
  time: ['now-15m', 'now'],
  intervals: { tsvb: 10, chart: 30 },
  shows: {
    ...navigation,
    'Customer and Plan Selector': (platform) => {
      // Each time two documents, one of the data and one of the sessions.
      const twice = [...used(platform), ...used(platform)]
      return {
        Customer: countBy(twice, ({ customer }) => customer.id),
        Plan: countBy(twice, ({ customer }) => customer.plan),
      }
    },
    Customers: ({ customers }) => customers.length,
    'Data used': (platform, look) => ({
      'Data used': sum(
        used(platform)
          .filter(looked(look))
          .map(({ bytes }) => bytes),
      ),
    }),
    'Sessions now': (platform, look) => ({
      Sessions: lastOver(look, (from, before) => {
        const some = used(platform).filter(inPart(from, before))
        return Number(mean(some.map(({ sessions }) => sessions))) * platform.customers.length
      }),
    }),
    'Top 10 Customers by Usage': (platform, look) => top(platform, look, (all) => sum(all.map(({ bytes }) => bytes))),
    'Data Usage Trends': (platform, look) =>
      lines(
        platform,
        look,
        ({ kind }) => kind,
        (some) => sum(some.map(({ bytes }) => bytes)),
      ),
    'Quota used': (platform, look) => top(platform, look, (all) => most(all.map(({ quotaUsed }) => quotaUsed)) ?? NaN),
    'Customer Session Count': (platform, look) =>
      lines(
        platform,
        look,
        ({ customer }) => customer.plan,
        (some) => mean(some.map(({ sessions }) => sessions)),
      ),
    'Authentication Events': (platform, look) => {
      const all = told(platform, look, 'radius', 'auth_result')
      const results = [...new Set(all.map(({ value }) => value))]
      return Object.fromEntries(
        results.map((result) => [
          result,
          bars(look, (from, before) => {
            const number = all.filter((one) => one.value === result && inPart(from, before)(one)).length
            return number === 0 ? undefined : number
          }),
        ]),
      )
    },
    'Billing Events': (platform, look) => countBy(told(platform, look, 'billing', 'event_type'), ({ value }) => value),
  },
}
