import type { SearchAnswer, SearchClient } from '../../../content/search-client.js'
import type { Case } from './cases.js'
import type { Made } from './made.js'
import type { Panel, Target } from './model.js'
import type { Answers } from './numbers.js'
import { searchOf } from './request.js'

/** What Grafana gets, and of which product. */
export interface Grafana {
  made: Made
  isOpenSearch: boolean
}

/** Asks for everything that these panels show, all of it at once. */
export async function askAll(
  client: SearchClient,
  { made, isOpenSearch }: Grafana,
  cases: Case[],
): Promise<(name: string, panel: Panel) => Answers> {
  const asked = cases.flatMap(({ name, panels, time, variables }) =>
    panels.flatMap((panel) =>
      (panel.targets ?? [])
        .filter(({ expression }) => expression === undefined)
        .map((target) => ({ key: keyOf(name, panel, target), target, time, variables })),
    ),
  )
  const lines = asked.flatMap(({ target, time, variables }) => [
    { index: made.dataSources.get(target.datasource.uid)?.database, ignore_unavailable: true },
    searchOf(target, {
      ...{ from: Date.parse(time.from), to: Date.parse(time.to), interval: time.auto * 1000 },
      ...{ variables, isOpenSearch },
    }),
  ])
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  const { responses } = (await client.request('POST', '/_msearch?max_concurrent_searches=4', text)) as {
    responses: (SearchAnswer & { error?: unknown })[]
  }
  const refused = responses.flatMap(({ error }, index) =>
    error === undefined ? [] : [{ asked: asked[index]?.key, error }],
  )
  if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`)
  const answers = new Map(responses.map((answer, index) => [asked[index]?.key ?? '', answer]))
  return (name, panel) => (target) => answers.get(keyOf(name, panel, target))
}

const keyOf = (name: string, { title }: Panel, { refId }: Target): string => `${name} ${title} ${refId}`
