import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Dialect } from '../../../../../src/stack/flavors.js'
import { nearly } from '../../../content/nearly.js'
import type { Panel } from './model.js'
import type { SearchClient } from '../../../content/search-client.js'
import type { Proved } from '../proved.js'
import { askAll, type Grafana } from './ask-all.js'
import { casesOf } from './cases.js'
import { describeSearches } from './describe-searches.js'
import { describeVariables } from './describe-variables.js'
import { grafanaOf } from './made.js'
import { bars, shownBy, wantedOf, type Answers, type Numbers } from './numbers.js'

/**
 * Each panel of Grafana's that is made of one of Kibana's: what Grafana would ask of the engine is asked, all of it at once, and what the panel would show
 * is what Kibana's was to show.
 */
export function describeGrafana<World>(proved: Proved<World>, dialect: Dialect, connected: () => SearchClient): void {
  const grafana: Grafana = { made: grafanaOf(proved.name, dialect), isOpenSearch: dialect === 'opensearch' }
  const { made } = grafana
  const numbered = casesOf(proved, made.dashboards)
  const cases = numbered.filter(({ panels }) => panels.length > 0)

  describe('the panels in Grafana', () => {
    let answers: (name: string, panel: Panel) => Answers
    beforeAll(async () => {
      answers = await askAll(connected(), grafana, cases)
    }, 120_000)

    it('are all that show numbers in Kibana, but for those of which the export says why not', () => {
      const missing = numbered.filter(({ panels }) => panels.length === 0).map(({ name }) => name)
      expect(missing.sort()).toEqual(made.leftOut.sort())
    })

    it.each(cases)('$name', ({ name, object, expected, time, panels }) => {
      const shown = panels.map((panel) => shownBy(panel, object, time, answers(name, panel)))
      const all = bars(object, Object.assign({}, ...shown) as Numbers)
      const wanted = bars(object, wantedOf(expected, object, time))
      expect(Object.keys(all).length).toBeGreaterThan(0)
      expect(nearly(all, wanted)).toEqual(wanted)
    })
  })

  describeSearches(proved, grafana, connected)
  describeVariables(proved, grafana, connected)
}
