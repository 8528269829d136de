import * as z from 'zod'
import type { JsonObject } from '../../json.js'
import { parsed } from '../../kinds/saved-object/parts.js'
import { NoCounterpart } from '../no-counterpart.js'

const query = z.object({ query: z.string(), language: z.string() })

export const searchSource = z.object({ query: query.optional(), filter: z.array(z.unknown()).default([]) })

const number = z.union([z.number(), z.string().transform(Number)])

const aggregation = z.object({
  id: z.string(),
  type: z.string(),
  schema: z.string(),
  params: z.object({
    field: z.string().optional(),
    customLabel: z.string().optional(),
    size: number.optional(),
    order: z.enum(['asc', 'desc']).optional(),
    orderBy: z.string().optional(),
    interval: z.string().optional(),
    scaleMetricValues: z.boolean().optional(),
    min_doc_count: z.union([number, z.boolean()]).optional(),
    filters: z.array(z.object({ input: query, label: z.string().optional() })).optional(),
    ranges: z.array(z.object({ from: z.number().nullish(), to: z.number().nullish() })).optional(),
    json: z.string().optional(),
  }),
})
export type Aggregation = z.infer<typeof aggregation>

const metric = z.object({
  id: z.string(),
  type: z.string(),
  field: z.string().optional(),
  unit: z.string().optional(),
  function: z.string().optional(),
  script: z.string().optional(),
  variables: z.array(z.object({ name: z.string(), field: z.string() })).optional(),
  metric_agg: z.string().optional(),
  numerator: z.string().optional(),
  denominator: z.string().optional(),
})
export type TsvbMetric = z.infer<typeof metric>

const series = z.object({
  label: z.string(),
  color: z.string().optional(),
  metrics: z.array(metric).min(1),
  filter: query.optional(),
  split_mode: z.string(),
  terms_field: z.string().optional(),
  terms_size: z.string().optional(),
  terms_order_by: z.string().optional(),
  split_filters: z.array(z.object({ label: z.string(), filter: query, color: z.string().optional() })).optional(),
  formatter: z.string().default('number'),
  value_template: z.string().default('{{value}}'),
  fill: number.default(0),
  stacked: z.string().default('none'),
  steps: number.default(0),
  separate_axis: number.default(0),
  axis_position: z.string().default('left'),
  axis_min: number.optional(),
  axis_max: number.optional(),
})
export type TsvbSeries = z.infer<typeof series>

const rule = z.object({ value: z.number().nullish(), gauge: z.string().optional(), bar_color: z.string().optional() })

const tsvb = z.object({
  type: z.string(),
  index_pattern: z.string(),
  time_field: z.string(),
  interval: z.string().default(''),
  filter: query.optional(),
  series: z.array(series).min(1),
  legend_position: z.string().default('bottom'),
  time_range_mode: z.string().optional(),
  drop_last_bucket: number.default(0),
  axis_min: number.optional(),
  axis_max: number.optional(),
  gauge_max: number.optional(),
  gauge_color_rules: z.array(rule).default([]),
  bar_color_rules: z.array(rule).default([]),
  drilldown_url: z.string().default(''),
})
export type Tsvb = z.infer<typeof tsvb>

const chart = z.object({
  addLegend: z.boolean().default(false),
  legendPosition: z.string().default('right'),
  valueAxes: z.array(z.object({ title: z.object({ text: z.string().optional() }).optional() })).default([]),
  seriesParams: z.array(z.object({ mode: z.string().default('normal') })).default([]),
  colorsRange: z.array(z.object({ from: z.number() })).default([]),
})
export type Chart = z.infer<typeof chart>

const visState = z.object({ type: z.string(), params: z.unknown(), aggs: z.array(aggregation).default([]) })

const attributes = z.object({
  title: z.string(),
  description: z.string().default(''),
  visState: z.preprocess((value) => parsed(value as never), visState),
  uiStateJSON: z.preprocess(
    (value) => parsed(value as never),
    z.object({ vis: z.object({ colors: z.record(z.string(), z.string()).optional() }).optional() }).default({}),
  ),
  kibanaSavedObjectMeta: z.object({
    searchSourceJSON: z.preprocess((value) => parsed(value as never), searchSource),
  }),
})

/** A visualization as Kibana stores it, as far as Grafana can show it. */
export interface Visualization {
  title: string
  description: string
  type: string
  params: unknown
  aggs: Aggregation[]
  /** the name of a series → its colour */
  colors: Record<string, string>
  /** Lucene */
  query: string
  /** the id of its index pattern; TSVB has it among its parameters */
  indexPattern: string | undefined
}

/** @throws NoCounterpart Kibana has stored it in a form that is not known here */
export function visualizationIn(body: JsonObject): Visualization {
  const {
    title,
    description,
    visState: state,
    uiStateJSON,
    kibanaSavedObjectMeta,
  } = known(attributes, body['attributes'])
  const { query: asked, filter } = kibanaSavedObjectMeta.searchSourceJSON
  if (filter.length > 0) throw new NoCounterpart('has filters of Kibana’s own')
  return {
    ...{ title, description, type: state.type, params: state.params, aggs: state.aggs },
    colors: uiStateJSON.vis?.colors ?? {},
    query: luceneIn(asked),
    indexPattern: indexPatternIn(body),
  }
}

export const indexPatternIn = ({ references }: JsonObject): string | undefined =>
  z
    .array(z.object({ type: z.string(), id: z.string() }))
    .catch([])
    .parse(references)
    .find(({ type }) => type === 'index-pattern')?.id

export const tsvbIn = ({ params }: Visualization): Tsvb => known(tsvb, params)

export const chartIn = ({ params }: Visualization): Chart => known(chart, params)

export const markdownIn = ({ params }: Visualization): string =>
  known(z.object({ markdown: z.string() }), params).markdown

const controls = z.object({
  controls: z.array(
    z.object({
      fieldName: z.string(),
      label: z.string(),
      type: z.string().default('list'),
      indexPatternRefName: z.string().optional(),
    }),
  ),
})

export const controlsIn = ({ params }: Visualization) => known(controls, params).controls

const pair = z.tuple([z.string(), z.string()])

/** Up to Kibana 7.3 one pair of field and order, and since then a list of them. */
export const sort = z.union([z.array(pair), pair.transform((one) => [one])]).default([])

const search = z.object({
  title: z.string(),
  description: z.string().default(''),
  columns: z.array(z.string()),
  sort,
  kibanaSavedObjectMeta: z.object({
    searchSourceJSON: z.preprocess((value) => parsed(value as never), searchSource),
  }),
})

/** @throws NoCounterpart */
export function searchIn(body: JsonObject) {
  const { kibanaSavedObjectMeta, ...own } = known(search, body['attributes'])
  const { query: asked, filter } = kibanaSavedObjectMeta.searchSourceJSON
  if (filter.length > 0) throw new NoCounterpart('has filters of Kibana’s own')
  return { ...own, query: asked }
}

/** @throws NoCounterpart it is written in Kibana's own language */
export function luceneIn(asked: { query: string; language: string } | undefined): string {
  if (asked === undefined) return ''
  if (asked.language !== 'lucene' && asked.query !== '')
    throw new NoCounterpart('asks in KQL, which Grafana does not know')
  return asked.query
}

function known<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new NoCounterpart(`is stored in a form that elkctl does not know (${issue?.path.join('.') ?? ''})`)
}
