import { every as objects } from '../engine/content/saved-objects.js'
import { lookOf } from '../engine/sample-data/panels/look.js'
import type { Answers } from './answers.js'
import { drawingOf } from './drawing-of.js'
import type { DrawnPanel, Picture } from './drawing.js'
import { boxOf, heightOf } from './grid.js'

/** A dashboard in a window of a width. */
export function pictureOf({ dashboard, look, shown }: Answers, width: number): Picture {
  const object = objects.dashboards.get(dashboard)
  if (object === undefined) throw new Error(`no dashboard ${dashboard}`)
  const panels = object.attributes.panelsJSON.map(({ gridData, panelRefName, embeddableConfig }): DrawnPanel => {
    const id = object.references.find(({ name }) => name === panelRefName)?.id ?? ''
    const visualization = objects.visualizations.get(id)
    if (visualization === undefined) throw new Error(`no visualization ${id}`)
    const { title, description, visState } = visualization.attributes
    const { tsvb, chart } = lookOf(visualization, look).intervals
    const every = visState.type === 'metrics' ? tsvb : chart
    return {
      title,
      titled: !('hidePanelTitles' in embeddableConfig),
      described: description !== '',
      box: boxOf(gridData, width),
      drawing: drawingOf(visualization, shown[title], { from: look.from, to: look.to, every }),
    }
  })
  const height = heightOf(panels.map(({ box }) => box))
  return { dashboard, title: object.attributes.title, width, height, panels }
}
