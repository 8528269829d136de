import type { JsonObject } from '../json.js'
import { flag, listOf, number, object, optional, text } from './shape.js'
import type { Chart } from './visualization.js'

const markdownSource = object({
  /** Markdown; `(dashboard:<id>)` as the address of a link leads to that dashboard */
  text,
})

const markdown: Chart = (panel, _title, { link }) => ({
  type: 'markdown',
  params: {
    fontSize: 12,
    openLinksInNewTab: false,
    markdown: markdownSource(panel, '').text.replace(
      /\(dashboard:([\w-]+)\)/g,
      (_match, dashboard: string) => `(${link(dashboard)})`,
    ),
  },
})

/** The heading of the panels below it: its title. */
const section: Chart = (panel, title) => {
  object({})(panel, '')
  return { type: 'markdown', params: { fontSize: 12, openLinksInNewTab: false, markdown: `## ${title}` } }
}

const controlsSource = object({
  index: optional(text),
  controls: listOf(
    object({
      label: text,
      /** a keyword field */
      field: text,
      /** how many values are offered; default 50 */
      size: optional(number),
    }),
  ),
  /** filter as soon as a value is chosen, without a click on "Apply changes" */
  at_once: optional(flag),
})

const controls: Chart = (panel, _title, { index }) => {
  const { controls: list, index: own, at_once = false } = controlsSource(panel, '')
  const { id } = index(own)
  const refName = (position: number) => `control_${position}_index_pattern`
  return {
    type: 'input_control_vis',
    params: {
      controls: list.map(({ label, field, size = 50 }, position): JsonObject => ({
        id: field.replace(/\.keyword$/, ''),
        fieldName: field,
        parent: '',
        label,
        type: 'list',
        options: { type: 'terms', multiselect: true, dynamicOptions: true, size, order: 'desc' },
        indexPatternRefName: refName(position),
      })),
      updateFiltersOnChange: at_once,
      useTimeFilter: false,
      pinFilters: false,
    },
    references: list.map((_control, position) => ({ name: refName(position), type: 'index-pattern', id })),
  }
}

/** Panels that ask for no aggregation. */
export const simpleCharts: Record<string, Chart> = { markdown, section, controls }
