import { markdownIn, type Visualization } from '../kibana/visualization.js'
import type { Panel, Surroundings } from './panel.js'

/** `### Title` and nothing else: the heading of what is below it. */
const heading = /^### ([^\n]+)$/

/** A link of Kibana's to one of its dashboards. */
const dashboardLink = /\(\.\.\/app\/kibana#\/dashboard\/([^)?]+)[^)]*\)/g

/** A text, or a row where it is a heading. Links to dashboards that are not in Grafana are text. */
export function textPanel(visualization: Visualization, { link }: Surroundings): Panel {
  const { title, description } = visualization
  const markdown = markdownIn(visualization)
  const [, row] = heading.exec(markdown.trim()) ?? []
  if (row !== undefined) return { type: 'row', title: row, body: { collapsed: false, panels: [] } }
  const content = markdown.replace(dashboardLink, (_match, dashboard: string) => {
    const address = link(dashboard)
    return `(${address === undefined ? '#' : `${address}?\${__url_time_range}`})`
  })
  return { type: 'text', title, body: { description, options: { mode: 'markdown', content } } }
}
