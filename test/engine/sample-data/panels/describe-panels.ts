import { describe, expect, it } from '@jest/globals'
import type { Dialect } from '../../../../src/stack/flavors.js'
import { valueAt } from '../../content/data-files.js'
import { list, show } from '../../content/kibana-request.js'
import { nearly } from '../../content/nearly.js'
import { every, panelsOf } from '../../content/saved-objects.js'
import type { SearchClient } from '../../content/search-client.js'
import { describeGrafana } from './grafana/describe-grafana.js'
import { lookAt, lookOf, panelTime } from './look.js'
import type { Proved } from './proved.js'

/** Each panel and each saved search of an application over the sample data that the program itself has loaded: what is shown, and what was to be shown. */
export function describePanels<World>(proved: Proved<World>, dialect: Dialect, connected: () => SearchClient): void {
  const { world, from, until } = proved
  const panels = proved.dashboards.flatMap((proof) =>
    panelsOf(proof.dashboard).map(([title, object]) => ({
      name: `${every.dashboards.get(proof.dashboard)?.attributes.title ?? ''} › ${title}`,
      title,
      object,
      proof,
    })),
  )

  describe('the panels over sample data', () => {
    it.each(panels)('$name', async ({ title, object, proof }) => {
      const look = lookOf(object, lookAt(proof, until))
      const auto = object.attributes.visState.type === 'metrics' ? look.intervals.tsvb : look.intervals.chart
      const expected = proof.shows[title]?.(world, look)
      expect(nearly(await show(connected(), object, panelTime(look, auto)), expected)).toEqual(expected)
    })

    it.each(Object.entries(proved.searches))('Saved search › %s', async (title, { lines, column, malformed }) => {
      const search = [...every.searches.values()].find(({ attributes }) => attributes.title === title)
      if (search === undefined) throw new Error(`there is no saved search ${title}`)
      const wholeTime = { from: new Date(from).toISOString(), to: new Date(until).toISOString(), auto: 0 }
      const documents = await list(connected(), search, wholeTime)
      expect(documents.map((document) => valueAt(document, column)).sort()).toEqual(lines(world).sort())
      // A line that no pattern fits is listed like any other, whole, and with its mark.
      if (malformed !== undefined)
        expect(documents).toContainEqual(expect.objectContaining({ message: malformed.line, tags: [malformed.mark] }))
    })
  })

  describeGrafana(proved, dialect, connected)
}
