import { objectIn, withoutUndefined, type JsonObject } from '../json.js'
import type { Dialect } from '../stack/flavors.js'
import { dataSourceTypes } from './data-source.js'
import { divided, gridPos, placeOf } from './grid.js'
import type { KibanaDashboard, PlacedPanel } from './kibana/dashboard.js'
import { luceneIn, visualizationIn } from './kibana/visualization.js'
import { NoCounterpart } from './no-counterpart.js'
import { chartPanel } from './panels/chart.js'
import type { AskedIndex, Panel, Surroundings } from './panels/panel.js'
import { searchPanel } from './panels/search.js'
import { textPanel } from './panels/text.js'
import { tsvbPanels } from './panels/tsvb.js'
import { both } from './query/lucene.js'
import { narrowingsOf, type AskedNarrowing, type IndexPattern, type Sources } from './sources.js'
import { uidOf } from './uid.js'
import { narrowing, variable, type Narrowing } from './variables.js'

/** What a panel of Kibana's has no counterpart of. */
export interface LeftOut {
  dashboard: string
  panel: string
  /** the end of "it …" */
  why: string
}

export interface GrafanaDashboard {
  uid: string
  title: string
  /** as Grafana stores it */
  model: JsonObject
  leftOut: LeftOut[]
  /** ids of the index patterns that it asks */
  asks: string[]
}

export interface DashboardOptions {
  dialect: Dialect
  /** what marks its dashboards */
  tags: string[]
}

/** As new as Grafana 9.0; what is newer brings it up to its own. */
const schemaVersion = 36

/** What Kibana shows of a dashboard that stores no time range. */
const kibanaTime = { from: 'now-15m', to: 'now' }

/** Every dashboard of an application as Grafana stores it. */
export const dashboardsOf = (sources: Sources, options: DashboardOptions): GrafanaDashboard[] =>
  sources.dashboards.map(({ id }) => dashboardOf(id, sources, options))

/** By which data source an index pattern is asked. */
export const dataSourceUid = ({ id }: Pick<IndexPattern, 'id'>): string => uidOf(`elkctl-${id}`)

function dashboardOf(id: string, sources: Sources, { dialect, tags }: DashboardOptions): GrafanaDashboard {
  const found = sources.dashboards.find((one) => one.id === id)
  if (found === undefined) throw new Error(`there is no dashboard ${id}`)
  const { title, description, time = kibanaTime, panels } = found.dashboard
  const asks = new Set<string>()
  const leftOut: LeftOut[] = []
  const orLeftOut = <Part>(panel: string, make: () => Part[]): Part[] => {
    try {
      return make()
    } catch (error) {
      if (!(error instanceof NoCounterpart)) throw error
      leftOut.push({ dashboard: title, panel, why: error.message })
      return []
    }
  }
  const index = indices(sources, dialect, asks)
  const narrowings = narrowingsOf(id, sources).flatMap((asked) =>
    orLeftOut(asked.label, () => [narrowingBy(asked, index)]),
  )
  const around: Surroundings = {
    index,
    narrowed: (...queries) => both(...queries, queryOfAll(found.dashboard), ...narrowings.map(narrowing)),
    link: (dashboard) =>
      sources.dashboards.some((one) => one.id === dashboard) ? `/d/${uidOf(dashboard)}` : undefined,
  }
  const placed = [...panels]
    .sort((one, other) => one.at.y - other.at.y || one.at.x - other.at.x)
    .flatMap((panel) => orLeftOut(titleOf(panel, sources), () => place(panel, panelsFor(panel, sources, around))))
  return {
    uid: uidOf(id),
    title,
    model: withoutUndefined({
      uid: uidOf(id),
      title,
      description,
      tags,
      timezone: 'browser',
      editable: true,
      graphTooltip: 1,
      schemaVersion,
      version: 1,
      refresh: '',
      time,
      timepicker: {},
      links: [],
      annotations: { list: [] },
      templating: { list: narrowings.map(variable) },
      panels: placed.map((panel, position) => ({ id: position + 1, ...panel })),
    }),
    leftOut,
    asks: [...asks],
  }
}

/** @throws NoCounterpart */
function narrowingBy({ field, label, type, indexPattern }: AskedNarrowing, index: Surroundings['index']): Narrowing {
  if (type !== 'list') throw new NoCounterpart(`is a control of the form "${type}", and Grafana chooses from lists`)
  return { field, label, ref: index({ id: indexPattern, title: indexPattern ?? '' }).ref }
}

/** What a dashboard asks of all its panels. @throws NoCounterpart */
function queryOfAll({ query, hasFilters }: KibanaDashboard): string {
  if (hasFilters) throw new NoCounterpart('is on a dashboard that has filters of Kibana’s own')
  return luceneIn(query)
}

function indices({ indexPatterns }: Sources, dialect: Dialect, asks: Set<string>): Surroundings['index'] {
  return ({ id, title }): AskedIndex => {
    const found = indexPatterns.find((pattern) => pattern.id === id || pattern.title === title)
    if (found === undefined)
      throw new NoCounterpart('asks an index pattern without a time field, which Grafana does not take')
    asks.add(found.id)
    return { ...found, ref: { type: dataSourceTypes[dialect], uid: dataSourceUid(found) } }
  }
}

/** None for what is a variable in Grafana. @throws NoCounterpart */
function panelsFor({ shows, title, own }: PlacedPanel, { bodies }: Sources, around: Surroundings): Panel[] {
  if (shows === undefined) throw new NoCounterpart('is held by the dashboard itself, not as a saved object')
  const body = bodies.get(shows)
  const [type] = shows.split('/')
  if (body === undefined) throw new NoCounterpart(`shows ${shows}, which no file has`)
  if (type === 'search') {
    const attributes = { ...objectIn(body, 'attributes'), ...own }
    return [entitled(searchPanel({ ...body, attributes }, around), title)]
  }
  if (type !== 'visualization') throw new NoCounterpart(`is a ${String(type)}, which only Kibana draws`)
  const visualization = visualizationIn(body)
  switch (visualization.type) {
    case 'input_control_vis':
      return []
    case 'markdown':
      return [textPanel(visualization, around)]
    case 'metrics':
      return tsvbPanels(visualization, around)
    default:
      return [entitled(chartPanel(visualization, around), title)]
  }
}

const entitled = (panel: Panel, title: string | undefined): Panel => ({ ...panel, title: title ?? panel.title })

function titleOf({ shows = '', title }: PlacedPanel, { bodies }: Sources): string {
  const attributes = bodies.get(shows)?.['attributes'] as JsonObject | undefined
  return title ?? String(attributes?.['title'] ?? 'a panel')
}

/** Several beside one another, where Kibana has one. */
function place({ at, hideTitle }: PlacedPanel, panels: Panel[]): JsonObject[] {
  const places = divided(placeOf(at), panels.length)
  return panels.map(({ type, title, body }, index) => {
    const { x, y, w, h } = places[index] ?? placeOf(at)
    if (type === 'row') return { type, title, gridPos: gridPos({ x: 0, y, w: 24, h: 1 }), ...body }
    return {
      type,
      title: hideTitle ? '' : title,
      gridPos: gridPos({ x, y, w, h }),
      ...(hideTitle && { transparent: true }),
      ...body,
    }
  })
}
