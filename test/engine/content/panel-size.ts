import type { Dashboard, SavedObject } from './saved-objects.js'

/** The narrowest window in which a dashboard must be readable, in pixels. */
const narrowWindow = 1280
const columns = 48
const gap = 8
const rowHeight = 20

type Panel = Dashboard['panelsJSON'][number]

/** Of a panel in pixels: Kibana's grid has gaps between its columns and at its sides, and between its rows. Measured in 7.12.1: 12 of 48 columns of 1600 pixels are 390. */
export const widthOf = ({ gridData: { w } }: Panel): number =>
  (w * (narrowWindow - gap * (columns + 1))) / columns + (w - 1) * gap

export const heightOf = ({ gridData: { h } }: Panel): number => h * rowHeight + (h - 1) * gap

/** A point is 4/3 pixels. */
export const pixels = (points: number): number => (points * 4) / 3

/** Widths of letters in bold Inter, Kibana's font, as parts of its height. In 7.12.1 "82.4MB" is 243 pixels wide at a height of 64. */
const widths: [letters: RegExp, width: number][] = [
  [/[.,:;'|/()[\]\s]/, 0.3],
  [/[iljtfrI-]/, 0.37],
  [/[MWmw]/, 0.88],
  [/[a-z]/, 0.59],
]
const ofOthers = 0.66

export const boldWidth = (text: string, height: number): number =>
  Array.from(text).reduce(
    (sum, letter) => sum + (widths.find(([letters]) => letters.test(letter))?.[1] ?? ofOthers) * height,
    0,
  )

/** Every panel of a dashboard with the id of what it shows. */
export const panelsWithIds = ({ attributes, references }: SavedObject<Dashboard>): [panel: Panel, id: string][] =>
  attributes.panelsJSON.map((panel) => [panel, references.find(({ name }) => name === panel.panelRefName)?.id ?? ''])
