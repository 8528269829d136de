import type { DashboardSource } from '../data-files/schemas/dashboard/source.js'
import type { JsonObject } from '../json.js'
import { lucene } from './aggregations.js'

export interface PlacedPanel {
  /** the saved object that it shows */
  shows: { type: 'visualization' | 'search'; id: string }
  /** column, row, width, height */
  at: number[]
  hideTitle: boolean
}

/** The body of a dashboard, at the level of Kibana 7.3. */
export function dashboard(
  { title, description, time }: { title: string; description: string; time: DashboardSource['time'] },
  panels: PlacedPanel[],
): JsonObject {
  return {
    attributes: {
      title,
      description,
      hits: 0,
      version: 1,
      ...timeRange(time),
      optionsJSON: { hidePanelTitles: false, useMargins: true },
      panelsJSON: panels.map(panel),
      kibanaSavedObjectMeta: { searchSourceJSON: { query: lucene(''), filter: [] } },
    },
    references: panels.map(({ shows }, index) => ({ name: referenceName(index), ...shows })),
  }
}

/** A dashboard that stores none keeps the time range of the one from which a link leads to it. */
function timeRange(time: DashboardSource['time']): JsonObject {
  if (time === undefined) return { timeRestore: false }
  const [timeFrom = '', timeTo = 'now'] = typeof time === 'string' ? [time] : time
  return { timeRestore: true, timeFrom, timeTo, refreshInterval: { pause: true, value: 0 } }
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
