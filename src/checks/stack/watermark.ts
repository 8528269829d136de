import type { Json } from '../../json.js'

/** As the server has it: "85%", "0.85" or "10gb"; and the most that a share comes to on a large disk ("200GB", from 8.5 on). */
export interface Watermark {
  value: string
  headroom: Json | undefined
}

const units: Record<string, number> = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30, tb: 2 ** 40, pb: 2 ** 50 }

/** The bytes that must be free on a disk of this size. undefined: it cannot be told. https://www.elastic.co/guide/en/elasticsearch/reference/current/modules-cluster.html */
export function leastFree({ value, headroom }: Watermark, total: number): number | undefined {
  const share = /^([\d.]+)%$/.exec(value)?.[1]
  const ratio = share === undefined && /^[01](\.\d+)?$/.test(value) ? Number(value) : Number(share) / 100
  if (Number.isNaN(ratio)) return bytesIn(value)
  return Math.min(total * (1 - ratio), bytesIn(headroom) ?? Infinity)
}

/** "10gb"; undefined: it is no size. -1 stands for none. */
export function bytesIn(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value
  const [, number, unit = ''] = /^([\d.]+)([kmgtp]?b)$/i.exec(String(value)) ?? []
  const factor = units[unit.toLowerCase()]
  return number === undefined || factor === undefined ? undefined : Number(number) * factor
}

export const inGigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`
