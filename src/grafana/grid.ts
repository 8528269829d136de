import type { JsonObject } from '../json.js'

/** Kibana has 48 columns, and rows of 20 pixels; Grafana 24, and rows of 38. */
const half = (edge: number): number => Math.round(edge / 2)

export interface Place {
  x: number
  y: number
  w: number
  h: number
}

/** Edges that meet in Kibana meet in Grafana, too. */
export function placeOf({ x, y, w, h }: Place): Place {
  const [left, top] = [half(x), half(y)]
  return { x: left, y: top, w: Math.max(half(x + w) - left, 1), h: Math.max(half(y + h) - top, 1) }
}

/** The place of one panel for several, beside one another. */
export const divided = ({ x, y, w, h }: Place, number: number): Place[] =>
  Array.from({ length: number }, (_, index) => {
    const from = Math.floor((w * index) / number)
    return { x: x + from, y, w: Math.max(Math.floor((w * (index + 1)) / number) - from, 1), h }
  })

export const gridPos = ({ x, y, w, h }: Place): JsonObject => ({ x, y, w, h })
