import '@elastic/charts/dist/theme_only_light.css'
import './page.css'
import { createElement as h } from 'react'
import { render } from 'react-dom'
import { drawChart, drawPie } from './charts.js'
import { tellCuts, watchCanvases } from './cuts.js'
import { drawControls, drawDocuments, drawHeatmap, drawMarkdown, drawNumbers, drawTable } from './others.js'
import { drawGauge, drawTop, drawTsvbNumber } from './tsvb.js'

/** One function for each kind of drawing: `(drawing, size) => element`. */
const kinds = {
  chart: drawChart,
  pie: drawPie,
  heatmap: drawHeatmap,
  numbers: drawNumbers,
  table: drawTable,
  documents: drawDocuments,
  gauge: drawGauge,
  'tsvb number': drawTsvbNumber,
  top: drawTop,
  markdown: drawMarkdown,
  controls: drawControls,
}

/** The row of the title: Kibana shows it for a title, and for the ⓘ of a description. */
const headerHeight = 24

function panel({ title, titled, described, box, drawing }, index) {
  const header = (titled || described) && headerHeight
  const size = { width: box.width - 2, height: box.height - 2 - (header || 0) }
  return h(
    'section',
    { key: index, style: box, 'data-title': title },
    header && h('header', null, titled && h('span', { className: 'title' }, title), described && h('i', null, 'i')),
    h(
      'div',
      { className: `content ${drawing.kind.replace(' ', '-')}`, style: size },
      kinds[drawing.kind](drawing, size),
    ),
  )
}

async function draw({ panels, width, height }) {
  // Canvases measure with what is there.
  await Promise.all([300, 400, 600, 700].map((weight) => document.fonts.load(`${String(weight)} 12px "Inter UI"`)))
  const root = document.body.appendChild(document.createElement('main'))
  root.style.width = `${String(width)}px`
  root.style.height = `${String(height)}px`
  watchCanvases()
  render(panels.map(panel), root, () => setTimeout(tellCuts, 3000))
}

void draw(window.picture)
