/** How a number is written: a pattern of Numeral.js, in TSVB within a template; or a time, by a pattern of Moment.js. */
export type Format = { number: string; template?: string } | { time: string }

export type Side = 'left' | 'right' | 'top' | 'bottom'

/** Milliseconds or a name, and a value; null: there is none. */
export type Point = [x: number | string, y: number | null]

export interface DrawnSeries {
  name: string
  /** undefined: whichever the server's palette has for it, by its place */
  color?: string
  as: 'line' | 'area' | 'bar'
  points: Point[]
  format: Format
  /** of the value axis */
  axis: string
  /** opacity below the line */
  fill: number
  lineWidth: number
  circles: boolean
  stacked: boolean
  steps: boolean
  /** missing points are drawn as zeros */
  zeros: boolean
  /** each value is written at its bar */
  labelled: boolean
}

export interface ValueAxis {
  id: string
  side: Side
  title?: string
  format: Format
  min?: number
  max?: number
  grid: boolean
}

/** What a panel is drawn from: its saved object and what the engine answered, without anything that a browser decides. */
export type Drawing =
  | {
      kind: 'chart'
      /** the bars lie */
      lying: boolean
      legend: Side | undefined
      /** the legend shows last values */
      legendValues: boolean
      categories: {
        title: string
        overlapping: boolean
        rotation: number
        is: 'time' | 'range' | 'name'
        format: Format
        time: Interval
      }
      axes: ValueAxis[]
      series: DrawnSeries[]
    }
  | {
      kind: 'pie'
      legend: Side | undefined
      donut: boolean
      labelled: boolean
      slices: { name: string; value: number; color?: string }[]
    }
  | {
      kind: 'heatmap'
      legend: Side | undefined
      title: string
      time: Interval
      ranges: { from: number; to: number; color?: string }[]
      cells: { x: number; y: string; value: number }[]
      format: Format
    }
  | { kind: 'numbers'; fontSize: number; numbers: { value: number | null; label: string; format: Format }[] }
  | {
      kind: 'table'
      columns: string[]
      /** of the values */
      formats: Format[]
      rows: { names: string[]; values: (number | null)[] }[]
      total?: number
    }
  | {
      kind: 'documents'
      columns: string[]
      /** the newest first */
      rows: string[][]
    }
  | { kind: 'gauge'; label: string; value: number | null; max: number; color: string; format: Format }
  | { kind: 'tsvb number'; numbers: { label: string; value: number | null; format: Format }[] }
  | { kind: 'top'; bars: { label: string; value: number | null; color: string; format: Format }[] }
  | { kind: 'markdown'; fontSize: number; text: string }
  | { kind: 'controls'; labels: string[]; buttons: boolean }

/** Epoch milliseconds, and the length of an interval. */
export interface Interval {
  from: number
  to: number
  every: number
}

/** In pixels, from the top left corner of the dashboard. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

export interface DrawnPanel {
  title: string
  /** the title is shown above it */
  titled: boolean
  /** an ⓘ beside the title; it takes the row of the title where that is hidden, too */
  described: boolean
  box: Box
  drawing: Drawing
}

/** One dashboard at one width of the window. */
export interface Picture {
  dashboard: string
  title: string
  width: number
  height: number
  panels: DrawnPanel[]
}
