import { formatDate } from '../../../../date-format.js'

/** Where the platform writes, by the prefixes and the format of dates in its settings. */
export interface Names {
  log: (time: number) => string
  metric: (time: number) => string
  /** written to by tasks of the platform: aliases */
  tasks: string
  health: string
  families: string[]
}

export function namesOf({ logPrefix, metricPrefix, dateFormat = '%Y.%m.%d' }: Record<string, string>): Names {
  const dated =
    (prefix = '') =>
    (time: number) =>
      `${prefix}-${formatDate(dateFormat, time)}`
  return {
    log: dated(logPrefix),
    metric: dated(metricPrefix),
    tasks: String(metricPrefix),
    health: `${String(metricPrefix)}-health`,
    families: [`${String(logPrefix)}-*`, `${String(metricPrefix)}-*`],
  }
}

/** In the metadata, the tags or the details of each document. */
export const marked = { sample: 'elkctl-sample' }
