import { describe, expect, it } from '@jest/globals'
import { checks, fieldAt, valueAt } from './data-files.js'
import type { SearchClient } from './search-client.js'

export function describeChecks(connected: () => SearchClient): void {
  describe('checks', () => {
    it.each([...checks])('%s: the document is stored as the check says', async (_, check) => {
      const client = connected()
      const pipeline = check.pipeline === undefined ? '' : `&pipeline=${check.pipeline}`
      await client.request('PUT', `/${check.index}/_doc/elkctl-check?refresh=true${pipeline}`, check.document)
      const stored = (await client.request('GET', `/${check.index}/_doc/elkctl-check`)) as { _source: object }
      const mappings = await client.mappings(check.index)

      const types = Object.keys(check.types).map((path) => [path, fieldAt(mappings, path)?.type])
      expect(Object.fromEntries(types)).toEqual(check.types)
      const values = Object.keys(check.values).map((path) => [path, valueAt(stored._source, path)])
      expect(Object.fromEntries(values)).toEqual(check.values)
      await client.request('DELETE', `/${check.index}`)
    })
  })
}
