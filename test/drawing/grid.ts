import type { Dashboard } from '../engine/content/saved-objects.js'
import type { Box } from './drawing.js'

type Place = Dashboard['panelsJSON'][number]['gridData']

/** Kibana's grid with margins: 48 columns, rows of 20 pixels, 8 pixels between panels and around them. */
const [columns, rowHeight, margin] = [48, 20, 8]

/** @param width of the window, without a scroll bar */
export function boxOf({ x, y, w, h }: Place, width: number): Box {
  const column = (width - margin * (columns + 1)) / columns
  return {
    left: Math.round(margin + x * (column + margin)),
    top: margin + y * (rowHeight + margin),
    width: Math.round(w * column + (w - 1) * margin),
    height: h * rowHeight + (h - 1) * margin,
  }
}

export const heightOf = (boxes: Box[]): number => Math.max(0, ...boxes.map(({ top, height }) => top + height)) + margin
