import * as z from 'zod'
import { form, text } from '../words.js'
import { buckets, metric } from './aggregations.js'
import { gauge, singleMetric, timeseries, topN } from './tsvb.js'

const index = text.describe('id of an index pattern; default: that of the file').optional()
const query = text.describe('Lucene; default: that of the file').optional()

const aggregations = {
  chart: z.enum(['histogram', 'horizontal_bar', 'line', 'area', 'pie', 'table', 'metric', 'heatmap']),
  index,
  query,
  metrics: z.array(metric),
  buckets: z.array(buckets).describe('nested in their order; time is the axis wherever it stands').optional(),
  x: text.describe('title of the x axis').optional(),
  y: text.describe('title of the y axis; default: the label of the first metric').optional(),
  legend: z.enum(['right', 'bottom']).describe('default none; of a pie bottom').optional(),
  fixed_colors: z
    .record(z.string(), z.string().regex(/^#[0-9A-F]{6}$/, 'must be a colour like #6F87D8'))
    .describe('name of a series or slice → its colour: "#6F87D8"')
    .optional(),
  font_size: z.number().describe('metric: size of the number in points; default 48').optional(),
  colors: z.array(z.number()).describe('heat map: where each colour starts, and the end of the last one').optional(),
}

const markdown = {
  chart: z.literal('markdown'),
  text: text.describe('Markdown; (dashboard:<id>) as the address of a link leads to that dashboard'),
}

/** Needs no more than its title. */
const section = { chart: z.literal('section').describe('a heading: its title') }

const controls = {
  chart: z.literal('controls'),
  index,
  controls: z.array(
    form({
      label: text,
      field: text.describe('a keyword field'),
      size: z.number().describe('how many values are offered; default 50').optional(),
    }),
  ),
  at_once: z.boolean().describe('filter as soon as a value is chosen, without a click on "Apply changes"').optional(),
}

/** A visualization of any chart, with what all of them have. */
const visualizations = <Common extends z.core.$ZodLooseShape>(common: Common) =>
  z.discriminatedUnion('chart', [
    form({ ...common, ...aggregations }),
    form({ ...common, ...timeseries }),
    form({ ...common, ...gauge }),
    form({ ...common, ...singleMetric }),
    form({ ...common, ...topN }),
    form({ ...common, ...markdown }),
    form({ ...common, ...section }),
    form({ ...common, ...controls }),
  ])

const named = {
  id: text.describe('with the name of the file in front, the id of the saved object: it stays'),
  title: text,
  description: text.optional(),
}

const at = z.array(z.number()).length(4).describe('column, row, width and height; a dashboard has 48 columns')

const hide_title = z.boolean().describe('default: true for a section, else false').optional()

const visualization = visualizations(named)
export type VisualizationSource = z.infer<typeof visualization>

const panel = z.union([
  form({ use: text.describe('id of a visualization or a saved search of any file'), at, hide_title }),
  visualizations({ ...named, at, hide_title }),
])

const search = form({
  id: text.describe('with the name of the file in front, the id of the saved object: it stays'),
  title: text,
  description: text,
  index,
  query,
  columns: z.array(text).describe('fields'),
})
export type SearchSource = z.infer<typeof search>

/** One dashboard with its panels, or, without them, visualizations and searches for others. */
export const dashboard = form({
  title: text.describe('of the dashboard').optional(),
  description: text.describe('of the dashboard').optional(),
  time: z
    .union([text, z.array(text).length(2)])
    .describe('from, or from and to; default: none is stored, and the range that is set stays')
    .optional(),
  index: text.describe('id of an index pattern: the default of everything in this file').optional(),
  query: text.describe('Lucene: the default of everything in this file').optional(),
  scripts: z
    .record(z.string(), text)
    .describe('name → Painless, which makes a label or a value out of _value and doc')
    .optional(),
  panels: z.array(panel).describe('in the order of the dashboard').optional(),
  visualizations: z
    .array(visualization)
    .describe('without a place on this dashboard: for other files, or to be found among the saved objects')
    .optional(),
  searches: z.array(search).optional(),
}).superRefine(({ title, description, panels = [] }, context) => {
  if (panels.length === 0) return
  for (const [key, given] of Object.entries({ title, description }))
    if (given === undefined)
      context.addIssue({ code: 'custom', path: [key], message: 'is missing; a file with panels needs it' })
})
export type DashboardSource = z.infer<typeof dashboard>
