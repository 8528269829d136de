import type { PanelTime, Shown } from '../../../content/panel-request.js'
import { panelsOf, type SavedObject, type Visualization } from '../../../content/saved-objects.js'
import { lookAt, lookOf, panelTime } from '../look.js'
import type { Proved } from '../proved.js'
import type { Dashboard, Panel } from './model.js'
import { everything } from './variables.js'

export interface Case {
  name: string
  /** its id */
  dashboard: string
  object: SavedObject<Visualization>
  expected: Shown
  /** what the variables of the dashboard stand for */
  variables: Record<string, string>
  time: PanelTime
  panels: Panel[]
}

/** Kibana's panels that show numbers, each with those that Grafana has in its place. */
export function casesOf<World>(proved: Proved<World>, dashboards: Dashboard[]): Case[] {
  return proved.dashboards.flatMap((proof) => {
    const look = lookAt(proof, proved.until)
    const grafana = dashboards.find(({ uid }) => uid === proof.dashboard)
    const variables = everything(grafana)
    return panelsOf(proof.dashboard).flatMap(([title, object]): Case[] => {
      const { type, params } = object.attributes.visState
      const own = lookOf(object, look)
      const expected = proof.shows[title]?.(proved.world, own)
      // The values of a control are those of a variable in Grafana.
      if (expected === undefined || type === 'input_control_vis') return []
      const labels = (params.series ?? []).map(({ label }) => `${title}: ${label}`)
      return [
        {
          name: `${grafana?.title ?? ''} › ${title}`,
          ...{ dashboard: proof.dashboard, object, expected, variables },
          panels: (grafana?.panels ?? []).filter((panel) => panel.title === title || labels.includes(panel.title)),
          time: panelTime(own, type === 'metrics' ? own.intervals.tsvb : own.intervals.chart),
        },
      ]
    })
  })
}
