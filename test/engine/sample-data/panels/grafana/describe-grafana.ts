import { beforeAll, describe, expect, it } from '@jest/globals'
import { forGrafana } from '../../../../../src/grafana/application.js'
import { labelOfTime, type PanelTime, type Shown } from '../../../content/panel-request.js'
import { nearly } from '../../../content/nearly.js'
import { panelsOf, savedObjectsIn, type SavedObject, type Visualization } from '../../../content/saved-objects.js'
import type { SearchAnswer, SearchClient } from '../../../content/search-client.js'
import { lookAt, lookOf, panelTime } from '../look.js'
import type { Proved } from '../proved.js'
import { divided, isReduced, reduced, rowsOf, seriesOf, transformed, type Series } from './frames.js'
import type { Dashboard, Panel, Target } from './model.js'
import { searchOf } from './request.js'

/** One number that a panel shows, by everything that it is labelled with. */
type Numbers = Record<string, number | null>

interface Case {
  name: string
  object: SavedObject<Visualization>
  expected: Shown
  /** what the variables of the dashboard stand for */
  variables: Record<string, string>
  time: PanelTime
  panels: Panel[]
}

/**
 * Each panel of Grafana's that is made of one of Kibana's: what Grafana would ask of the engine is asked, all of it at once, and what the panel would show
 * is what Kibana's was to show.
 */
export function describeGrafana<World>(proved: Proved<World>, connected: () => SearchClient): void {
  const made = grafanaOf(proved)
  const numbered = casesOf(proved, made.dashboards)
  const cases = numbered.filter(({ panels }) => panels.length > 0)
  const answers = new Map<string, SearchAnswer>()

  describe('the panels in Grafana', () => {
    beforeAll(async () => {
      const client = connected()
      // A viewer on Elasticsearch may not read the version (403).
      const { version } = (await client.send('GET', '/')).body as { version?: { distribution?: string } }
      const asked = cases.flatMap(({ name, panels, time, variables }) =>
        panels.flatMap((panel) =>
          (panel.targets ?? [])
            .filter(({ expression }) => expression === undefined)
            .map((target) => ({ key: keyOf(name, panel, target), target, time, variables })),
        ),
      )
      const lines = asked.flatMap(({ target, time, variables }) => [
        { index: made.indices.get(target.datasource.uid), ignore_unavailable: true },
        searchOf(target, {
          from: Date.parse(time.from),
          to: Date.parse(time.to),
          interval: time.auto * 1000,
          variables,
          legacyInterval: version?.distribution === 'opensearch',
        }),
      ])
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      const { responses } = (await client.request('POST', '/_msearch?max_concurrent_searches=4', text)) as {
        responses: (SearchAnswer & { error?: unknown })[]
      }
      const refused = responses.flatMap(({ error }, index) => (error === undefined ? [] : [[asked[index]?.key, error]]))
      expect(refused).toEqual([])
      responses.forEach((answer, index) => answers.set(asked[index]?.key ?? '', answer))
    }, 120_000)

    it('are all that show numbers in Kibana, but for those of which the export says why not', () => {
      const missing = numbered.filter(({ panels }) => panels.length === 0).map(({ name }) => name)
      expect(missing.sort()).toEqual(made.leftOut.sort())
    })

    it.each(cases)('$name', ({ name, object, expected, time, panels }) => {
      const shown = panels.map((panel) =>
        shownBy(panel, object, time, (target) => answers.get(keyOf(name, panel, target))),
      )
      const all = bars(object, Object.assign({}, ...shown) as Numbers)
      const wanted = bars(object, wantedOf(expected, object, time))
      expect(Object.keys(all).length).toBeGreaterThan(0)
      expect(nearly(all, wanted)).toEqual(wanted)
    })
  })
}

const keyOf = (name: string, { title }: Panel, { refId }: Target): string => `${name} ${title} ${refId}`

interface Made {
  dashboards: Dashboard[]
  /** uid of a data source → index */
  indices: Map<string, string>
  /** "Dashboard › Panel" */
  leftOut: string[]
}

/** Their queries are the same for both products, but for the name of the data source. */
function grafanaOf<World>({ name }: Proved<World>): Made {
  const dialect = 'elasticsearch'
  const server = {
    dialect,
    version: undefined,
    url: '',
    username: undefined,
    insecure: false,
    ownAuthority: false,
  } as const
  const { dashboards, dataSources } = forGrafana(savedObjectsIn(name), { name, title: name, server })
  return {
    dashboards: dashboards.map(({ model }) => model as unknown as Dashboard),
    indices: new Map(dataSources.map(({ uid, database }) => [String(uid), String(database)])),
    leftOut: dashboards.flatMap(({ leftOut }) => leftOut.map(({ dashboard, panel }) => `${dashboard} › ${panel}`)),
  }
}

/** Kibana's panels that show numbers, each with those that Grafana has in its place. */
function casesOf<World>(proved: Proved<World>, dashboards: Dashboard[]): Case[] {
  return proved.dashboards.flatMap((proof) => {
    const look = lookAt(proof, proved.until)
    const grafana = dashboards.find(({ uid }) => uid === proof.dashboard)
    const variables = Object.fromEntries((grafana?.templating.list ?? []).map(({ name, allValue }) => [name, allValue]))
    return panelsOf(proof.dashboard).flatMap(([title, object]): Case[] => {
      const { type, params } = object.attributes.visState
      const own = lookOf(object, look)
      const expected = proof.shows[title]?.(proved.world, own)
      // The values of a control are those of a variable in Grafana.
      if (expected === undefined || type === 'input_control_vis') return []
      const labels = (params.series ?? []).map(({ label }) => `${title}: ${label}`)
      return [
        {
          name: `${grafana?.title ?? ''} › ${title}`,
          ...{ object, expected, variables },
          panels: (grafana?.panels ?? []).filter((panel) => panel.title === title || labels.includes(panel.title)),
          time: panelTime(own, type === 'metrics' ? own.intervals.tsvb : own.intervals.chart),
        },
      ]
    })
  })
}

type Answers = (target: Target) => SearchAnswer | undefined

function shownBy(panel: Panel, object: SavedObject<Visualization>, time: PanelTime, answer: Answers): Numbers {
  const { targets = [] } = panel
  const [first] = targets
  const timed = targets.every(
    ({ expression, bucketAggs }) => expression !== undefined || bucketAggs.at(-1)?.type === 'date_histogram',
  )
  if (first !== undefined && !timed) return tableNumbers(panel, first, answer(first), object)
  const asked = targets
    .filter(({ expression }) => expression === undefined)
    .flatMap((target) => seriesOf(target, there(answer(target))))
  const all = [
    ...asked,
    ...targets.filter(({ expression }) => expression !== undefined).flatMap((target) => divided(target, asked)),
  ]
  const visible = all.filter(({ refId }) => targets.some((target) => target.refId === refId && target.hide !== true))
  const several = object.attributes.visState.aggs.filter(({ schema }) => schema === 'metric').length > 1
  const days = first?.bucketAggs.at(-1)?.settings.interval === '1d'
  return Object.fromEntries(
    transformed(visible, panel.transformations).flatMap((series): [string, number | null][] => {
      const labels = labelsOf(series, object, several)
      if (isReduced(panel)) return [[joined(labels), reduced(series, panel)]]
      return series.points
        .filter(([, value]) => value !== null)
        .map(([at, value]) => [joined([...labels, (time.label ?? labelOfTime)(at, days)]), value])
    }),
  )
}

/** What Kibana labels a series with: TSVB with its split or its own label; other charts with every split, and with a metric where there are several. */
function labelsOf({ labels, name }: Series, { attributes }: SavedObject<Visualization>, several: boolean): string[] {
  const splits = Object.values(labels)
  if (attributes.visState.type === 'metrics') return splits.length > 0 ? splits : [name]
  return several ? [...splits, name] : splits
}

function tableNumbers(
  panel: Panel,
  target: Target,
  answer: SearchAnswer | undefined,
  { attributes }: SavedObject<Visualization>,
): Numbers {
  const metrics = attributes.visState.aggs.filter(({ schema }) => schema === 'metric')
  const renamed = (column: string): string =>
    String(
      panel.fieldConfig?.overrides
        .find(({ matcher }) => matcher.options === column)
        ?.properties.find(({ id }) => id === 'displayName')?.value ?? column,
    )
  return Object.fromEntries(
    rowsOf(target, there(answer)).flatMap((row) => {
      const groups = target.bucketAggs.map(({ field = '' }) => String(row[field]))
      const values = Object.entries(row).filter(([column]) => !target.bucketAggs.some(({ field }) => field === column))
      return values.map(([column, value]): [string, number | null] => [
        joined(metrics.length > 1 ? [...groups, renamed(column)] : groups),
        typeof value === 'number' ? value : null,
      ])
    }),
  )
}

function there(answer: SearchAnswer | undefined): SearchAnswer {
  if (answer === undefined) throw new Error('this query was not asked')
  return answer
}

/** Grafana nests in another order: which labels a number has is what counts. */
const joined = (labels: string[]): string => [...labels].sort().join(' · ')

/**
 * What Kibana's panel was to show, in the same words. Of TSVB's lines the first interval is left out, which the time range cuts off as it does the last: Kibana
 * leaves out only that one.
 */
function wantedOf(expected: Shown, { attributes }: SavedObject<Visualization>, time: PanelTime): Numbers {
  const { type, params } = attributes.visState
  const all = flat(expected, [])
  if (type !== 'metrics' || params.type !== 'timeseries')
    return Object.fromEntries(all.map(([labels, value]) => [joined(labels), value]))
  const length = time.auto * 1000
  const from = Date.parse(time.from)
  const first = (time.label ?? labelOfTime)(from - (from % length), false)
  return Object.fromEntries(
    all.filter(([labels]) => labels.at(-1) !== first).map(([labels, value]) => [joined(labels), value]),
  )
}

/** A bar of nothing is none. */
const bars = ({ attributes }: SavedObject<Visualization>, numbers: Numbers): Numbers =>
  attributes.visState.type === 'histogram'
    ? Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== 0))
    : numbers

function flat(shown: Shown, labels: string[]): [string[], number | null][] {
  if (typeof shown !== 'object' || shown === null) return [[labels, shown]]
  return Object.entries(shown).flatMap(([label, value]) => flat(value, [...labels, rangeAsGrafana(label)]))
}

/** `0.0-50.0` is how the engine calls a range. */
const rangeAsGrafana = (label: string): string =>
  label.replace(/^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?|\*)$/, (_match, from: string, to: string) =>
    to === '*' ? `${Number(from)} and more` : `${Number(from)} to ${Number(to)}`,
  )
