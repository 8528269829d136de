import { compareVersions } from '../../../src/stack/versions.js'
import { appearance } from './appearance.js'
import { fieldsOfSearch, fieldsOfVisualization, type FieldUse } from './field-uses.js'
import { links, opening } from './links.js'
import { legibility } from './legibility.js'
import { fits, typeOf } from './mapped-fields.js'
import type { Dashboard, IndexPattern, Reference, SavedObject, Search, Visualization } from './saved-objects.js'
import { headings, titleRows, titleWidths, uniqueTitles } from './titles.js'

/** Everything that is imported, by id, and the level of each type. */
export interface Bundle {
  dashboards: Map<string, SavedObject<Dashboard>>
  visualizations: Map<string, SavedObject<Visualization>>
  searches: Map<string, SavedObject<Search>>
  indexPatterns: Map<string, SavedObject<IndexPattern>>
  /** type → migration version */
  levels: Record<string, string>
}

/** What is wrong, a line each; nothing: the rule is kept. */
export type Rule = (bundle: Bundle) => string[]

const allOf = ({
  dashboards,
  visualizations,
  searches,
  indexPatterns,
}: Bundle): [string, { references: Reference[] }][] =>
  [
    ['dashboard', dashboards] as const,
    ['visualization', visualizations] as const,
    ['search', searches] as const,
    ['index-pattern', indexPatterns] as const,
  ].flatMap(([type, objects]) =>
    [...objects].map(([id, object]): [string, { references: Reference[] }] => [`${type}/${id}`, object]),
  )

export const idsOf =
  (application: string): Rule =>
  (bundle) =>
    allOf(bundle).flatMap(([name]) =>
      new RegExp(`^[a-z-]+/${application}(-[a-z0-9-]+)?$`).test(name)
        ? []
        : [`${name}: the id does not say whose it is`],
    )

const references: Rule = (bundle) => {
  const all = allOf(bundle)
  const known = new Set(all.map(([name]) => name))
  return all.flatMap(([name, object]) =>
    object.references
      .filter(({ type, id }) => !known.has(`${type}/${id}`))
      .map(({ type, id }) => `${name} refers to ${type}/${id}, which is not there`),
  )
}

const ceilings = {
  'Kibana 7.3': { dashboard: '7.3.0', visualization: '7.3.0', search: '7.0.0', 'index-pattern': '6.5.0' },
  'OpenSearch Dashboards': {
    dashboard: '7.9.3',
    visualization: '7.10.0',
    search: '7.9.3',
    'index-pattern': '7.6.0',
  },
}

const levels: Rule = (bundle) =>
  Object.entries(ceilings).flatMap(([server, highest]) =>
    Object.entries(highest).flatMap(([type, version]) => {
      const level = bundle.levels[type]
      if (level !== undefined && compareVersions(level, version) <= 0) return []
      return [`${type} is of level ${level ?? 'none'}, ${server} takes at most ${version}`]
    }),
  )

/** Known from Kibana 7.3 to 9 and to OpenSearch Dashboards. */
const knownTypes =
  'area heatmap histogram horizontal_bar input_control_vis line markdown metric metrics pie table'.split(' ')

const visualizationTypes: Rule = ({ visualizations }) =>
  [...visualizations].flatMap(([id, { attributes }]) =>
    knownTypes.includes(attributes.visState.type)
      ? []
      : [`${id} is of type ${attributes.visState.type}, which not every server knows`],
  )

/** The index pattern that a visualization or search asks. */
function askedOf(
  { indexPatterns }: Bundle,
  { attributes, references: refs }: SavedObject<Visualization | Search>,
): IndexPattern | undefined {
  const id = refs.find(({ type }) => type === 'index-pattern')?.id
  const title = 'visState' in attributes ? attributes.visState.params.index_pattern : undefined
  return [...indexPatterns].find(([name, pattern]) => name === id || pattern.attributes.title === title)?.[1].attributes
}

/** The type that a field has in the indices of an index pattern; undefined: it is not mapped. */
type TypeIn = (pattern: string, field: string) => string | undefined

const misfits = (id: string, pattern: IndexPattern | undefined, uses: FieldUse[], typeIn: TypeIn): string[] =>
  uses.flatMap(({ field, as, by }) => {
    const type = pattern === undefined ? undefined : typeIn(pattern.title, field)
    return fits(type, as) ? [] : [`${id}, ${by}: ${field} is ${type ?? 'not mapped'}, ${as} is needed`]
  })

export const fieldsWith =
  (typeIn: TypeIn): Rule =>
  (bundle) => {
    const { visualizations, searches, indexPatterns } = bundle
    return [
      ...[...visualizations].flatMap(([id, object]) => {
        if (object.attributes.visState.type === 'markdown') return []
        const uses = fieldsOfVisualization(object)
        return uses.length === 0 ? [`${id} asks for no field`] : misfits(id, askedOf(bundle, object), uses, typeIn)
      }),
      ...[...searches].flatMap(([id, object]) => misfits(id, askedOf(bundle, object), fieldsOfSearch(object), typeIn)),
      ...[...indexPatterns].flatMap(([id, { attributes }]) =>
        misfits(
          id,
          attributes,
          [
            ...Object.keys(attributes.fieldFormatMap ?? {}).map((field): FieldUse => ({
              field,
              as: 'any',
              by: 'format',
            })),
            { field: attributes.timeFieldName, as: 'date', by: 'time' },
          ],
          typeIn,
        ),
      ),
    ]
  }

/** Kibana 8.x's own `<panelIndex>:panel_<panelIndex>` imports into OpenSearch Dashboards and does not open. */
const panelNames: Rule = ({ dashboards }) =>
  [...dashboards].flatMap(([id, { attributes, references: refs }]) => {
    const wanted = attributes.panelsJSON.map((_panel, number) => `panel_${number}`).join()
    const named = {
      panels: attributes.panelsJSON.map(({ panelRefName }) => panelRefName).join(),
      references: refs.map(({ name }) => name).join(),
    }
    return Object.entries(named).flatMap(([what, names]) =>
      names === wanted ? [] : [`${id}: its ${what} are called ${names}, not ${wanted}`],
    )
  })

const places: Rule = ({ dashboards }) =>
  [...dashboards].flatMap(([id, { attributes }]) => {
    const wrong: string[] = []
    const taken = new Map<string, string>()
    let bottom = 0
    for (const { gridData, panelRefName } of attributes.panelsJSON) {
      const { x, y, w, h } = gridData
      if (x + w > 48) wrong.push(`${id}: ${panelRefName} reaches beyond the 48 columns`)
      bottom = Math.max(bottom, y + h)
      const over = new Set<string>()
      for (let column = x; column < x + w; column += 1)
        for (let row = y; row < y + h; row += 1) {
          const other = taken.get(`${column},${row}`)
          if (other !== undefined) over.add(other)
          taken.set(`${column},${row}`, panelRefName)
        }
      for (const other of over) wrong.push(`${id}: ${panelRefName} lies over ${other}`)
    }
    return wrong.length === 0 && taken.size !== 48 * bottom ? [`${id}: there are holes between the panels`] : wrong
  })

export const rules = {
  ids: idsOf('openvidu'),
  references,
  levels,
  visualizationTypes,
  fields: fieldsWith(typeOf),
  panelNames,
  places,
  links,
  opening,
  ...appearance,
  ...legibility,
  uniqueTitles,
  titleWidths,
  titleRows,
  headings,
} satisfies Record<string, Rule>
