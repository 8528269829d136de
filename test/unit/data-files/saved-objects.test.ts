import { describe, expect, it } from '@jest/globals'
import { migrationVersions } from '../../../src/kinds/saved-object/import.js'
import { readDocuments, readJson } from '../../engine/content/data-files.js'
import { rules, type Bundle, type Rule } from '../../engine/content/lint.js'
import { metricbeatFields } from '../../engine/content/mapped-fields.js'
import {
  dashboards,
  indexPatterns,
  savedObjects,
  searches,
  visualizations,
} from '../../engine/content/saved-objects.js'
import { documentedTitles } from '../../engine/content/titles.js'

const bundle: Bundle = { dashboards, visualizations, searches, indexPatterns, levels: migrationVersions }
const documented = readJson('test/fixtures/content/documentation-titles.json') as Parameters<typeof documentedTitles>[0]
const every: Record<string, Rule> = { ...rules, documentedTitles: documentedTitles(documented) }

/** Changes a copy, so that a rule is broken. */
type Break = (copy: Bundle) => unknown
const some = <T>(objects: Map<string, T>, id: string): T => {
  const object = objects.get(id)
  if (object === undefined) throw new Error(`there is no ${id}`)
  return object
}
const sessions = 'openvidu-sessions'
const application = 'openvidu-server-application-metrics'
const monitoring = 'openvidu-server-monitoring-metrics'
const stateOf = (copy: Bundle, id: string) => some(copy.visualizations, id).attributes.visState
const seriesOf = (copy: Bundle, id: string) => stateOf(copy, id).params.series ?? []
const panel = (copy: Bundle, number: number) => {
  const found = some(copy.dashboards, sessions).attributes.panelsJSON[number]
  if (found === undefined) throw new Error(`there is no panel ${number}`)
  return found
}
const query = (copy: Bundle, text: string) => {
  const { searchSourceJSON } = some(copy.visualizations, `${sessions}-jitter`).attributes.kibanaSavedObjectMeta
  searchSourceJSON.query = { query: text, language: 'lucene' }
}
const aggregation = (copy: Bundle, id: string, field: string) => {
  for (const { params } of some(copy.visualizations, id).attributes.visState.aggs)
    if (params.field) params.field = field
}

/** Rule → how it is broken, and what it says then. */
const broken: Record<string, [how: string, Break, says: RegExp][]> = {
  ids: [
    [
      'an id without the profile',
      ({ searches: all }) => all.set('logs', some(all, 'openvidu-server-logs')),
      /search\/logs/,
    ],
  ],
  references: [
    [
      'an index pattern that is gone',
      ({ indexPatterns: all }) => all.delete('openvidu-metricbeat'),
      /refers to index-pattern\/openvidu-metricbeat/,
    ],
    [
      'a panel that is gone',
      ({ visualizations: all }) => all.delete(`${sessions}-jitter`),
      /dashboard\/openvidu-sessions refers to visualization\/openvidu-sessions-jitter/,
    ],
  ],
  levels: [
    [
      'a level above Kibana 7.3',
      (copy) => (copy.levels = { ...copy.levels, visualization: '7.10.0' }),
      /visualization is of level 7.10.0, Kibana 7.3 takes at most 7.3.0/,
    ],
    [
      'a level above OpenSearch Dashboards',
      (copy) => (copy.levels = { ...copy.levels, dashboard: '7.11.0' }),
      /dashboard is of level 7.11.0, OpenSearch Dashboards takes at most 7.9.3/,
    ],
  ],
  visualizationTypes: [
    [
      'Lens',
      ({ visualizations: all }) => (some(all, `${sessions}-jitter`).attributes.visState.type = 'lens'),
      /of type lens/,
    ],
  ],
  fields: [
    [
      'a field that no template maps',
      (copy) => {
        aggregation(copy, `${sessions}-jitter`, 'jitters')
      },
      /avg: jitters is not mapped/,
    ],
    [
      'an average of a text',
      (copy) => {
        aggregation(copy, `${sessions}-candidate-pair`, 'user')
      },
      /avg: user is text, number is needed/,
    ],
    [
      'terms of a text',
      (copy) => {
        aggregation(copy, `${sessions}-user-location`, 'location')
      },
      /terms: location is text, keyword is needed/,
    ],
    [
      'a query for a field that is not there',
      (copy) => {
        query(copy, 'elastic_type:webrtcStats AND colour:red')
      },
      /query: colour is not mapped/,
    ],
    [
      'TSVB that asks for a field that Metricbeat does not send',
      ({ visualizations: all }) => {
        const [series] = some(all, 'openvidu-node-monitoring-swap-gauge').attributes.visState.params.series ?? []
        if (series?.metrics[0]) series.metrics[0].field = 'system.swap.pct'
      },
      /system.swap.pct is not mapped/,
    ],
    [
      'a column that is not there',
      ({ searches: all }) => some(all, 'openvidu-server-logs').attributes.columns.push('colour'),
      /column: colour is not mapped/,
    ],
    [
      'a time that is no date',
      ({ indexPatterns: all }) => (some(all, 'openvidu').attributes.timeFieldName = 'duration'),
      /time: duration is double, date is needed/,
    ],
  ],
  panelNames: [
    [
      'a name as Kibana 8 gives it',
      (copy) => (panel(copy, 0).panelRefName = '1:panel_1'),
      /its panels are called 1:panel_1/,
    ],
  ],
  places: [
    ['a panel over another', (copy) => (panel(copy, 1).gridData.x = 6), /panel_1 lies over panel_0/],
    ['a panel that is too wide', (copy) => (panel(copy, 2).gridData.w = 30), /panel_2 reaches beyond the 48 columns/],
    ['a hole', (copy) => (panel(copy, 1).gridData.h = 3), /there are holes/],
  ],
  links: [
    [
      'a drill-down to nowhere',
      ({ dashboards: all }) => all.delete('openvidu-node-monitoring'),
      /leads to the dashboard openvidu-node-monitoring/,
    ],
  ],
  opening: [
    [
      'no time range',
      ({ dashboards: all }) => (some(all, sessions).attributes.timeRestore = false),
      /openvidu-sessions opens/,
    ],
    [
      'a time range where links lead',
      ({ dashboards: all }) => (some(all, 'openvidu-node-monitoring').attributes.timeRestore = true),
      /openvidu-node-monitoring is reached by links/,
    ],
    [
      'a dashboard without a description',
      ({ dashboards: all }) => (some(all, sessions).attributes.description = ''),
      /openvidu-sessions does not say/,
    ],
  ],
  timeAxes: [
    [
      'all labels of times',
      (copy) => {
        for (const { labels } of stateOf(copy, `${sessions}-jitter`).params.categoryAxes ?? []) labels.filter = false
      },
      /openvidu-sessions-jitter: the labels of its times lie over one another/,
    ],
    [
      'beads',
      (copy) => {
        for (const series of stateOf(copy, `${sessions}-jitter`).params.seriesParams ?? []) series.showCircles = true
      },
      /openvidu-sessions-jitter: there is a bead on every point/,
    ],
  ],
  fixedColors: [
    [
      'slices without colours',
      (copy) => (some(copy.visualizations, `${sessions}-ice-states`).attributes.uiStateJSON = {}),
      /ice-states: Succeeded has another colour with every load\n.*ice-states: Failed has/,
    ],
    [
      'a single line without a colour',
      (copy) => (some(copy.visualizations, `${sessions}-jitter`).attributes.uiStateJSON = {}),
      /jitter: Jitter \(s\) has another colour/,
    ],
    [
      'one colour for two names',
      (copy) => {
        const { vis } = some(copy.visualizations, `${sessions}-ice-states`).attributes.uiStateJSON
        if (vis?.colors) vis.colors['Failed'] = '#40AFBF'
      },
      /ice-states: two of its names have the same colour/,
    ],
  ],
  legends: [
    [
      'a legend beside a ring',
      (copy) => (stateOf(copy, `${sessions}-ice-states`).params.legendPosition = 'right'),
      /ice-states: the legend leaves half/,
    ],
    [
      'a legend beside lines of any name',
      (copy) => (stateOf(copy, `${application}-most-used-endpoints`).params.legendPosition = 'right'),
      /most-used-endpoints: the legend at its side cuts whatever is found/,
    ],
    [
      'a long name beside a chart of TSVB',
      (copy) => {
        const [series] = stateOf(copy, `${application}-log-event`).params.series ?? []
        if (series) series.label = 'errors of all kinds together'
      },
      /log-event: the legend at its side cuts errors of all kinds together/,
    ],
  ],
  numbers: [
    [
      'a date that is too large for its panel',
      (copy) => {
        const { metric } = stateOf(copy, 'openvidu-server-monitoring-metrics-start-time').params
        if (metric) metric.style.fontSize = 48
      },
      /start-time: 0000-00-00 00:00:00 is \d+ pixels wide, there is room for \d+/,
    ],
    [
      'a panel that is too narrow for its number',
      (copy) => {
        for (const { gridData } of some(copy.dashboards, application).attributes.panelsJSON) gridData.w /= 2
      },
      /total-requests: 9,999,999 is \d+ pixels wide/,
    ],
  ],
  barsWithNumbers: [
    [
      'upright bars with numbers',
      (copy) => (stateOf(copy, 'openvidu-recordings-by-size').type = 'histogram'),
      /by-size: its lowest bars have no room/,
    ],
    [
      'lying bars of an average',
      (copy) => {
        const [metric] = stateOf(copy, 'openvidu-recordings-by-size').aggs
        if (metric) metric.type = 'avg'
      },
      /by-size: its short bars have no room for their number/,
    ],
  ],
  ends: [
    [
      'a rate of an interval that is not over',
      (copy) => {
        for (const { params } of stateOf(copy, `${application}-most-used-endpoints`).aggs) params.drop_partials = false
      },
      /most-used-endpoints: it seems to fall at its end/,
    ],
    [
      'the last interval of TSVB',
      (copy) => (stateOf(copy, `${application}-log-event`).params.drop_last_bucket = 0),
      /log-event: it seems to fall at its end/,
    ],
  ],
  promises: [
    [
      'a limit that a JVM may not have',
      (copy) => {
        for (const series of seriesOf(copy, `${monitoring}-metaspace`)) series.split_mode = 'filter'
      },
      /metaspace: the legend names Max, for which there may be no value/,
    ],
  ],
  axes: [
    [
      'a chart that is too low for the numbers of its axis',
      (copy) => {
        for (const { gridData } of some(copy.dashboards, monitoring).attributes.panelsJSON) gridData.h -= 3
      },
      /metrics-eden-space: its axis needs 196 pixels for its numbers, it has 144/,
    ],
  ],
  units: [
    [
      'a number without a unit',
      (copy) => {
        for (const series of seriesOf(copy, 'openvidu-node-monitoring-packet-loss')) series.value_template = '{{value}}'
      },
      /packet-loss: In Packetloss has no unit\n.*Out Packetloss has no unit/,
    ],
  ],
  durations: [
    [
      'an axis in durations',
      ({ indexPatterns: all }) => {
        const { fieldFormatMap = {} } = some(all, 'openvidu').attributes
        fieldFormatMap['duration'] = { id: 'duration', params: {} }
      },
      /streamed-time: its axis has no separator in the thousands of duration/,
    ],
  ],
  times: [
    [
      'bars in a narrow panel',
      (copy) => {
        for (const { gridData } of some(copy.dashboards, sessions).attributes.panelsJSON) gridData.w -= 2
      },
      /publishers-and-subscribers: its times nearly touch: they need 264 pixels, and have 240/,
    ],
  ],
  paleLines: [
    [
      'a thin yellow line',
      (copy) => {
        for (const series of seriesOf(copy, `${application}-log-event`)) series.fill = 0
      },
      /log-event: info is hardly seen on white/,
    ],
    [
      'a thin yellow line of a split',
      (copy) => {
        for (const series of seriesOf(copy, `${application}-status-code`)) series.fill = 0.2
      },
      /status-code: 1XX is hardly seen on white/,
    ],
  ],
  colorsOfLines: [
    [
      'a split that starts with the colour of another line',
      (copy) => {
        for (const series of seriesOf(copy, `${monitoring}-metaspace`)) series.split_color_mode = 'rainbow'
      },
      /metaspace: two of its lines have the same colour/,
    ],
  ],
  selectors: [
    [
      'buttons below a selector that is as low as one without',
      (copy) => (stateOf(copy, `${application}-selector`).params.updateFiltersOnChange = false),
      /application-metrics-selector: it needs 190 pixels, and has 132/,
    ],
  ],
  uniqueTitles: [
    [
      'two panels of one title',
      ({ visualizations: all }) => (some(all, `${sessions}-jitter`).attributes.title = 'ICE states'),
      /openvidu-sessions-jitter and openvidu-sessions-ice-states have one title: ICE states/,
    ],
    [
      'two index patterns for the same indices',
      ({ indexPatterns: all }) => (some(all, 'openvidu-loadtest').attributes.title = 'server-metrics*'),
      /openvidu-server-metrics and openvidu-loadtest have one title/,
    ],
  ],
  titleWidths: [
    [
      'a title that is too long for its panel',
      ({ visualizations: all }) =>
        (some(all, 'openvidu-cluster-monitoring-hosts').attributes.title = 'Number of hosts [Metricbeat System] ECS'),
      /openvidu-cluster-monitoring-hosts: its title is \d+ pixels wide, there is room for 164/,
    ],
  ],
  titleRows: [
    [
      'a hidden title beside a description',
      (copy) => (panel(copy, 0).title = ''),
      /openvidu-cluster-id-selector: the row of its title is empty/,
    ],
  ],
  headings: [
    [
      'a description, which takes a row of its own',
      ({ visualizations: all }) => (some(all, `${application}-application`).attributes.description = 'The requests.'),
      /metrics-application: the heading needs 76.6 pixels, it has 76/,
    ],
    [
      'a panel that is too low',
      (copy) => {
        for (const { gridData } of some(copy.dashboards, application).attributes.panelsJSON) gridData.h -= 1
      },
      /metrics-application: the heading needs 52.6 pixels, it has 48/,
    ],
  ],
  documentedTitles: [
    [
      'a panel of another name',
      ({ visualizations: all }) => (some(all, `${sessions}-jitter`).attributes.title = 'Jitter'),
      /OpenVidu Sessions: its panels are not those/,
    ],
    [
      'a dashboard that the documentation does not know',
      ({ dashboards: all }) => (some(all, sessions).attributes.title = 'Sessions'),
      /Sessions: its panels/,
    ],
    ['a search that is gone', ({ searches: all }) => all.delete('openvidu-kurento-logs'), /the saved searches are/],
  ],
}

describe.each(Object.entries(every))('the rule of %s', (name, rule) => {
  it('is kept by everything that is imported', () => {
    expect(rule(bundle)).toEqual([])
  })

  it.each(broken[name] ?? [])('finds %s', (_how, breakIt, says) => {
    const copy = structuredClone(bundle)
    breakIt(copy)
    expect(rule(copy).join('\n')).toMatch(says)
  })

  it('is one that can be broken', () => {
    expect(broken[name]?.length).toBeGreaterThan(0)
  })
})

describe('every saved object', () => {
  it('has an id that no other one has', () => {
    const names = savedObjects.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('that is an index pattern lets Kibana read the fields itself', () => {
    expect([...indexPatterns.values()].filter(({ attributes }) => attributes.fields !== '[]')).toEqual([])
  })

  it('for Metricbeat asks for fields that a real one sent', () => {
    const sent = new Set(readDocuments('metricbeat-7.12.1.ndjson').flatMap((document) => paths(document)))
    expect(Object.keys(metricbeatFields).filter((field) => !sent.has(field))).toEqual([])
  })
})

const paths = (value: object, prefix = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null ? paths(inner, `${prefix}${key}.`) : [prefix + key],
  )

it('the drill-down leads from a node of the cluster to its own dashboard, by the only address that all servers know', () => {
  const url = visualizations.get('openvidu-cluster-monitoring-top-cpu')?.attributes.visState.params.drilldown_url
  expect(url).toBe(
    `../app/kibana#/dashboard/openvidu-node-monitoring?_a=(query:(language:kuery,query:'fields.node_id:"{{key}}"'))`,
  )
})
