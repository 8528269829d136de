import { describe, expect, it } from '@jest/globals'
import { modelAnswers } from '../../drawing/answers.js'
import { drawingOf } from '../../drawing/drawing-of.js'
import type { Drawing, DrawnPanel, Format } from '../../drawing/drawing.js'
import { boxOf } from '../../drawing/grid.js'
import { pictureOf } from '../../drawing/picture.js'
import type { Shown } from '../../engine/content/panel-request.js'
import { visualizations } from '../../engine/content/saved-objects.js'
import { ispProved } from '../../engine/sample-data/panels/isp/isp.js'
import { openviduProved } from '../../engine/sample-data/panels/openvidu/openvidu.js'
import { countBy } from '../../engine/sample-data/panels/look.js'

const answers = modelAnswers(openviduProved)
const pictures = answers.map((one) => ({ shown: one.shown, look: one.look, ...pictureOf(one, 1920) }))
const panels = pictures.flatMap((picture) => picture.panels)
const panel = (title: string): DrawnPanel => {
  const found = panels.find((one) => one.title === title)
  if (found === undefined) throw new Error(`no panel ${title}`)
  return found
}

const answered = (shown: Shown | undefined): number[] =>
  typeof shown === 'number' ? [shown] : Object.values(shown ?? {}).flatMap(answered)

/** Every number that a drawing shows; controls list only names. */
function drawn(drawing: Drawing): (number | null)[] {
  switch (drawing.kind) {
    case 'chart':
      return drawing.series.flatMap(({ points }) => points.map(([, value]) => value))
    case 'pie':
      return drawing.slices.map(({ value }) => value)
    case 'heatmap':
      return drawing.cells.map(({ value }) => value)
    case 'numbers':
    case 'tsvb number':
      return drawing.numbers.map(({ value }) => value)
    case 'table':
      return drawing.rows.flatMap(({ values }) => values)
    case 'gauge':
      return [drawing.value]
    case 'top':
      return drawing.bars.map(({ value }) => value)
    default:
      return []
  }
}

const inOrder = (numbers: (number | null)[]): number[] =>
  numbers.filter((one) => one !== null).sort((one, other) => one - other)

describe('what the dashboards are drawn from', () => {
  it('is each of the 100 panels', () => {
    expect(countBy(panels, ({ drawing }) => drawing.kind)).toEqual({
      chart: 48,
      markdown: 11,
      numbers: 10,
      gauge: 8,
      'tsvb number': 6,
      top: 5,
      controls: 4,
      pie: 3,
      table: 4,
      heatmap: 1,
    })
    expect(panels).toHaveLength(100)
  })

  it.each(pictures)('holds every number that is answered for $title, and no other', ({ panels: all, shown }) => {
    for (const { title, drawing } of all)
      if (drawing.kind !== 'controls')
        expect([title, inOrder(drawn(drawing))]).toEqual([title, inOrder(answered(shown[title]))])
  })

  it.each(pictures)('puts points of $title where the dashboard looks', ({ panels: all, look }) => {
    for (const { title, drawing } of all) {
      if (drawing.kind !== 'chart' || drawing.categories.is !== 'time') continue
      const moments = drawing.series.flatMap(({ points }) => points.map(([x]) => Number(x)))
      const before = look.from - drawing.categories.time.every * 1000
      const outside = moments.filter((moment) => !(moment > before && moment <= look.to))
      // Streams that ended today may have started yesterday.
      expect([title, outside.length]).toEqual([title, title === 'Number of publishers and subscribers' ? 2 : 0])
    }
  })

  it('takes names, colours, axes and formats from the saved objects', () => {
    const bytes: Format = { number: '0,0.[0]b', template: '{{value}}' }
    expect(panel('Old Gen (heap)').drawing).toMatchObject({
      legend: 'bottom',
      legendValues: true,
      categories: { title: 'per 10 seconds', overlapping: false, format: { time: 'HH:mm:ss' } },
      axes: [{ side: 'left', format: bytes }],
      series: [
        { name: 'Used', color: '#68BC00', fill: 0.2, format: bytes },
        { name: 'Committed', color: '#FE9200' },
        { name: 'Max', color: '#009CE0' },
      ],
    })
    expect(panel('Number of publishers and subscribers').drawing).toMatchObject({
      categories: { title: 'Start time', overlapping: false },
      series: [
        { name: 'Publishers', as: 'bar', stacked: true },
        { name: 'Subscribers', as: 'bar', stacked: true },
      ],
    })
    expect(panel('Average recording size').drawing).toMatchObject({
      numbers: [{ label: 'Size', format: { number: '0,0.[0]b' } }],
    })
    const { uiStateJSON } = visualizations.get('openvidu-sessions-ice-states')?.attributes ?? {}
    const { Succeeded, Failed } = uiStateJSON?.vis?.colors ?? {}
    expect(Succeeded).toMatch(/^#/)
    expect(panel('ICE states').drawing).toMatchObject({
      slices: [
        { name: 'Succeeded', color: Succeeded },
        { name: 'Failed', color: Failed },
      ],
    })
  })

  it('says which visualization is not drawn', () => {
    const [object] = visualizations.values()
    if (object === undefined) throw new Error('there are no visualizations')
    const { attributes } = object
    const map = {
      ...object,
      attributes: { ...attributes, title: 'Map', visState: { ...attributes.visState, type: 'tile_map' } },
    }
    expect(() => drawingOf(map, undefined, { from: 0, to: 1, every: 1 })).toThrow('Map: a tile_map is not drawn')
  })
})

it('a saved search on a dashboard lists its documents in the time of the dashboard, the newest first', () => {
  const { log } = ispProved.world
  const [logs] = modelAnswers(ispProved).filter(({ dashboard }) => dashboard === 'isp-application-logs')
  if (logs === undefined) throw new Error('there is no such dashboard')
  const drawing = pictureOf(logs, 1366).panels.find(({ title }) => title === 'Recent Errors')?.drawing
  if (drawing?.kind !== 'documents') throw new Error('it is no list')
  const errors = log.filter(
    ({ time, level }) => ['error', 'critical'].includes(level) && time >= logs.look.from && time <= logs.look.to,
  )
  expect(drawing.columns).toEqual(['Time', 'service_name', 'message'])
  expect(drawing.rows.map(([, ...columns]) => columns)).toEqual(
    errors.sort((one, other) => other.time - one.time).map(({ service, message }) => [service, message]),
  )
  expect(errors.length).toBeGreaterThan(2)
})

/** Measured on pictures of Kibana 7.12.1 in a window of 1,600 pixels. */
it('a panel is as large as in Kibana', () => {
  expect(boxOf({ x: 0, y: 0, w: 12, h: 12, i: '1' }, 1600)).toEqual({ left: 8, top: 8, width: 390, height: 328 })
  expect(boxOf({ x: 24, y: 0, w: 24, h: 28, i: '3' }, 1600)).toEqual({ left: 804, top: 8, width: 788, height: 776 })
})
