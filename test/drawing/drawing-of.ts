import type { Shown } from '../engine/content/panel-request.js'
import { indexPatternOf, type SavedObject, type Visualization } from '../engine/content/saved-objects.js'
import { chartDrawing } from './chart-drawing.js'
import type { Drawing, Interval } from './drawing.js'
import { heatmapDrawing, numbersDrawing, pieDrawing, tableDrawing } from './other-drawings.js'
import { tsvbDrawing } from './tsvb-drawing.js'

/**
 * How a panel is drawn.
 *
 * @param shown what the engine answered, with times as ISO 8601
 * @throws Error for a visualization that is not drawn
 */
export function drawingOf(object: SavedObject<Visualization>, shown: Shown | undefined, time: Interval): Drawing {
  const { type, params } = object.attributes.visState
  const pattern = indexPatternOf(object)
  switch (type) {
    case 'histogram':
    case 'horizontal_bar':
    case 'line':
    case 'area':
      return chartDrawing(object, shown, time, pattern)
    case 'pie':
      return pieDrawing(object, shown)
    case 'heatmap':
      return heatmapDrawing(object, shown, time, pattern)
    case 'metric':
      return numbersDrawing(object, shown, pattern)
    case 'table':
      return tableDrawing(object, shown, pattern)
    case 'metrics':
      return tsvbDrawing(params, shown, time)
    case 'markdown':
      return { kind: 'markdown', fontSize: params.fontSize ?? 12, text: params.markdown ?? '' }
    case 'input_control_vis':
      return {
        kind: 'controls',
        labels: (params.controls ?? []).map(({ label }) => label),
        buttons: params.updateFiltersOnChange !== true,
      }
    default:
      throw new Error(`${object.attributes.title}: a ${type} is not drawn`)
  }
}
