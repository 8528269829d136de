import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { dodas } from '../../../src/profiles/dodas/index.js'
import { sampleData } from '../../../src/profiles/dodas/sample-data/index.js'
import { makeDeployment, measuredAt, sites } from '../../../src/profiles/dodas/sample-data/model/deployment.js'
import type { SampleDocument } from '../../../src/sample-data/document.js'
import { loadIdOf, loadOf } from '../../../src/sample-data/load-id.js'
import { startOf } from '../../../src/sample-data/moments.js'
import type { SampleLoad } from '../../../src/sample-data/sample-data.js'
import {
  fieldAt,
  readText,
  valueAt,
  readJson,
  type LegacyTemplate,
  type Mappings,
} from '../../engine/content/data-files.js'

/** As `sample-data load` makes it without options. */
const load: SampleLoad = {
  ...{ seed: 1, until: Date.parse('2026-11-21T05:30:00Z'), hours: 6, ahead: 0.5, scale: 1, variant: '' },
}
const documents = [...sampleData.documents(load)]
/** In a quarter of an hour everything is measured that is measured at all. */
const measurements = documents
  .filter(({ time }) => time > load.until - 900_000)
  .filter(({ index }) => index.startsWith('metricbeat-'))

const digest = (some: Iterable<SampleDocument>): string => {
  const hash = createHash('sha256')
  for (const document of some) hash.update(JSON.stringify(document))
  return hash.digest('hex')
}

/** `system.cpu.cores number`: every field that is no object, and its type. */
const typedFields = (value: object, prefix = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? typedFields(inner as object, `${prefix}${key}.`)
      : [`${prefix}${key} ${typeof inner}`],
  )

describe('the sample data of DODAS', () => {
  it('is the same, byte for byte, for the same options, and other data for others', () => {
    const small = { ...load, hours: 0.25, ahead: 0.25, scale: 0.2 }
    const first = digest(sampleData.documents(small))
    expect(digest(sampleData.documents(small))).toBe(first)
    for (const other of [{ seed: 2 }, { until: load.until + 1000 }, { hours: 0.5 }, { ahead: 1 }, { scale: 0.3 }])
      expect(digest(sampleData.documents({ ...small, ...other }))).not.toBe(first)
  })

  it('is of a size that is loaded in seconds, and grows with the scale', () => {
    expect(documents).toHaveLength(34_505)
    expect(dodas.sampleData.documentsAnHour).toBe(Math.round(documents.length / 6.5 / 1000) * 1000)
    expect(makeDeployment({ ...load, scale: 2 }).hosts).toHaveLength(6)
  })

  it('has ids of its own, which tell how it was made', () => {
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length)
    const prefix = `${loadIdOf(load, sampleData.format)}_`
    expect(documents.filter(({ id }) => !id.startsWith(prefix))).toEqual([])
    expect(loadOf(String(documents[0]?.id), sampleData)).toEqual(load)
  })

  it('has the time, the day and the site that it should, and goes where the senders of DODAS write', () => {
    const wrong = documents.filter(({ index, time, document }) => {
      const written = new Date(time).toISOString()
      const family = sampleData.families.some((one) => index.startsWith(one.slice(0, -1)))
      const day = index.endsWith(written.slice(0, 10).replaceAll('-', '.'))
      const inside = time >= startOf(load) && time <= load.until
      const site = sites.some((one) => one === valueAt(document, 'fields.site'))
      return !(family && day && inside && site && document['@timestamp'] === written)
    })
    expect(wrong).toEqual([])
  })

  it('is measured at other moments on each host', () => {
    const deployment = makeDeployment(load)
    const last = deployment.hosts.map((host) => measuredAt(deployment, host).at(-1))
    expect(last).toEqual([load.until, load.until - 1700, load.until - 3400])
  })

  it('is of the form that a real Metricbeat sends: no field that it does not have, none of another type', () => {
    const samples = ['dodas/metricbeat-docker-7.x.ndjson', 'content/metricbeat-7.12.1.ndjson'].flatMap((file) =>
      readText(`test/fixtures/${file}`)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    )
    const dataset = (document: object) => String(valueAt(document, 'event.dataset'))
    const real = new Map<string, Set<string>>()
    for (const sample of samples)
      real.set(dataset(sample), new Set([...(real.get(dataset(sample)) ?? []), ...typedFields(sample)]))
    const known = measurements.filter(({ document }) => real.has(dataset(document)))
    const without = measurements.filter((one) => !known.includes(one)).map(({ document }) => dataset(document))
    expect([...new Set(without)].sort()).toEqual(['system.load', 'system.process'])
    const foreign = known.flatMap(({ document }) =>
      typedFields(document)
        .filter((field) => !real.get(dataset(document))?.has(field))
        .map((field) => (field === 'fields.site string' ? field : `${dataset(document)}: ${field}`)),
    )
    // The samples are of hosts without a site, and of the event of an image.
    expect([...new Set(foreign)].sort()).toEqual([
      'docker.event: docker.event.actor.attributes.image string',
      'fields.site string',
    ])
  })

  it('has no number whose type its template leaves to the first value', () => {
    const { mappings } = readJson('templates/dodas/legacy-templates/dodas-metricbeat-fields.json') as LegacyTemplate
    const numbers = new Set(
      measurements.flatMap(({ document }) =>
        typedFields(document).flatMap((field) => (field.endsWith(' number') ? [field.slice(0, -7)] : [])),
      ),
    )
    const free = [...numbers].filter((field) => fieldAt(mappings as Mappings, field) === undefined)
    expect(free).toEqual([])
  })
})
