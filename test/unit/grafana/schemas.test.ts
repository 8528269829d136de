import { describe, expect, it } from '@jest/globals'
import type { JsonObject } from '../../../src/json.js'
import { objectIn, objectsIn } from '../../../src/json.js'
import { profiles } from '../../../src/profiles/index.js'
import { dialects } from '../../../src/stack/flavors.js'
import { madeOf } from './made.js'
import { problemsBy } from './schemas.js'

const dashboardProblems = problemsBy('dashboard')
const queryProblems = problemsBy('elasticsearch')
const custom = problemsBy('timeseries', 'GraphFieldConfig')

/** The panels whose options Grafana has published a schema of; "status-history" is not among them. */
const optionsBy = Object.fromEntries(
  ['timeseries', 'stat', 'gauge', 'bargauge', 'piechart', 'table', 'logs', 'text'].map((type) => [
    type,
    problemsBy(type, 'Options'),
  ]),
)

const all = profiles.flatMap(({ name }) =>
  dialects.flatMap((dialect) => madeOf(name, dialect).dashboards.map((dashboard) => ({ ...dashboard, dialect }))),
)
const panelsOf = (model: JsonObject): JsonObject[] => objectsIn(model['panels'])

describe.each(all)('$uid for $dialect', ({ uid, model }) => {
  it('is what Grafana’s schemas want: itself, its queries, and the options of its panels', () => {
    expect(dashboardProblems(model)).toEqual([])
    for (const panel of panelsOf(model)) {
      const { title, type, options, fieldConfig } = panel
      const queries = objectsIn(panel['targets']).filter(
        ({ datasource }) => objectIn(datasource)['type'] !== '__expr__',
      )
      expect([title, queries.flatMap(queryProblems)]).toEqual([title, []])
      expect([title, optionsBy[String(type)]?.(options) ?? []]).toEqual([title, []])
      const own = objectIn(fieldConfig, 'defaults', 'custom')
      expect([title, type === 'timeseries' ? custom(own) : []]).toEqual([title, []])
    }
  })

  it('has an address that Grafana takes, and panels with numbers of their own that do not lie over one another', () => {
    expect(uid).toMatch(/^[\w-]{1,40}$/)
    const ids = panelsOf(model).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(overlapping(panelsOf(model))).toEqual([])
  })
})

describe('the schemas', () => {
  const [first] = all

  it('refuse a key of a panel that Grafana does not know', () => {
    const panels = panelsOf(first?.model ?? {})
    expect(dashboardProblems({ ...first?.model, panels: [{ ...panels[0], bogus: 1 }] })).not.toEqual([])
  })

  it('refuse a metric that Grafana does not know', () => {
    const query = { refId: 'A', metrics: [{ id: '1', type: 'averge', field: 'x' }], bucketAggs: [] }
    expect(queryProblems(query)).not.toEqual([])
    expect(queryProblems({ ...query, metrics: [{ id: '1', type: 'avg', field: 'x' }] })).toEqual([])
  })
})

function overlapping(panels: JsonObject[]): string[] {
  const places = panels.map(({ title, gridPos }) => ({ title, ...(gridPos as Record<'x' | 'y' | 'w' | 'h', number>) }))
  return places.flatMap((one, index) =>
    places
      .slice(index + 1)
      .filter(
        (other) =>
          one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h,
      )
      .map((other) => `${String(one.title)} and ${String(other.title)}`),
  )
}
