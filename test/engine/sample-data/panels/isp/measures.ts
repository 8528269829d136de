import type { LogLine } from '../../../../../src/profiles/isp/sample-data/model/log.js'
import { asksNothing, type Look } from '../look.js'

/** What was so at a moment. */
export interface At<T> {
  time: number
  of: T
}

export const inPart =
  (from: number, before: number) =>
  ({ time }: { time: number }): boolean =>
    time >= from && time < before

export const looked =
  ({ from, to }: Look) =>
  ({ time }: { time: number }): boolean =>
    time >= from && time <= to

/** The documents of a time, as the model has them. */
export const at = <T>(times: number[], of: (time: number) => T): At<T>[] =>
  times.map((time) => ({ time, of: of(time) }))

export const navigation = { 'Dashboards of the ISP Management Platform': asksNothing }

/** By name. */
export const by = <T extends object, V>(items: T[], name: (item: T) => string, of: (item: T) => V): Record<string, V> =>
  Object.fromEntries(items.map((item) => [name(item), of(item)]))

export const isError = ({ level }: LogLine): boolean => level === 'error' || level === 'critical'
