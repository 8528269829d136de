import { isObject, objectIn, pick, type JsonObject } from '../../json.js'
import { namedPanels, overlap, gridOf, type Panel } from './dashboard-panels.js'
import { objects } from './parts.js'

interface Merged {
  panelsJSON: JsonObject[]
  references: JsonObject[]
}

/** The panels that are there, ours put right among them, and those of ours that are missing. Theirs give way where ours must stand. */
export function mergedPanels(desired: JsonObject, actual: JsonObject): Merged {
  const panelsIn = ({ attributes, references }: JsonObject) => namedPanels(objectIn(attributes), objects(references))
  const [ours, there] = [panelsIn(desired), panelsIn(actual)]
  const putRightPanels = ours.flatMap((panel) => {
    const same = there.find(({ name }) => name === panel.name)
    return same === undefined ? [] : [putRight(same.stored, panel.stored)]
  })
  const missing = ours.filter(({ name }) => there.every((panel) => panel.name !== name))
  const theirs = there.filter(({ name }) => ours.every((panel) => panel.name !== name))
  const ourReferences = objects(desired['references'])
  const added = newPanels(missing, ourReferences, there, objects(actual['references']))
  const own = [...putRightPanels, ...added.panelsJSON]
  return {
    panelsJSON: [...own, ...below(theirs, own)],
    references: [...added.references, ...notThere(ourReferences, ours, added.references)],
  }
}

/** With our position, size and title; what else the server keeps of it stays. */
function putRight({ title: _title, ...stored }: JsonObject, ours: JsonObject): JsonObject {
  const { title: _other, hidePanelTitles: _hidden, ...config } = objectIn(stored, 'embeddableConfig')
  return {
    ...stored,
    ...pick(ours, ['title']),
    gridData: { ...(isObject(stored['gridData']) && stored['gridData']), ...gridOf(ours) },
    embeddableConfig: { ...config, ...(isObject(ours['embeddableConfig']) && ours['embeddableConfig']) },
  }
}

/** Each panel under a number and a reference that nobody has yet. `references`: those that are there, and the new ones. */
function newPanels(panels: Panel[], ourReferences: JsonObject[], there: Panel[], references: JsonObject[]): Merged {
  return panels.reduce<Merged>(
    (merged, { stored, reference }) => {
      const index = freeIndex(there, merged.references)
      const panelIndex = String(index)
      const panelRefName = `panel_${index}`
      const shown = ourReferences.find(({ name }) => name === reference)
      const name = isNumbered(merged.references) ? `${index}:${panelRefName}` : panelRefName
      const panel = { ...stored, panelIndex, panelRefName, gridData: { ...gridOf(stored), i: panelIndex } }
      return {
        panelsJSON: [...merged.panelsJSON, panel],
        references: [...merged.references, { ...shown, name }],
      }
    },
    { panelsJSON: [], references },
  )
}

const isNumbered = (references: JsonObject[]): boolean => references.some(({ name }) => /^.+:panel_/.test(String(name)))

function freeIndex(there: Panel[], references: JsonObject[]): number {
  const taken = [
    ...there.map((panel) => String(panel.stored['panelIndex'])),
    ...references.map(({ name }) => String(name)),
  ]
  const isFree = (index: number): boolean =>
    !taken.includes(String(index)) && !taken.includes(`panel_${index}`) && !taken.includes(`${index}:panel_${index}`)
  let index = there.length + 1
  while (!isFree(index)) index += 1
  return index
}

/** A panel of theirs that ours would cover goes below all of ours. */
function below(theirs: Panel[], ours: JsonObject[]): JsonObject[] {
  const grids = ours.map(gridOf)
  let bottom = Math.max(0, ...grids.map(({ y, h }) => y + h))
  return theirs.map(({ stored }) => {
    const grid = gridOf(stored)
    if (!grids.some((other) => overlap(grid, other))) return stored
    const gridData = { ...(isObject(stored['gridData']) && stored['gridData']), y: bottom }
    bottom += grid.h
    return { ...stored, gridData }
  })
}

/** Those of our references that are no panel's: of controls. */
const notThere = (desired: JsonObject[], ours: Panel[], references: JsonObject[]): JsonObject[] =>
  desired.filter(
    ({ name }) =>
      ours.every(({ reference }) => reference !== name) && references.every((reference) => reference['name'] !== name),
  )
