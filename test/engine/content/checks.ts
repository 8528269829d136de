import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Dialect } from '../../../src/stack/flavors.js'
import { checks, fieldAt, legacyTemplatesFor, valueAt, withoutIlm } from './data-files.js'
import type { SearchClient } from './search-client.js'

export const describeChecks = (dialect: Dialect) => (connected: () => SearchClient) => {
  describe('checks', () => {
    beforeAll(async () => {
      for (const [name, template] of legacyTemplatesFor(dialect)) {
        const body = withoutIlm(template)
        if (body !== undefined) await connected().request('PUT', `/_template/${name}`, body)
      }
    })

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
