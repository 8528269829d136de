import { beforeAll, describe, expect, it } from '@jest/globals'
import { sampleData } from '../../../src/profiles/openvidu/sample-data/documents.js'
import type { Dialect } from '../../../src/stack/flavors.js'
import { beatsTemplate } from './beats-templates.js'
import { fieldAt, legacyTemplatesFor, readDocuments, readFolder, withoutIlm, type Mappings } from './data-files.js'
import type { SearchClient } from './search-client.js'

const until = Date.parse('2026-11-21T12:00:00Z')

/** Everything that the sample data has, and everything that was captured or documented, by the beginning of its index. */
function documentsByFamily(): Map<string, object[]> {
  const families = new Map<string, object[]>()
  const add = (index: string, document: object) => families.set(index, [...(families.get(index) ?? []), document])
  for (const beats of ['7.8.0', '7.12.1'] as const)
    for (const { index, document } of onePerShape(
      sampleData({ seed: 3, until, hours: 1, ahead: 0, scale: 0.25, beats }),
    ))
      add(index.replace(/-2026[-.\d]+$/, ''), document)
  for (const { _index, ...line } of readDocuments('filebeat-7.12.1.ndjson')) add(String(_index), line)
  for (const document of readDocuments('metricbeat-7.12.1.ndjson')) add('metricbeat-7.12.1', document)
  for (const document of readDocuments('micrometer-elastic-1.6.6.ndjson')) add('server-metrics', document)
  for (const document of readFolder('test/fixtures/content/events').values()) add('openvidu', document as object)
  return families
}

/** One document for each set of numbers that there is in an index. */
function onePerShape(documents: Iterable<{ index: string; document: object }>): { index: string; document: object }[] {
  const shapes = new Map<string, { index: string; document: object }>()
  for (const sample of documents) shapes.set([sample.index, ...numbersIn(sample.document)].join(), sample)
  return [...shapes.values()]
}

/** The dotted paths of all numbers. */
const numbersIn = (value: unknown, path = ''): string[] =>
  typeof value === 'number'
    ? [path]
    : typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([name, inner]) =>
          numbersIn(inner, Array.isArray(value) ? path : path === '' ? name : `${path}.${name}`),
        )

const withNumbers = (document: object, change: (value: number) => number): object =>
  JSON.parse(JSON.stringify(document), (_, value: unknown) =>
    typeof value === 'number' ? change(value) : value,
  ) as object

/** No number gets its type from the first value that comes: JSON writes 0.0 as 0, and an index lives for a month. */
export const describeNumbers = (dialect: Dialect) => (connected: () => SearchClient) => {
  const families = documentsByFamily()
  const beats = ['7.8.0', '7.12.1']

  describe('numbers', () => {
    const makeMappings = async (index: string): Promise<Mappings> => {
      await connected().send('DELETE', `/${index}`)
      await connected().request('PUT', `/${index}`)
      return connected().mappings(index)
    }
    /** The mapping of the new index after these documents, in this order. */
    const mappingsAfter = async (index: string, ...batches: object[][]): Promise<Mappings> => {
      for (const batch of batches) await connected().index(index, batch)
      const mappings = await connected().mappings(index)
      await connected().request('DELETE', `/${index}`)
      return mappings
    }
    beforeAll(async () => {
      for (const [name, template] of legacyTemplatesFor(dialect)) {
        const body = withoutIlm(template)
        if (body !== undefined) await connected().request('PUT', `/_template/${name}`, body)
      }
    })

    it.each([
      ...[...families].map(([family, documents]) => [family, 'ours alone', documents] as const),
      ...beats.map((version) => {
        const family = `metricbeat-${version}`
        return [family, 'ours beside that of Metricbeat', families.get(family) ?? []] as const
      }),
    ])('of %s have the types of its template (%s), whatever comes first', async (family, templates, documents) => {
      const client = connected()
      const index = family === 'openvidu' ? family : `${family}-2021.03.03`
      const beside = templates !== 'ours alone'
      for (const version of beats) await client.send('DELETE', `/_template/metricbeat-${version}`)
      if (beside) {
        const version = family.replace('metricbeat-', '')
        await client.request('PUT', `/_template/${family}`, beatsTemplate('metricbeat', version))
      }

      const fixed = await makeMappings(index)
      const whole = documents.map((document) => withNumbers(document, Math.trunc))
      const fractions = documents.map((document) => withNumbers(document, (value) => Math.trunc(value) + 0.5))
      const first = await mappingsAfter(index, whole, fractions, documents)
      await makeMappings(index)
      expect(await mappingsAfter(index, documents, fractions, whole)).toEqual(first)
      const guessed = [...new Set(documents.flatMap((document) => numbersIn(document)))].filter(
        (path) => fieldAt(fixed, path) === undefined && fieldAt(first, path) !== undefined,
      )
      // Beats itself declares the share of huge pages with another type than every other share: ours has them all alike, by their name.
      expect(guessed).toEqual(
        family.startsWith('metricbeat') && !beside && guessed.length > 0 ? ['system.memory.hugepages.used.pct'] : [],
      )
      for (const version of beats) await client.send('DELETE', `/_template/metricbeat-${version}`)
    })
  })
}
