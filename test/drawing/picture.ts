import { every as objects } from '../engine/content/saved-objects.js'
import { lookOf } from '../engine/sample-data/panels/look.js'
import type { Answers } from './answers.js'
import { drawingOf } from './drawing-of.js'
import type { DrawnPanel, Picture } from './drawing.js'
import { boxOf, heightOf } from './grid.js'
import { documentsDrawing } from './other-drawings.js'

/** A dashboard in a window of a width. */
export function pictureOf(answers: Answers, width: number): Picture {
  const object = objects.dashboards.get(answers.dashboard)
  if (object === undefined) throw new Error(`no dashboard ${answers.dashboard}`)
  const panels = object.attributes.panelsJSON.map(({ gridData, panelRefName, embeddableConfig }): DrawnPanel => {
    const { id = '', type } = object.references.find(({ name }) => name === panelRefName) ?? {}
    return {
      ...(type === 'search' ? searchPanel(id, answers) : visualizationPanel(id, answers)),
      titled: !('hidePanelTitles' in embeddableConfig),
      box: boxOf(gridData, width),
    }
  })
  const height = heightOf(panels.map(({ box }) => box))
  return { dashboard: answers.dashboard, title: object.attributes.title, width, height, panels }
}

type Content = Pick<DrawnPanel, 'title' | 'described' | 'drawing'>

function visualizationPanel(id: string, { look, shown }: Answers): Content {
  const visualization = objects.visualizations.get(id)
  if (visualization === undefined) throw new Error(`no visualization ${id}`)
  const { title, description, visState } = visualization.attributes
  const { tsvb, chart } = lookOf(visualization, look).intervals
  const every = visState.type === 'metrics' ? tsvb : chart
  const drawing = drawingOf(visualization, shown[title], { from: look.from, to: look.to, every })
  return { title, described: description !== '', drawing }
}

function searchPanel(id: string, { listed }: Answers): Content {
  const search = objects.searches.get(id)
  if (search === undefined) throw new Error(`no saved search ${id}`)
  const { title, description } = search.attributes
  return { title, described: description !== '', drawing: documentsDrawing(search, listed[title] ?? []) }
}
