import type { SampleOptions } from '../../src/profiles/openvidu/sample-data/model/options.js'
import { show } from '../engine/content/kibana-request.js'
import type { Shown } from '../engine/content/panel-request.js'
import { panelsOf } from '../engine/content/saved-objects.js'
import { lookAt, lookOf, panelTime, type Look, type PanelProofs } from '../engine/sample-data/panels/look.js'
import { proofs } from '../engine/sample-data/panels/openvidu/proofs.js'
import type { Proved } from '../engine/sample-data/panels/proved.js'
import { loadedStack } from './loaded-stack.js'

/** A dashboard, the time that it opens with, and what its panels show, by their titles; undefined: it asks nothing. */
export interface Answers {
  dashboard: string
  look: Look
  shown: Record<string, Shown | undefined>
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
      all.push({ dashboard: proof.dashboard, look, shown })
    }
    return all
  } finally {
    await stack.stop()
  }
}

/** What the engines answer by the proofs of the panels, worked out from the world that the sample data is made of. */
export function modelAnswers<World>({
  world,
  until,
  dashboards,
}: Pick<Proved<World>, 'world' | 'until' | 'dashboards'>): Answers[] {
  return dashboards.map((proof) => {
    const look = labelled(proof, until)
    const shown = panelsOf(proof.dashboard).map(
      ([title, object]) => [title, proof.shows[title]?.(world, lookOf(object, look))] as const,
    )
    return { dashboard: proof.dashboard, look, shown: Object.fromEntries(shown) }
  })
}
