import type { Sent } from '../../../sample-data/document.js'
import { numbered } from '../../../sample-data/numbered.js'
import type { SampleData } from '../../../sample-data/sample-data.js'
import { collected } from './documents/collected.js'
import { healthChecks } from './documents/health.js'
import { hostMetrics } from './documents/host-metrics.js'
import { logDocuments } from './documents/log.js'
import { namesOf, type Names } from './documents/names.js'
import { makePlatform, type Platform } from './model/platform.js'

/** Goes up when the same options give other documents. */
const format = 1

/** A small provider: servers, devices of the network, services, customers, and what the platform writes about them. */
export function sampleData(variables: Record<string, string>): SampleData {
  const names = namesOf(variables)
  return {
    format,
    routing: 'elkctl-sample-isp',
    families: names.families,
    recognised: 'elkctl-sample in its metadata, tags or details',
    documents: (load) => numbered(load, format, everythingSent(makePlatform(load), names)),
  }
}

/** Everything that is sent, in the forms and to the places that the platform has for it: dated indices and aliases. */
export function* everythingSent(platform: Platform, names: Names): Generator<Sent> {
  yield* logDocuments(platform, names)
  yield* hostMetrics(platform, names)
  yield* collected(platform, names)
  yield* healthChecks(platform, names)
}
