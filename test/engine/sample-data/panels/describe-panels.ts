import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EngineName } from '../../../../sandbox/engine.js'
import { makeCluster } from '../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import type { SampleOptions } from '../../../../src/profiles/openvidu/sample-data/model/options.js'
import { list, show } from '../../content/kibana-request.js'
import { valueAt } from '../../content/data-files.js'
import { nearly } from '../../content/nearly.js'
import { dashboards, panelsOf, searches, visualizations } from '../../content/saved-objects.js'
import type { SearchClient } from '../../content/search-client.js'
import { loadedStack, type LoadedStack } from './loaded-stack.js'
import { lookAt, panelTime } from './look.js'
import { searchProofs } from './logs.js'
import { proofs } from './proofs.js'
import { sessionsPanels, usersOverTime } from './sessions.js'

/** Over midnight, so that "today" leaves something out; at a time that is not round. */
export const options: SampleOptions = {
  seed: 4,
  until: Date.parse('2026-11-21T02:40:07.000Z'),
  hours: 4,
  ahead: 0,
  scale: 1,
  beats: '7.8.0',
}

/** Each panel, as the service account sees it, over the sample data that the program itself has loaded. */
export function describePanels(name: EngineName): void {
  describe(`the panels over sample data on ${name}`, () => {
    let stack: LoadedStack
    let client: SearchClient
    const cluster = makeCluster(options)

    beforeAll(async () => {
      stack = await loadedStack(name, options)
      client = stack.client
    }, 400_000)

    afterAll(async () => {
      await stack.stop()
    })

    const panels = proofs.flatMap((proof) =>
      panelsOf(proof.dashboard).map(([title, object]) => ({
        name: `${dashboards.get(proof.dashboard)?.attributes.title ?? ''} › ${title}`,
        title,
        object,
        proof,
      })),
    )

    it.each(panels)('$name', async ({ title, object, proof }) => {
      const look = lookAt(proof, options.until)
      const auto = object.attributes.visState.type === 'metrics' ? look.intervals.tsvb : look.intervals.chart
      const expected = proof.shows[title]?.(cluster, look)
      expect(nearly(await show(client, object, panelTime(look, auto)), expected)).toEqual(expected)
    })

    it('Tutorial › Users connected over time', async () => {
      const object = visualizations.get('openvidu-users-connected-over-time')
      if (object === undefined) throw new Error('the example of the tutorial is gone')
      const look = lookAt(sessionsPanels, options.until)
      const shown = await show(client, object, panelTime(look, look.intervals.chart))
      expect(shown).toEqual(usersOverTime(cluster, look))
    })

    it.each(Object.entries(searchProofs))('Saved search › %s', async (title, { lines, column, malformed }) => {
      const search = [...searches.values()].find(({ attributes }) => attributes.title === title)
      if (search === undefined) throw new Error(`there is no saved search ${title}`)
      const wholeTime = panelTime({ from: cluster.from, to: cluster.until, intervals: sessionsPanels.intervals }, 0)
      const documents = await list(client, search, wholeTime)
      expect(documents.map((document) => valueAt(document, column)).sort()).toEqual(lines(cluster).sort())
      // A line that no pattern fits is listed like any other, whole, and with its mark.
      if (malformed !== undefined)
        expect(documents).toContainEqual(expect.objectContaining({ message: malformed.line, tags: [malformed.mark] }))
    })
  })
}
