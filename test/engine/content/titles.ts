import type { Rule } from './lint.js'
import { boldWidth, heightOf, panelsWithIds, widthOf } from './panel-size.js'

/** As the documentation has it, but for what names Metricbeat's module, and for what tells a panel of one node from that of the cluster. */
const short = (title: string): string => title.replace(/ (\[Metricbeat \w+\] ECS|\(node\))$/, '')

/** The documentation's titles, in its order: dashboard → its panels. */
export const documentedTitles =
  (documented: { dashboards: Record<string, string[]>; searches: string[] }): Rule =>
  ({ dashboards, visualizations, searches }) => {
    const made = Object.fromEntries(
      [...dashboards.values()].map(({ attributes, references: refs }) => [
        attributes.title,
        refs.map(({ id }) => short(visualizations.get(id)?.attributes.title ?? id)),
      ]),
    )
    const wrong = [...new Set([...Object.keys(made), ...Object.keys(documented.dashboards)])].filter(
      (title) => JSON.stringify(made[title]) !== JSON.stringify(documented.dashboards[title]?.map(short)),
    )
    const found = [...searches.values()].map(({ attributes }) => attributes.title)
    return [
      ...wrong.map((title) => `${title}: its panels are not those of the documentation`),
      ...(JSON.stringify(found) === JSON.stringify(documented.searches)
        ? []
        : [`the saved searches are ${found.join(', ')}`]),
    ]
  }

/** In a list of saved objects, two of one title cannot be told from one another; nor can `metrics*` and `metrics-*`. */
export const uniqueTitles: Rule = (bundle) =>
  (['dashboards', 'visualizations', 'searches', 'indexPatterns'] as const).flatMap((type) => {
    const seen = new Map<string, string>()
    return [...bundle[type]].flatMap(([id, { attributes }]) => {
      const title = attributes.title.replace(/-?\*$/, '')
      const other = seen.get(title)
      seen.set(title, id)
      return other === undefined ? [] : [`${id} and ${other} have one title: ${attributes.title}`]
    })
  })

/** Kibana writes titles 12 pixels high, with 8 pixels at each side, and the sign for the description behind them. */
const titleHeight = 12
const besideTitle = 2 * 8 + 24

/** Kibana cuts a title that is wider than its panel. */
export const titleWidths: Rule = ({ dashboards, visualizations, searches }) =>
  [...dashboards.values()].flatMap((dashboard) =>
    panelsWithIds(dashboard).flatMap(([panel, id]) => {
      if (panel.title === '') return []
      const { title = '' } = (visualizations.get(id) ?? searches.get(id))?.attributes ?? {}
      const [width, room] = [boldWidth(title, titleHeight), widthOf(panel) - besideTitle]
      if (width <= room) return []
      return [`${id}: its title is ${Math.ceil(width)} pixels wide, there is room for ${Math.floor(room)}`]
    }),
  )

/** A hidden title leaves its row there for the sign of the description. */
export const titleRows: Rule = ({ dashboards, visualizations }) =>
  [...dashboards.values()].flatMap((dashboard) =>
    panelsWithIds(dashboard).flatMap(([panel, id]) =>
      panel.title === '' && visualizations.get(id)?.attributes.description !== ''
        ? [`${id}: the row of its title is empty but for the sign of its description: show the title`]
        : [],
    ),
  )

/** Pixels of a heading by its level, in Markdown of 12 points (`_markdown.scss` of Kibana and of OpenSearch Dashboards). */
const headingHeights = [54.9, 45.7, 36.6, 27.4]
const aroundMarkdown = 2 * 8

/** The row for the title is there too where there is none, for the sign of the description. */
const titleRow = 24

/** Kibana cuts a heading that is higher than its panel through its letters. */
export const headings: Rule = ({ dashboards, visualizations }) =>
  [...dashboards.values()].flatMap((dashboard) =>
    panelsWithIds(dashboard).flatMap(([panel, id]) => {
      const { description = '', visState } = visualizations.get(id)?.attributes ?? {}
      const [, marks] = /^(#+) .*$/.exec(visState?.params.markdown ?? '') ?? []
      if (marks === undefined) return []
      const row = panel.title === '' && description === '' ? 0 : titleRow
      const height = row + aroundMarkdown + (headingHeights[marks.length - 1] ?? 0)
      return height <= heightOf(panel) ? [] : [`${id}: the heading needs ${height} pixels, it has ${heightOf(panel)}`]
    }),
  )
