import { describe, expect, it } from '@jest/globals'
import { savedObject } from '../../../../src/kinds/saved-object/saved-object.js'
import { comparedForm } from '../../../../src/kinds/saved-object/compared-form.js'
import type { Json, JsonObject } from '../../../../src/json.js'
import { differencesOn } from '../../differences.js'
import { stackOf } from '../../fake-stack.js'
import { recording } from '../../fixtures.js'

interface SavedObject extends JsonObject {
  type: string
  id: string
  attributes: JsonObject
  references: JsonObject[]
}

const key = ({ type, id }: SavedObject): string => `${type}/${id}`

/** What the import of recording 042 sent, by name. */
const sent = new Map(
  String(recording('kibana-7.12.1', '042').request.body)
    .split(/\r?\n/)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as SavedObject)
    .map((object) => [key(object), object]),
)

const kibanaAnswers = recording<{ saved_objects: SavedObject[] }>('kibana-7.12.1', '075').response.body.saved_objects
const openSearchAnswers = recording<{ saved_objects: SavedObject[] }>('opensearch-dashboards-2.19.2', '091').response
  .body.saved_objects
const oneAnswer = (number: string) => recording<SavedObject>('opensearch-dashboards-2.19.2', number).response.body

const differences = (wanted: JsonObject, found: JsonObject) =>
  differencesOn(stackOf(), savedObject, `${String(wanted['type'])}/${String(wanted['id'])}`, wanted, { body: found })

describe('an object that was imported', () => {
  const found = (answers: SavedObject[]) => answers.filter((answer) => answer['error'] === undefined)

  it.each([
    ['Kibana 7.12', found(kibanaAnswers), ['dashboard/ov-dash', 'index-pattern/ov-ip']],
    [
      'Kibana 7.12, a visualization',
      [recording<SavedObject>('kibana-7.12.1', '073').response.body],
      ['visualization/ov-metric'],
    ],
    ['OpenSearch Dashboards 2.19', found(openSearchAnswers), ['dashboard/ov-dash', 'index-pattern/ov-ip']],
    [
      'OpenSearch Dashboards 2.19, exported by Kibana 7.12',
      ['289', '290'].map(oneAnswer),
      ['dashboard/ov-dash', 'visualization/ov-line'],
    ],
  ])('reads back as it was sent: %s', (_what, answers, names) => {
    expect(answers.map(key)).toEqual(names)
    for (const answer of answers) {
      const wanted = sent.get(key(answer))
      expect(comparedForm(answer)).toEqual(comparedForm(wanted as SavedObject))
      expect(differences(wanted as SavedObject, answer)).toEqual([])
    }
  })

  it('reads back with the title that it had there, and nothing else', () => {
    const wanted = sent.get('index-pattern/ov-ip') as SavedObject
    expect(differences(wanted, oneAnswer('291'))).toEqual([
      { path: 'title', before: 'rig-openvidu', after: 'openvidu' },
    ])
  })
})

/** A copy of an object whose JSON attribute has been edited. */
function edited(object: SavedObject, attribute: string, edit: (value: JsonObject) => void): SavedObject {
  const copy = structuredClone(object)
  const value = JSON.parse(String(copy.attributes[attribute])) as JsonObject
  edit(value)
  copy.attributes[attribute] = JSON.stringify(value)
  return copy
}

const line = sent.get('visualization/ov-line') as SavedObject
const dashboard = sent.get('dashboard/ov-dash') as SavedObject
const aggregation = (state: JsonObject, index: number) => (state['aggs'] as JsonObject[])[index] as JsonObject

describe('what a migration or a browser does is no difference', () => {
  it.each<[string, SavedObject]>([
    [
      'renamed legend parameters (8.3)',
      edited(line, 'visState', ({ params }) => {
        const { addLegend, ...rest } = params as JsonObject
        for (const name of Object.keys(params as JsonObject)) Reflect.deleteProperty(params as JsonObject, name)
        Object.assign(params as JsonObject, rest, {
          legendDisplay: addLegend === true ? 'show' : 'hide',
          legendSize: 'auto',
        })
      }),
    ],
    [
      'parameters more',
      edited(line, 'visState', ({ params }) => Object.assign(params as JsonObject, { isVislibVis: true, palette: {} })),
    ],
    [
      'another name of a reference',
      {
        ...structuredClone(dashboard),
        references: dashboard.references.map((reference, index) => ({ ...reference, name: `${index}:panel_${index}` })),
      },
    ],
    ['another order of references', { ...structuredClone(dashboard), references: dashboard.references.toReversed() }],
    [
      'fields more in a panel',
      edited(dashboard, 'panelsJSON', (panels) => {
        for (const panel of panels as unknown as JsonObject[])
          Object.assign(panel, { type: 'visualization', embeddableConfig: { enhancements: {} } })
      }),
    ],
    [
      'another time range, saved with the dashboard',
      {
        ...dashboard,
        attributes: { ...dashboard.attributes, timeRestore: true, timeFrom: 'now-7d', timeTo: 'now' },
      },
    ],
    [
      'another place that a browser shows at the same one',
      edited(dashboard, 'panelsJSON', (panels) => {
        for (const panel of panels as unknown as JsonObject[]) Object.assign(panel['gridData'] as JsonObject, { y: 7 })
      }),
    ],
    ['another version', { ...dashboard, migrationVersion: { dashboard: '8.7.0' }, coreMigrationVersion: '8.8.0' }],
    ['other options', { ...dashboard, attributes: { ...dashboard.attributes, optionsJSON: '{"syncColors":true}' } }],
    [
      'no description',
      {
        ...line,
        attributes: Object.fromEntries(Object.entries(line.attributes).filter(([name]) => name !== 'description')),
      },
    ],
  ])('%s', (_what, found) => {
    const wanted = found.type === 'dashboard' ? dashboard : line
    expect(found).not.toEqual(wanted)
    expect(differences(wanted, found)).toEqual([])
  })
})

describe('what a person edits is exactly one difference', () => {
  it.each<[string, SavedObject, string]>([
    ['the title', { ...line, attributes: { ...line.attributes, title: 'Mine' } }, 'title'],
    ['the description', { ...dashboard, attributes: { ...dashboard.attributes, description: 'mine' } }, 'description'],
    [
      'the field of an aggregation',
      edited(line, 'visState', (state) =>
        Object.assign(aggregation(state, 1)['params'] as JsonObject, { field: 'startTime' }),
      ),
      'aggregations[1].field',
    ],
    [
      'the interval of an aggregation',
      edited(line, 'visState', (state) =>
        Object.assign(aggregation(state, 1)['params'] as JsonObject, { interval: 'd' }),
      ),
      'aggregations[1].interval',
    ],
    [
      'the kind of an aggregation',
      edited(line, 'visState', (state) => Object.assign(aggregation(state, 0), { type: 'cardinality' })),
      'aggregations[0].type',
    ],
    [
      'an aggregation more',
      edited(line, 'visState', (state) =>
        (state['aggs'] as JsonObject[]).push({ type: 'terms', schema: 'group', params: {} }),
      ),
      'aggregations',
    ],
    ['the kind of diagram', edited(line, 'visState', (state) => Object.assign(state, { type: 'area' })), 'type'],
    ['the query', searching(line, { query: { query: 'a:b', language: 'kuery' } }), 'query'],
    ['a filter', searching(line, { filter: [{ meta: {} }] }), 'filters'],
    [
      'the index pattern',
      { ...line, references: [{ name: 'x', type: 'index-pattern', id: 'other' }] },
      'shows.index-pattern/ov-ip',
    ],
    [
      'where a panel stands',
      edited(dashboard, 'panelsJSON', (panels) =>
        Object.assign((panels as unknown as JsonObject[])[0]?.['gridData'] as JsonObject, { w: 20 }),
      ),
      'panels.visualization/ov-metric',
    ],
    [
      'a panel less',
      edited(dashboard, 'panelsJSON', (panels) => (panels as unknown as Json[]).pop()),
      'panels.visualization/ov-line',
    ],
    [
      'a visualization less',
      { ...dashboard, references: dashboard.references.slice(0, 1) },
      'panels.visualization/ov-line',
    ],
  ])('%s', (_what, found, path) => {
    const wanted = found.type === 'dashboard' ? dashboard : line
    expect(differences(wanted, found).map((difference) => difference.path)).toEqual([path])
  })

  it('of an index pattern: its time field', () => {
    const wanted = sent.get('index-pattern/ov-ip') as SavedObject
    const found = { ...wanted, attributes: { ...wanted.attributes, timeFieldName: 'startTime' } }
    expect(differences(wanted, found).map(({ path }) => path)).toEqual(['timeFieldName'])
  })

  it('of a search: its columns', () => {
    const wanted = { type: 'search', id: 's', attributes: { title: 's', columns: ['a', 'b'] }, references: [] }
    expect(
      differences(wanted, { ...wanted, attributes: { title: 's', columns: ['b'] } }).map(({ path }) => path),
    ).toEqual(['columns'])
  })

  it.each<[string, JsonObject, JsonObject, string]>([
    ['the text of a Markdown panel', { markdown: 'a' }, { markdown: 'b', fontSize: 12 }, 'markdown'],
    [
      'the metric of a series',
      { series: [{ metrics: [{ type: 'avg', field: 'a' }] }] },
      { series: [{ id: '1', metrics: [{ id: '1', type: 'avg', field: 'b' }] }] },
      'series[0].metrics[0].field',
    ],
    [
      'the grouping of a series',
      { series: [{ metrics: [], split_mode: 'terms', terms_field: 'a' }] },
      { series: [{ metrics: [], split_mode: 'terms', terms_field: 'b' }] },
      'series[0].terms_field',
    ],
    [
      'the field of a control',
      { controls: [{ fieldName: 'a', type: 'list', label: 'l' }] },
      { controls: [{ id: '1', fieldName: 'b', type: 'list', label: 'l' }] },
      'controls[0].fieldName',
    ],
  ])('%s', (_what, wanted, found, path) => {
    const object = (params: JsonObject) => ({
      type: 'visualization',
      id: 'v',
      attributes: { title: 't', visState: { type: 'x', aggs: [], params } },
      references: [],
    })
    expect(differences(object(wanted), object(found)).map((difference) => difference.path)).toEqual([path])
  })

  it('a visualization whose JSON is broken', () => {
    const found = { ...line, attributes: { ...line.attributes, visState: '{broken' } }
    expect(differences(line, found).length).toBeGreaterThan(0)
  })
})

function searching(object: SavedObject, change: JsonObject): SavedObject {
  const meta = object.attributes['kibanaSavedObjectMeta'] as JsonObject
  const source = JSON.parse(String(meta['searchSourceJSON'])) as JsonObject
  return {
    ...object,
    attributes: {
      ...object.attributes,
      kibanaSavedObjectMeta: { searchSourceJSON: JSON.stringify({ ...source, ...change }) },
    },
  }
}
