import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Dialect } from '../../../src/stack/flavors.js'
import { phraseFilter } from '../content/kibana-controls.js'
import { hitsOf } from '../content/kibana-request.js'
import { searchesOn } from '../content/saved-objects.js'
import type { SearchAnswer, SearchClient } from '../content/search-client.js'
import { grafanaOf } from '../sample-data/panels/grafana/made.js'
import { searchOf } from '../sample-data/panels/grafana/request.js'
import { chosen, everything, optionsIn, optionsRequest } from '../sample-data/panels/grafana/variables.js'

/** Names of services that mean something in Lucene, or look as if they did. */
const odd = [
  ...['two words', 'a "quoted" word', 'name:port', 'back\\slash', '\\"', 'all*', 'b?d', '(x) OR y', 'AND', 'NOT', 'TO'],
  ...[
    '-5',
    '+1',
    '1.5',
    '1e3',
    '[a TO z]',
    '{x}',
    'a/b/c',
    'x && y',
    'x || !y',
    '^2~',
    '<1',
    '>=2',
    'é ü',
    "it's",
    ' ',
    '',
  ],
]

/** Long before the sample data. */
const time = { from: '2020-01-01T00:00:00.000Z', to: '2020-01-01T01:00:00.000Z', auto: 0 }
const index = 'isp-logs-of-odd-services'

/** A value that is chosen in Grafana finds what the same one finds in Kibana, whatever is in it. */
export function describeOddChoices(dialect: Dialect, connected: () => SearchClient): void {
  const [dashboard] = grafanaOf('isp', dialect).dashboards.filter(({ uid }) => uid === 'isp-application-logs')
  const [, search] = searchesOn('isp-application-logs').find(([title]) => title === 'Recent Logs') ?? []
  const panel = dashboard?.panels.find(({ title }) => title === 'Recent Logs')
  const variable = dashboard?.templating.list.find(({ name }) => name === 'service_name')

  describe('an odd value of a variable in Grafana', () => {
    beforeAll(async () => {
      const documents = odd.map((name) => ({
        ...{ timestamp: time.from, service_name: name, log_level: 'info', message: `from ${name}` },
      }))
      await connected().index(index, documents)
    })
    afterAll(() => connected().request('DELETE', `/${index}`))

    it.each([...odd.map((name) => [name]), odd.slice(0, 3), odd])(
      'finds what it finds in Kibana: %j',
      async (...values) => {
        const [target] = panel?.targets ?? []
        if (target === undefined || search === undefined) throw new Error('there is no such panel')
        const variables = { ...everything(dashboard), service_name: chosen(values) }
        const asking = { from: Date.parse(time.from), to: Date.parse(time.to), interval: 60_000 }
        const body = searchOf(target, { ...asking, variables, isOpenSearch: dialect === 'opensearch' })
        const { hits } = (await connected().request('POST', '/isp-logs-*/_search', body)) as SearchAnswer
        const inKibana = await hitsOf(connected(), search, time, [phraseFilter('service_name', values)])
        const names = (found: SearchAnswer['hits']['hits']) =>
          found.map(({ _source }) => _source['service_name']).sort()
        expect({ grafana: names(hits.hits), kibana: names(inKibana) }).toEqual({
          grafana: values.toSorted(),
          kibana: values.toSorted(),
        })
      },
    )

    it('is among the options', async () => {
      if (variable === undefined) throw new Error('there is no such variable')
      const body = optionsRequest(variable, 'timestamp', { from: Date.parse(time.from), to: Date.parse(time.to) })
      const answer = (await connected().request('POST', '/isp-logs-*/_search', body)) as SearchAnswer
      expect(optionsIn(variable, answer).sort()).toEqual(odd.toSorted())
    })
  })
}
