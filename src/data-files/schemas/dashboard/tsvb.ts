import * as z from 'zod'
import { form, oneOfKeys, text } from '../words.js'
import { value } from './steps.js'

const color = z.enum(['green', 'orange', 'blue', 'red', 'violet', 'yellow', 'teal', 'pink', 'black'])
export type Color = z.infer<typeof color>

const split = oneOfKeys({
  terms: form({
    terms: text.describe('a keyword field: a series for each of its values'),
    size: z.number().describe('how many values; default 10').optional(),
  }),
  filters: form({
    filters: z.record(z.string(), text).describe('label → Lucene query: a series for each'),
    colors: z.array(color).describe('of the series, in their order').optional(),
  }),
})

const series = form({
  label: text,
  query: text.describe('Lucene; beside that of the panel').optional(),
  value: value.describe('one step, or several that each work on the one before'),
  split: split.optional(),
  format: text
    .describe(
      'number, bytes, percent, "ms,humanize,2" (from, to, decimals), or a pattern of numeral.js; default number',
    )
    .optional(),
  template: text.describe('what is written around the value: "{{value}}/s"').optional(),
  color: color.optional(),
  fill: z.number().describe('how much the area below the line is filled, 0 to 1; default 0').optional(),
  stacked: z.boolean().optional(),
  steps: z.boolean().describe('the line goes in steps').optional(),
  axis: form({ side: z.enum(['left', 'right']), min: z.number().optional(), max: z.number().optional() })
    .describe('an axis of its own, on this side; the others share one on the other side')
    .optional(),
}).meta({ id: 'series' })
export type Series = z.infer<typeof series>

const common = {
  index: text.describe('id of an index pattern; default: that of the file').optional(),
  query: text.describe('Lucene; default: that of the file').optional(),
  interval: text.describe('least width of an interval; default that of the data, ">=10s"').optional(),
  series: z.array(series),
}

const thresholds = z
  .array(z.number())
  .length(2)
  .describe(
    'from where on the colour is orange, and from where on red; falling: below which it is orange, and below which red',
  )
  .optional()

const wholeRange = z
  .boolean()
  .describe('shows the whole time range, not only its last interval; Kibana 7.3 always shows the last interval')
  .optional()

export const timeseries = {
  chart: z.literal('tsvb_timeseries'),
  ...common,
  legend: z.enum(['left', 'right', 'bottom']).describe('default bottom').optional(),
  min: z.number().describe('where the axis starts').optional(),
  max: z.number().describe('where the axis ends').optional(),
}

export const gauge = {
  chart: z.literal('tsvb_gauge'),
  ...common,
  thresholds,
  max: z.number().describe('default 1').optional(),
  whole_range: wholeRange,
}

export const singleMetric = { chart: z.literal('tsvb_metric'), ...common, whole_range: wholeRange }

export const topN = {
  chart: z.literal('tsvb_top_n'),
  ...common,
  thresholds,
  whole_range: wholeRange,
  drilldown: form({ dashboard: text.describe('id of a dashboard'), field: text })
    .describe('a click opens that dashboard, narrowed to the value of the field')
    .optional(),
}
