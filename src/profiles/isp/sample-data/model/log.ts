import { busyness } from '../../../../sample-data/moments.js'
import { random, type Random } from '../../../../sample-data/random.js'
import type { JsonObject } from '../../../../json.js'
import type { SampleLoad } from '../../../../sample-data/sample-data.js'

/** A line of the platform's log, as its monitoring module keeps it. */
export interface LogLine {
  id: number
  /** epoch milliseconds */
  time: number
  service: string
  level: 'debug' | 'info' | 'warning' | 'error' | 'critical'
  message: string
  metadata: JsonObject
}

type Said = Omit<LogLine, 'id' | 'time'>

const path = '/api/customers'
const request = (customer: number): JsonObject => ({
  request: {
    headers: { host: 'isp.example.org', authorization: '***REDACTED***' },
    client_host: `192.0.2.${100 + customer}`,
  },
})

/** What is said, and how often. @param customer from 1 on */
const said: [says: (customer: number) => Said, weight: number][] = [
  [
    (customer) => ({
      service: 'api_gateway',
      level: 'info',
      message: `GET ${path} - 200`,
      metadata: request(customer),
    }),
    40,
  ],
  [
    (customer) => ({
      ...{ service: 'api_gateway', level: 'warning', message: `GET ${path} took 2.4 seconds` },
      metadata: { ...request(customer), user_id: 120 + customer },
    }),
    6,
  ],
  [
    (customer) => ({
      ...{ service: 'radius', level: 'info', message: `authentication accepted for customer-${customer}` },
      metadata: { auth_result: 'accept', customer_id: `customer-${customer}`, user_id: 120 + customer },
    }),
    30,
  ],
  [
    (customer) => ({
      ...{ service: 'radius', level: 'warning', message: `authentication rejected for customer-${customer}` },
      metadata: { auth_result: 'reject', customer_id: `customer-${customer}` },
    }),
    7,
  ],
  [
    (customer) => ({
      ...{ service: 'billing', level: 'info', message: `Invoice sent to customer-${customer}` },
      metadata: { event_type: 'invoice_sent', user_id: 120 + customer },
    }),
    10,
  ],
  [
    (customer) => ({
      ...{ service: 'billing', level: 'info', message: `Payment of customer-${customer} received` },
      metadata: { event_type: 'payment_received', user_id: 120 + customer },
    }),
    8,
  ],
  [
    (customer) => ({
      ...{ service: 'billing', level: 'error', message: 'Payment failed: card declined' },
      metadata: { event_type: 'payment_failed', user_id: 120 + customer, error: 'card declined' },
    }),
    4,
  ],
  [
    () => ({
      ...{ service: 'monitoring', level: 'error', message: 'Error applying log retention: connection refused' },
      metadata: { error: 'connection refused' },
    }),
    2,
  ],
  [() => ({ service: 'crm', level: 'critical', message: 'Service unavailable: outage of the CRM', metadata: {} }), 3],
  [() => ({ service: 'dns', level: 'debug', message: 'cache refreshed', metadata: { entries: 4211 } }), 12],
]

/** Fewer lines at first, then more, and less than half of that in the end; in the order of time. */
export function makeLog(load: SampleLoad, from: number, customers: number): LogLine[] {
  const dice = random(load.seed, 'log')
  const lines: LogLine[] = []
  for (let time = from + 1000; time <= load.until; time += pause(load, time, dice)) {
    const says = dice.weighted(said)
    lines.push({ id: 1000 + lines.length, time, ...says(dice.whole(1, customers)) })
  }
  return lines
}

/** milliseconds until the next line */
const pause = (load: SampleLoad, time: number, dice: Random): number =>
  Math.max(1, Math.round((dice.between(0.2, 1.8) * 6000) / (load.scale * busyness(load, time))))
