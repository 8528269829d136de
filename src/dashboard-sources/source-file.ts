import type { Json, JsonObject } from '../json.js'
import {
  either,
  flag,
  listOf,
  number,
  object,
  optional,
  SourceProblem,
  text,
  type Shape,
  type Shaped,
} from './shape.js'

const anything: Shape<Json> = (value, where) => {
  if (value === undefined) throw new SourceProblem(`${where} is missing`)
  return value
}

/** The top of a file: one dashboard with its panels, or, without them, visualizations and searches for others. */
const top = object({
  title: optional(text),
  description: optional(text),
  /** from, or from and to; default the last 15 minutes */
  time: optional(either(text, listOf(text, 2))),
  /** defaults for the panels: id of an index pattern, Lucene query */
  index: optional(text),
  query: optional(text),
  panels: optional(listOf(anything)),
  /** without a place on this dashboard: for other files, or to be found in Kibana */
  visualizations: optional(listOf(anything)),
  searches: optional(listOf(anything)),
})

/** Column, row, width and height; a dashboard has 48 columns. */
const place = listOf(number, 4)

/** A panel that shows a visualization of another file. */
const use = object({ use: text, at: place })

const search = object({
  id: text,
  title: text,
  description: text,
  index: optional(text),
  query: optional(text),
  columns: listOf(text),
})

/** What every visualization has; what is left belongs to its kind of chart. */
const common = { id: text, title: text, description: optional(text), chart: text }
const onDashboard = { ...common, at: place, hide_title: optional(flag) }

export interface SourceFile extends Omit<Shaped<typeof top>, 'panels' | 'visualizations' | 'searches'> {
  panels: (Shaped<typeof use> | (VisualizationSource & { at: number[]; hide_title: boolean | undefined }))[]
  visualizations: VisualizationSource[]
  searches: Shaped<typeof search>[]
}

export interface VisualizationSource extends Shaped<ReturnType<typeof object<typeof common>>> {
  /** the keys of its chart, as they stand in the file */
  rest: JsonObject
}

/** Reads a source; what is wrong with its parts is collected, so that all of it is told at once. */
export function readSource(body: JsonObject, problems: string[]): SourceFile {
  const { panels = [], visualizations = [], searches = [], ...file } = top(body, '')
  const each = <T>(list: Json[], what: string, read: Shape<T>): T[] =>
    list.flatMap((member, index) => {
      try {
        return [read(member, '')]
      } catch (error) {
        if (!(error instanceof SourceProblem)) throw error
        problems.push(`${what} ${nameOf(member) ?? `number ${index + 1}`}: ${error.message}`)
        return []
      }
    })
  return {
    ...file,
    panels: each(panels, 'panel', (value, where) =>
      'use' in members(value) ? use(value, where) : withRest(onDashboard)(value, where),
    ),
    visualizations: each(visualizations, 'visualization', withRest(common)),
    searches: each(searches, 'search', search),
  }
}

/** Reads the keys of `shapes` and leaves the others for later. */
const withRest =
  <S extends Record<string, Shape<unknown>>>(
    shapes: S,
  ): Shape<{ [K in keyof S]: Shaped<S[K]> } & { rest: JsonObject }> =>
  (value, where) => {
    const entries = Object.entries(members(value))
    const own = Object.fromEntries(entries.filter(([key]) => key in shapes))
    return { ...object(shapes)(own, where), rest: Object.fromEntries(entries.filter(([key]) => !(key in shapes))) }
  }

function members(value: Json | undefined): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SourceProblem('it must be an object')
  return value
}

function nameOf(value: Json): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const name = value['title'] ?? value['id'] ?? value['use']
  return typeof name === 'string' ? JSON.stringify(name) : undefined
}
