import type { Sent } from '../../../../sample-data/document.js'
import type { Platform } from '../model/platform.js'
import { isoformat } from '../isoformat.js'
import { marked, type Names } from './names.js'

/** As the platform synchronises its log every minute. */
export const logDocuments = ({ log }: Platform, names: Names): Sent[] =>
  log.map(({ id, time, service, level, message, metadata }) => ({
    time,
    index: names.log(time),
    document: {
      ...{ id, timestamp: isoformat(time), service_name: service, log_level: level, message },
      metadata: { ...metadata, ...marked },
    },
  }))
