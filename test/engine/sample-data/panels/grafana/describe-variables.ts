import { describe, expect, it } from '@jest/globals'
import { optionsOf, phraseFilter } from '../../../content/kibana-controls.js'
import { show } from '../../../content/kibana-request.js'
import { nearly } from '../../../content/nearly.js'
import type { SearchAnswer, SearchClient } from '../../../content/search-client.js'
import type { Proved } from '../proved.js'
import { askAll, type Grafana } from './ask-all.js'
import { casesOf, type Case } from './cases.js'
import type { Dashboard, Variable } from './model.js'
import { bars, shownBy, wantedOf, type Numbers } from './numbers.js'
import { chosen, everything, optionsIn, optionsRequest, queryOf } from './variables.js'

interface Narrowed {
  /** "Dashboard › Label" */
  name: string
  dashboard: Dashboard
  variable: Variable
}

/** Each variable has the options of Kibana's control, and narrows the panels of its dashboard to the same numbers. */
export function describeVariables<World>(proved: Proved<World>, grafana: Grafana, connected: () => SearchClient): void {
  const { from, until } = proved
  const { made } = grafana
  const variables = made.dashboards.flatMap((dashboard) =>
    dashboard.templating.list.map((variable): Narrowed => ({
      ...{ name: `${dashboard.title} › ${variable.label}`, dashboard, variable },
    })),
  )
  const cases = casesOf(proved, made.dashboards).filter(({ panels }) => panels.length > 0)

  const optionsFor = async ({ variable }: Narrowed): Promise<string[]> => {
    const source = made.dataSources.get(variable.datasource.uid)
    if (source === undefined) throw new Error(`there is no data source ${variable.datasource.uid}`)
    const body = optionsRequest(variable, source.jsonData.timeField, { from, to: until })
    const path = `/${source.database}/_search?ignore_unavailable=true`
    return optionsIn(variable, (await connected().request('POST', path, body)) as SearchAnswer)
  }

  /** The numbers of every panel of a dashboard, by its name. */
  const inGrafana = async (own: Case[], { variable, dashboard }: Narrowed, values: string[]) => {
    const narrowed = { ...everything(dashboard), [variable.name]: chosen(values) }
    const asked = own.map((one) => ({ ...one, variables: narrowed }))
    const answers = await askAll(connected(), grafana, asked)
    return Object.fromEntries(
      own.map(({ name, object, panels, time }) => [
        name,
        bars(
          object,
          Object.assign({}, ...panels.map((panel) => shownBy(panel, object, time, answers(name, panel)))) as Numbers,
        ),
      ]),
    )
  }
  const inKibana = async (own: Case[], { variable }: Narrowed, values: string[]) => {
    const filter = phraseFilter(queryOf(variable).field, values)
    const shown = own.map(async ({ name, object, time }): Promise<[string, Numbers]> => [
      name,
      bars(object, wantedOf((await show(connected(), object, time, [filter])) ?? {}, object, time)),
    ])
    return Object.fromEntries(await Promise.all(shown))
  }

  describe('the variables in Grafana', () => {
    it.each(variables)('$name: as Kibana’s control, its options and what they narrow', async (narrowed) => {
      const { dashboard, variable } = narrowed
      const options = await optionsFor(narrowed)
      const ofControl = await optionsOf(connected(), dashboard.uid, queryOf(variable).field)
      expect(options).toEqual(ofControl ?? options)
      const own = cases.filter(({ dashboard: uid }) => uid === dashboard.uid)
      // Several are chosen once for a dashboard.
      const most = variable === dashboard.templating.list[0] ? 2 : 1
      for (let length = 1; length <= Math.min(most, options.length); length++) {
        const values = options.slice(0, length)
        const wanted = await inKibana(own, narrowed, values)
        expect(nearly(await inGrafana(own, narrowed, values), wanted)).toEqual(wanted)
      }
    })
  })
}
