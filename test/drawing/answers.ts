import type { SampleOptions } from '../../src/profiles/openvidu/sample-data/model/options.js'
import { valueAt } from '../engine/content/data-files.js'
import { show } from '../engine/content/kibana-request.js'
import type { Shown } from '../engine/content/panel-request.js'
import { indexPatternOf, panelsOf, searchesOn, type Search, type SavedObject } from '../engine/content/saved-objects.js'
import { lookAt, lookOf, panelTime, type Look, type PanelProofs } from '../engine/sample-data/panels/look.js'
import { proofs } from '../engine/sample-data/panels/openvidu/proofs.js'
import type { Proved } from '../engine/sample-data/panels/proved.js'
import { loadedStack } from './loaded-stack.js'

/**
 * A dashboard, the time that it opens with, and what its panels show, by their titles; undefined: it asks nothing. Of saved searches the documents that they
 * list, the newest first.
 */
export interface Answers {
  dashboard: string
  look: Look
  shown: Record<string, Shown | undefined>
  listed: Record<string, object[]>
}

/** A label that says which moment it is. */
const label = (milliseconds: number): string => new Date(milliseconds).toISOString()
const labelled = <World>(proof: PanelProofs<World>, until: number): Look => ({ ...lookAt(proof, until), label })

/** What a real Elasticsearch with the sample data of OpenVidu answers to what Kibana would ask. */
export async function engineAnswers(options: SampleOptions): Promise<Answers[]> {
  const stack = await loadedStack('elasticsearch-7.10', options)
  try {
    const all: Answers[] = []
    for (const proof of proofs) {
      const look = labelled(proof, options.until)
      const shown: Answers['shown'] = {}
      for (const [title, object] of panelsOf(proof.dashboard)) {
        const { tsvb, chart } = lookOf(object, look).intervals
        const auto = object.attributes.visState.type === 'metrics' ? tsvb : chart
        shown[title] = await show(stack.client, object, panelTime(look, auto))
      }
      all.push({ dashboard: proof.dashboard, look, shown, listed: {} })
    }
    return all
  } finally {
    await stack.stop()
  }
}

/** What the engines answer by the proofs of the panels, worked out from the world that the sample data is made of. */
export function modelAnswers<World>(proved: Proved<World>): Answers[] {
  const { world, until, dashboards } = proved
  return dashboards.map((proof) => {
    const look = labelled(proof, until)
    const shown = panelsOf(proof.dashboard).map(
      ([title, object]) => [title, proof.shows[title]?.(world, lookOf(object, look))] as const,
    )
    const listed = searchesOn(proof.dashboard).map(
      ([title, object]) => [title, listedBy(object, proved, look)] as const,
    )
    return {
      ...{ dashboard: proof.dashboard, look },
      ...{ shown: Object.fromEntries(shown), listed: Object.fromEntries(listed) },
    }
  })
}

function listedBy<World>(
  object: SavedObject<Search>,
  { world, searches, listable }: Proved<World>,
  { from, to }: Look,
) {
  const { title } = object.attributes
  const [proof, time] = [searches[title], indexPatternOf(object)?.timeFieldName]
  if (proof === undefined || time === undefined) throw new Error(`nothing says what the saved search ${title} lists`)
  const lines = new Set(proof.lines(world))
  const moment = (document: object) => Date.parse(`${String(valueAt(document, time))}Z`)
  return (listable?.(world) ?? [])
    .filter((document) => lines.has(String(valueAt(document, proof.column))))
    .filter((document) => moment(document) >= from && moment(document) <= to)
    .sort((one, other) => moment(other) - moment(one))
}
