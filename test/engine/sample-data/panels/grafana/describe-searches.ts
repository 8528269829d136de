import { describe, expect, it } from '@jest/globals'
import { valueAt } from '../../../content/data-files.js'
import { hitsOf } from '../../../content/kibana-request.js'
import { searchesOn } from '../../../content/saved-objects.js'
import type { Hit, SearchAnswer, SearchClient } from '../../../content/search-client.js'
import type { Proved } from '../proved.js'
import type { Grafana } from './ask-all.js'
import { searchOf } from './request.js'
import { everything } from './variables.js'

/** As many as Kibana lists. */
const most = 500

/** Each saved search on a dashboard: Grafana lists the documents that Kibana lists, in the same order, and shows of each what Kibana's columns show. */
export function describeSearches<World>(
  { dashboards, from, until }: Proved<World>,
  { made, isOpenSearch }: Grafana,
  connected: () => SearchClient,
): void {
  const cases = dashboards.flatMap(({ dashboard }) => {
    const grafana = made.dashboards.find(({ uid }) => uid === dashboard)
    return searchesOn(dashboard).map(([title, object]) => ({
      name: `${grafana?.title ?? ''} › ${title}`,
      object,
      panel: grafana?.panels.find((one) => one.title === title),
      variables: everything(grafana),
    }))
  })
  if (cases.length === 0) return

  describe('the saved searches in Grafana', () => {
    it.each(cases)('$name', async ({ object, panel, variables }) => {
      const [target] = panel?.targets ?? []
      const source = made.dataSources.get(target?.datasource.uid ?? '')
      if (target === undefined || source === undefined) throw new Error('Grafana has no such panel')
      const client = connected()
      const time = { from: new Date(from).toISOString(), to: new Date(until).toISOString(), auto: 0 }
      const listed = (await hitsOf(client, object, time)).slice(0, most)
      const asking = { from, to: until, interval: 60_000, variables, isOpenSearch }
      const path = `/${source.database}/_search?ignore_unavailable=true`
      const { hits } = (await client.request('POST', path, searchOf(target, asking))) as SearchAnswer

      expect(listed.length).toBeGreaterThan(0)
      expect(hits.hits.map(momentOf)).toEqual(listed.map(momentOf))
      expect(inOneOrder(hits.hits)).toEqual(inOneOrder(listed))
      // Of a log, one column is the line, and the others are among its fields.
      expect([panel?.type, object.attributes.columns]).toEqual([
        'logs',
        expect.arrayContaining([source.jsonData.logMessageField]),
      ])
      for (const column of object.attributes.columns)
        expect(hits.hits.some(({ _source }) => valueAt(_source, column) !== undefined)).toBe(true)
    })
  })
}

const momentOf = ({ sort }: Hit): unknown => sort?.[0]

/** Of one moment Kibana leaves the order to the engine, and Grafana turns it round. */
const inOneOrder = (hits: Hit[]): string[] => hits.map((hit) => `${String(momentOf(hit))} ${hit._id}`).sort()
