import type { JsonObject } from '../json.js'

/** A document, and where it goes. */
export interface SampleDocument {
  /** a concrete index name */
  index: string
  /** unique among all sample documents */
  id: string
  /** epoch milliseconds */
  time: number
  /** the ingest pipeline that the real sender names */
  pipeline?: string
  document: JsonObject
}

/** A document of one sender, before it has an id. */
export interface Sent {
  /** epoch milliseconds */
  time: number
  index: string
  pipeline?: string
  document: JsonObject
}

/** `2026.11.21`: senders with an index a day */
export const day = (time: number): string => new Date(time).toISOString().slice(0, 10).replaceAll('-', '.')

/** `2026-11`: Micrometer, with an index a month */
export const month = (time: number): string => new Date(time).toISOString().slice(0, 7)

export const iso = (time: number): string => new Date(time).toISOString()
