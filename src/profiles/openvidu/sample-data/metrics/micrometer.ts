import type { JsonObject } from '../../../../json.js'
import { sampleClusterId } from '../model/options.js'
import { iso, month, type Sent } from '../../../../sample-data/document.js'

/** A meter at the end of a step, as Micrometer's Elastic registry writes it: counters and timers hold what came in the step. */
export interface Meter {
  name: string
  type: 'gauge' | 'counter' | 'timer'
  /** tags */
  tags?: Record<string, string>
  /** gauge */
  value?: number
  /** counter, timer */
  count?: number
  /** timer: milliseconds */
  sum?: number
  mean?: number
  max?: number
}

export const gauge = (name: string, value: number, tags?: Record<string, string>): Meter => ({
  name,
  type: 'gauge',
  value,
  ...(tags && { tags }),
})

export const counter = (name: string, count: number, tags?: Record<string, string>): Meter => ({
  name,
  type: 'counter',
  count,
  ...(tags && { tags }),
})

/** @param milliseconds of everything timed in the step */
export function timer(name: string, milliseconds: number[], tags: Record<string, string>): Meter {
  const sum = Math.round(milliseconds.reduce((total, each) => total + each, 0) * 1000) / 1000
  const count = milliseconds.length
  // Without a rounded mean a document would have seventeen digits of it.
  const mean = count === 0 ? 0 : Math.round((sum / count) * 1000) / 1000
  return { name, type: 'timer', tags, count, sum, mean, max: Math.max(0, ...milliseconds) }
}

/** @param prefix `server-metrics` or `session-metrics`; Micrometer adds the month */
export function asDocument(prefix: string, time: number, { name, type, tags, ...numbers }: Meter): Sent {
  return {
    time,
    index: `${prefix}-${month(time)}`,
    document: {
      '@timestamp': iso(time),
      name,
      type,
      ...tags,
      cluster_id: sampleClusterId,
      ...numbers,
    } satisfies JsonObject,
  }
}
