import type { SampleDocument, Sent } from './document.js'
import { loadIdOf } from './load-id.js'
import { startOf } from './moments.js'
import type { SampleLoad } from './sample-data.js'

/**
 * What senders send, with ids, one document after the other. The same load gives the same documents with the same ids, byte for byte; none lies outside
 * the time that the load names.
 */
export function* numbered(load: SampleLoad, format: number, sent: Iterable<Sent>): Generator<SampleDocument> {
  const id = loadIdOf(load, format)
  const from = startOf(load)
  let number = 0
  for (const one of sent) {
    if (one.time < from || one.time > load.until) continue
    yield { ...one, id: `${id}_${number.toString(36)}` }
    number += 1
  }
}
