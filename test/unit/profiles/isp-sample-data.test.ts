import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { isp } from '../../../src/profiles/isp/index.js'
import { makePlatform } from '../../../src/profiles/isp/sample-data/model/platform.js'
import { sampleData } from '../../../src/profiles/isp/sample-data/index.js'
import type { SampleDocument } from '../../../src/sample-data/document.js'
import { loadIdOf, loadOf } from '../../../src/sample-data/load-id.js'
import { startOf } from '../../../src/sample-data/moments.js'
import type { SampleLoad } from '../../../src/sample-data/sample-data.js'
import { readText, valueAt } from '../../engine/content/data-files.js'

/** As `sample-data load` makes it without options. */
const load: SampleLoad = {
  ...{ seed: 1, until: Date.parse('2026-11-21T05:30:00Z'), hours: 6, ahead: 0.5, scale: 1, variant: '' },
}
const data = sampleData({ logPrefix: 'isp-logs', metricPrefix: 'isp-metrics', dateFormat: '%Y.%m.%d' })
const documents = [...data.documents(load)]

const digest = (some: Iterable<SampleDocument>): string => {
  const hash = createHash('sha256')
  for (const document of some) hash.update(JSON.stringify(document))
  return hash.digest('hex')
}

describe('the sample data of the ISP platform', () => {
  it('is the same, byte for byte, for the same options, and other data for others', () => {
    const small = { ...load, hours: 0.25, ahead: 0.25 }
    const first = digest(data.documents(small))
    expect(digest(data.documents(small))).toBe(first)
    for (const other of [{ seed: 2 }, { until: load.until + 1000 }, { hours: 0.5 }, { ahead: 0.5 }, { scale: 0.3 }])
      expect(digest(data.documents({ ...small, ...other }))).not.toBe(first)
  })

  it('is of a size that is loaded in seconds, and grows with the scale', () => {
    expect(documents).toHaveLength(19_489)
    expect(isp.sampleData.documentsAnHour).toBe(Math.round(documents.length / 6.5 / 1000) * 1000)
    expect(makePlatform({ ...load, scale: 2 }).customers).toHaveLength(24)
  })

  it('has ids of its own, which tell how it was made', () => {
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length)
    const prefix = `${loadIdOf(load, data.format)}_`
    expect(documents.filter(({ id }) => !id.startsWith(prefix))).toEqual([])
    expect(loadOf(String(documents[0]?.id), data)).toEqual(load)
  })

  it('has its time without a zone, and is recognised', () => {
    const wrong = documents.filter(({ time, document }) => {
      const timestamp = String(document['timestamp'])
      const inside = time >= startOf(load) && time <= load.until
      const sample = ['metadata', 'tags', 'details'].some(
        (one) => valueAt(document, `${one}.sample`) === 'elkctl-sample',
      )
      return !(inside && sample && Date.parse(`${timestamp}Z`) === time && /^[\d-]+T[\d:]+(\.\d{6})?$/.test(timestamp))
    })
    expect(wrong).toEqual([])
  })

  it('goes where the platform writes: dated indices, and aliases that its tasks know', () => {
    const places = (some: SampleDocument[]) => [...new Set(some.map(({ index }) => index))].sort()
    expect(places(documents)).toEqual([
      ...['isp-logs-2026.11.20', 'isp-logs-2026.11.21', 'isp-metrics'],
      ...['isp-metrics-2026.11.20', 'isp-metrics-2026.11.21', 'isp-metrics-health'],
    ])
    const others = sampleData({ logPrefix: 'north-logs', metricPrefix: 'north', dateFormat: '%y%m' })
    expect(others.families).toEqual(['north-logs-*', 'north-*'])
    expect(places([...others.documents({ ...load, hours: 0.25 })])).toEqual([
      ...['north', 'north-2611', 'north-health', 'north-logs-2611'],
    ])
  })

  it('has the members that the platform’s own documents have, by kind, and no others', () => {
    const kind = (document: Record<string, unknown>) => String(document['metric_type'] ?? 'log line')
    const known = new Map<string, Set<string>>()
    for (const file of ['logs-sync', 'metrics-sync', 'metrics-collector'])
      for (const line of readText(`test/fixtures/isp/isp-${file}.ndjson`).trim().split('\n')) {
        const document = JSON.parse(line) as Record<string, unknown>
        known.set(kind(document), new Set([...(known.get(kind(document)) ?? []), ...Object.keys(document)]))
      }
    const foreign = new Set<string>()
    for (const { document, index } of documents.filter(
      (one) => !['isp-metrics', 'isp-metrics-health'].includes(one.index),
    ))
      for (const member of Object.keys(document))
        if (known.get(kind(document))?.has(member) === false)
          foreign.add(`${index.slice(0, -11)} ${kind(document)} ${member}`)
    // Those of the samples that tell it were answered.
    expect([...foreign]).toEqual(['isp-metrics NETWORK_CONNECTION_COUNT error'])
  })
})
