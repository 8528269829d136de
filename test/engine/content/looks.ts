/** The parameters of visualizations that decide how they look; those that decide what they ask are beside the others in `saved-objects.ts`. */
export interface ChartLooks {
  /** of a table */
  showTotal?: boolean
  sort?: { direction: 'desc' | null }
  addLegend?: boolean
  legendPosition?: 'left' | 'right' | 'top' | 'bottom'
  labels?: { show: boolean }
  isDonut?: boolean
  /** of Markdown, in points */
  fontSize?: number
  metric?: { style: { fontSize: number } }
  colorsRange?: { from: number; to: number }[]
  updateFiltersOnChange?: boolean
  categoryAxes?: AxisLooks[]
  valueAxes?: AxisLooks[]
  seriesParams?: {
    type: 'line' | 'area' | 'histogram'
    mode: string
    data: { label: string; id: string }
    valueAxis: string
    showCircles: boolean
    lineWidth?: number
  }[]
}

export interface AxisLooks {
  id: string
  position?: 'left' | 'right' | 'top' | 'bottom'
  labels: { show: boolean; filter?: boolean; rotate: number }
  title?: { text?: string }
}

export interface TsvbLooks {
  show_legend?: number
  legend_position?: 'left' | 'right' | 'bottom'
  show_grid?: number
  axis_position?: 'left' | 'right'
  axis_min?: number
  axis_max?: number
  gauge_max?: string
  gauge_color_rules?: { value: number; gauge: string }[]
  bar_color_rules?: { value: number; bar_color: string }[]
}

export interface TsvbSeriesLooks {
  color: string
  /** of a split by terms */
  split_color_mode?: 'rainbow' | 'gradient'
  formatter?: string
  value_template?: string
  line_width: number
  fill: number
  stacked: string
  steps: number
  separate_axis: number
  axis_position: 'left' | 'right'
  axis_min?: number
  axis_max?: number
}
