import type { AlertFile } from '../data-files/schemas/alert.js'
import type { JsonObject } from '../json.js'
import { durationOf, type Duration } from './duration.js'

export type Measure = AlertFile['measure']

/** One definition, with what its file leaves out. */
export interface Alert {
  /** of its file: what flags and settings call it */
  name: string
  /** relative to the data folder */
  file: string
  title: string
  severity: AlertFile['severity']
  index: string[]
  timeField: string
  window: Duration
  every: Duration
  /** Lucene */
  query: string
  measure: Measure
  groupBy?: { field: string; size: number }
  comparator: AlertFile['comparator']
  warn?: number
  critical?: number
  windows: number
  unit?: string
  message: string
  runbook: string
}

/** Every document. */
export const everyDocument = '*'

/** @param body that has the form of the schema `alert` */
export function alertOf(name: string, file: string, body: JsonObject): Alert {
  const { index, window, every = '1m', query = everyDocument, windows = 1, ...rest } = body as unknown as AlertFile
  return {
    ...(rest as Omit<AlertFile, 'index' | 'window' | 'every' | 'query' | 'windows'>),
    ...{ name, file, query, windows },
    index: [index].flat(),
    window: durationOf(window),
    every: durationOf(every),
  } as Alert
}
