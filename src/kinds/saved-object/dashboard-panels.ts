import { isObject, objectIn, type JsonObject } from '../../json.js'
import { type Existing } from '../kind.js'
import { objects } from './parts.js'

/** A panel as a dashboard stores it. */
export interface Panel {
  /** `<type>/<id>` of the object that it shows; the second panel of one object has ` (2)` behind it */
  name: string
  stored: JsonObject
  /** the name of its reference; undefined where the panel holds its object itself */
  reference: string | undefined
}

/** The panels in words, and the references of the dashboard that are no panel's. */
export function panelsOf(
  attributes: JsonObject,
  references: JsonObject[],
): { panels: JsonObject; others: JsonObject[] } {
  const panels = namedPanels(attributes, references)
  const grids = movedUp(panels.map(({ stored }) => gridOf(stored)))
  const used = panels.map(({ reference }) => reference)
  return {
    panels: Object.fromEntries(
      panels.map(({ name, stored }, index) => [name, `${gridText(grids[index])}${titleText(stored)}`]),
    ),
    others: references.filter(({ name }) => !used.includes(String(name)) && !isInside(String(name), panels)),
  }
}

/** Each panel by what it shows: numbers and names of references change with every version. */
export function namedPanels(attributes: JsonObject, references: JsonObject[]): Panel[] {
  const seen = new Map<string, number>()
  return objects(attributes['panelsJSON']).map((stored) => {
    const reference = referenceOf(stored, references)
    const { type, id } = reference ?? stored
    const shown = id === undefined ? heldName(stored) : `${String(type)}/${String(id)}`
    const times = (seen.get(shown) ?? 0) + 1
    seen.set(shown, times)
    return {
      name: times === 1 ? shown : `${shown} (${times})`,
      stored,
      reference: reference === undefined ? undefined : String(reference['name']),
    }
  })
}

/** What the object in a panel refers to has the number of the panel in front. */
const isInside = (reference: string, panels: Panel[]): boolean =>
  panels.some(({ stored }) => reference.startsWith(`${String(stored['panelIndex'])}:`))

/** A panel that holds its object itself has nothing but its title and its number. */
const heldName = ({ type, title, panelIndex }: JsonObject): string =>
  typeof title === 'string' && title !== '' ? title : `${String(type)} ${String(panelIndex)}`

/** `panels.visualization/<id>` as a person says it: the panel by the title of what it shows. */
export function spokenPath(path: string, objects: Map<string, Existing>): string {
  const [, name, times = ''] = /^panels\.(.+?)( \(\d+\))?$/.exec(path) ?? []
  if (name === undefined) return path
  const attributes = objects.get(name)?.body['attributes']
  const title = isObject(attributes) ? attributes['title'] : undefined
  return `panel "${typeof title === 'string' ? title : name}"${times}`
}

/** Kibana 7.14 and later put the number of the panel in front: `1:panel_1`, while the panel goes on saying `panel_1`. */
function referenceOf({ panelRefName, panelIndex }: JsonObject, references: JsonObject[]): JsonObject | undefined {
  if (panelRefName === undefined) return undefined
  const short = String(panelRefName)
  const named = (fits: (name: string) => boolean) => references.find(({ name }) => fits(String(name)))
  return (
    named((name) => name === `${String(panelIndex)}:${short}`) ??
    named((name) => name === short) ??
    named((name) => name.endsWith(`:${short}`))
  )
}

/** Position and size of a panel, in the columns and rows of its dashboard. */
export interface Grid {
  x: number
  y: number
  w: number
  h: number
}

export function gridOf({ gridData }: JsonObject): Grid {
  const at = objectIn(gridData)
  const [x = 0, y = 0, w = 0, h = 0] = ['x', 'y', 'w', 'h'].map((key) => Number(at[key] ?? 0))
  return { x, y, w, h }
}

/**
 * Where the panels are seen: a browser moves each one up until it meets another, and writes that when a person saves the dashboard.
 */
function movedUp(grids: Grid[]): Grid[] {
  const inOrder = [...grids].sort((one, other) => one.y - other.y || one.x - other.x)
  const done: Grid[] = []
  const moved = new Map(
    inOrder.map((grid) => {
      const free = (y: number) => !done.some((other) => overlap({ ...grid, y }, other))
      let { y } = grid
      while (y > 0 && free(y - 1)) y -= 1
      while (!free(y)) y += 1
      const at = { ...grid, y }
      done.push(at)
      return [grid, at]
    }),
  )
  return grids.map((grid) => moved.get(grid) ?? grid)
}

export const overlap = (one: Grid, other: Grid): boolean =>
  one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h

const gridText = (grid: Grid | undefined): string =>
  grid === undefined ? '' : `${grid.w} × ${grid.h} at ${grid.x},${grid.y}`

/** An empty title hides it up to Kibana 7.x and in OpenSearch Dashboards, the setting does so later; both may be there. */
function titleText({ title, embeddableConfig }: JsonObject): string {
  const config = objectIn(embeddableConfig)
  const own = title ?? config['title']
  if (own === '' || config['hidePanelTitles'] === true) return ', without its title'
  return typeof own === 'string' ? `, titled "${own}"` : ''
}
