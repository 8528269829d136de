import type { JsonObject } from '../json.js'
import { lucene } from './aggregations.js'

export interface PlacedPanel {
  /** id of the saved object that it shows */
  visualization: string
  /** column, row, width, height */
  at: number[]
  hideTitle: boolean
}

/** The body of a dashboard, at the level of Kibana 7.3. */
export function dashboard(
  { title, description, from, to }: { title: string; description: string; from: string; to: string },
  panels: PlacedPanel[],
): JsonObject {
  return {
    attributes: {
      title,
      description,
      hits: 0,
      version: 1,
      timeRestore: true,
      timeFrom: from,
      timeTo: to,
      refreshInterval: { pause: true, value: 0 },
      optionsJSON: { hidePanelTitles: false, useMargins: true },
      panelsJSON: panels.map(panel),
      kibanaSavedObjectMeta: { searchSourceJSON: { query: lucene(''), filter: [] } },
    },
    references: panels.map(({ visualization }, index) => ({
      name: referenceName(index),
      type: 'visualization',
      id: visualization,
    })),
  }
}

/** Must be exactly so: newer Kibana's `<panelIndex>:panel_<panelIndex>` imports into OpenSearch Dashboards and does not open. */
const referenceName = (index: number): string => `panel_${index}`

function panel({ at, hideTitle }: PlacedPanel, index: number): JsonObject {
  const [x = 0, y = 0, w = 0, h = 0] = at
  const panelIndex = String(index + 1)
  return {
    version: '7.3.0',
    gridData: { x, y, w, h, i: panelIndex },
    panelIndex,
    // An empty title hides it up to Kibana 7.x and in OpenSearch Dashboards, the setting does so later.
    ...(hideTitle && { title: '' }),
    embeddableConfig: hideTitle ? { hidePanelTitles: true } : {},
    panelRefName: referenceName(index),
  }
}
