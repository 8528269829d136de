import { describe, expect, it } from '@jest/globals'
import { migrationVersions } from '../../src/kinds/saved-object.js'
import { compareVersions } from '../../src/stack/versions.js'
import { readDocuments, readJson } from './data-files.js'
import { fieldsOfSearch, fieldsOfVisualization, type FieldUse } from './field-uses.js'
import { fits, metricbeatFields, typeOf } from './mapped-fields.js'
import {
  dashboards,
  indexPatternOf,
  indexPatterns,
  panelsOf,
  savedObjects,
  searches,
  visualizations,
  type IndexPattern,
} from './saved-objects.js'

const documented = readJson('test/fixtures/content/documentation-titles.json') as {
  dashboards: Record<string, string[]>
  searches: string[]
}

/** What asks for a field that is not there, or is not of a type for that. */
const misfits = (pattern: IndexPattern | undefined, uses: FieldUse[]): string[] =>
  uses.flatMap(({ field, as, by }) => {
    const type = pattern === undefined ? undefined : typeOf(pattern.title, field)
    return fits(type, as) ? [] : [`${by}: ${field} is ${type ?? 'not mapped'}, ${as} is needed`]
  })

describe('the names of the documentation', () => {
  it('are those of the dashboards and of their panels, in its order', () => {
    const made = [...dashboards].map(([id, { attributes }]) => [attributes.title, panelsOf(id).map(([title]) => title)])
    expect(Object.fromEntries(made)).toEqual(documented.dashboards)
  })

  it('are those of the saved searches, and the example of its tutorial is there', () => {
    expect([...searches.values()].map(({ attributes }) => attributes.title)).toEqual(documented.searches)
    expect(visualizations.get('openvidu-users-connected-over-time')?.attributes.title).toBe('Users connected over time')
  })
})

describe('every saved object', () => {
  it('has an id of its own that says whose it is', () => {
    const names = savedObjects.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => !/^[a-z-]+\/openvidu(-[a-z0-9-]+)?$/.test(name))).toEqual([])
  })

  it('refers only to what is there', () => {
    const known = savedObjects.map(({ name }) => name)
    const all = [...dashboards.values(), ...visualizations.values(), ...searches.values(), ...indexPatterns.values()]
    const missing = all.flatMap(({ references }) =>
      references.filter(({ type, id }) => !known.includes(`${type}/${id}`)),
    )
    expect(missing).toEqual([])
  })

  it('is of a level that Kibana 7.3 and OpenSearch Dashboards take', () => {
    const kibana73 = { dashboard: '7.3.0', visualization: '7.3.0', search: '7.0.0', 'index-pattern': '6.5.0' }
    const openSearch = { dashboard: '7.9.3', visualization: '7.10.0', search: '7.9.3', 'index-pattern': '7.6.0' }
    for (const ceiling of [kibana73, openSearch])
      for (const [type, version] of Object.entries(ceiling))
        expect([type, compareVersions(migrationVersions[type] ?? '99', version) <= 0]).toEqual([type, true])
  })

  it('that is a visualization is of a type that all of them know, from Kibana 7.3 to 9 and OpenSearch Dashboards', () => {
    const known =
      'area heatmap histogram horizontal_bar input_control_vis line markdown metric metrics pie table'.split(' ')
    const used = new Set([...visualizations.values()].map(({ attributes }) => attributes.visState.type))
    expect([...used].sort()).toEqual(known)
  })
})

describe('the fields', () => {
  const asking = [...visualizations].filter(([, { attributes }]) => attributes.visState.type !== 'markdown')

  it.each(asking)('of %s are mapped, with types that fit', (_, object) => {
    const uses = fieldsOfVisualization(object)
    expect(uses.length).toBeGreaterThan(0)
    expect(misfits(indexPatternOf(object), uses)).toEqual([])
  })

  it.each([...searches])('of the search %s are mapped, with types that fit', (_, object) => {
    expect(misfits(indexPatternOf(object), fieldsOfSearch(object))).toEqual([])
  })

  it.each([...indexPatterns])('of the index pattern %s that have a format are mapped', (_, { attributes }) => {
    // "[]" lets Kibana read the fields itself.
    expect(attributes.fields).toBe('[]')
    const uses = Object.keys(attributes.fieldFormatMap ?? {}).map((field): FieldUse => ({
      field,
      as: 'any',
      by: 'format',
    }))
    expect(misfits(attributes, [...uses, { field: attributes.timeFieldName, as: 'date', by: 'time' }])).toEqual([])
  })

  it('of Metricbeat are all in what a real Metricbeat sent', () => {
    const sent = new Set(readDocuments('metricbeat-7.12.1.ndjson').flatMap((document) => paths(document)))
    expect(Object.keys(metricbeatFields).filter((field) => !sent.has(field))).toEqual([])
  })
})

const paths = (value: object, prefix = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null ? paths(inner, `${prefix}${key}.`) : [prefix + key],
  )

describe.each([...dashboards])('the dashboard %s', (_, { attributes, references }) => {
  const panels = attributes.panelsJSON

  it('names the visualization of each panel as every server understands it', () => {
    const names = panels.map((__, number) => `panel_${number}`)
    expect(panels.map(({ panelRefName }) => panelRefName)).toEqual(names)
    expect(references.map(({ name }) => name)).toEqual(names)
    expect(panels.map(({ panelIndex, gridData, version }) => [panelIndex, gridData.i, version])).toEqual(
      names.map((__, number) => [String(number + 1), String(number + 1), '7.3.0']),
    )
  })

  it('has panels that fill its 48 columns and do not overlap', () => {
    const taken = new Set<string>()
    for (const { gridData } of panels) {
      const { x, y, w, h } = gridData
      expect(x + w).toBeLessThanOrEqual(48)
      for (let column = x; column < x + w; column += 1)
        for (let row = y; row < y + h; row += 1) {
          expect([column, row, taken.has(`${column},${row}`)]).toEqual([column, row, false])
          taken.add(`${column},${row}`)
        }
    }
    expect(taken.size).toBe(48 * Math.max(...panels.map(({ gridData }) => gridData.y + gridData.h)))
  })

  it('opens with a time range of its own, and says what it is for', () => {
    expect(attributes.timeRestore).toBe(true)
    expect([attributes.timeFrom, attributes.timeTo, attributes.description]).not.toContain('')
  })
})

describe('the drill-down', () => {
  const links = [...visualizations].flatMap(([id, { attributes }]) => {
    const { markdown = '', drilldown_url: drilldown = '' } = attributes.visState.params
    return [...`${markdown} ${drilldown}`.matchAll(/#\/dashboard\/([\w-]+)/g)].map((match) => [id, match[1] ?? ''])
  })

  it('and the navigation lead to dashboards that are there', () => {
    expect(links.length).toBeGreaterThan(4)
    expect(links.filter(([, target]) => !dashboards.has(target ?? ''))).toEqual([])
  })

  it('leads from a node of the cluster to its own dashboard', () => {
    const url = visualizations.get('openvidu-cluster-monitoring-top-cpu')?.attributes.visState.params.drilldown_url
    expect(url).toBe(
      `../app/kibana#/dashboard/openvidu-node-monitoring?_a=(query:(language:kuery,query:'fields.node_id:"{{key}}"'))`,
    )
  })
})
