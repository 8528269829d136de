import type { VisualizationSource } from '../data-files/schemas/dashboard/source.js'
import type { JsonObject } from '../json.js'
import type { Built, Surroundings } from './visualization.js'

type Source<Chart> = Extract<VisualizationSource, { chart: Chart }>

export const markdown = ({ text }: Source<'markdown'>, { link }: Surroundings): Built =>
  written(text.replace(/\(dashboard:([\w-]+)\)/g, (_match, dashboard: string) => `(${link(dashboard)})`))

/**
 * The heading of the panels below it: its title. The documentation's headings are coloured bars, which are Markdown of TSVB: that asks the search
 * engine, and shows "No results" instead of its text while there is no data. Plain Markdown has no colours; its third level is bold.
 */
export const section = ({ title }: Source<'section'>): Built => written(`### ${title}`)

const written = (markdownText: string): Built => ({
  type: 'markdown',
  params: { fontSize: 12, openLinksInNewTab: false, markdown: markdownText },
})

export function controls(source: Source<'controls'>, { index }: Surroundings): Built {
  const { controls: list, at_once = false } = source
  const { id } = index(source.index)
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
