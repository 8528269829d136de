import { isObject, objectIn, pick, type Json, type JsonObject } from '../../json.js'
import { namedPanels, overlap, gridOf, type Panel } from './dashboard-panels.js'
import { objects } from './parts.js'

interface Merged {
  panelsJSON: Json[]
  references: Json[]
}

/** The panels that are there, ours put right among them, and those of ours that are missing. Theirs give way where ours must stand. */
export function mergedPanels(wanted: JsonObject, found: JsonObject): Merged {
  const panelsIn = ({ attributes, references }: JsonObject) => namedPanels(objectIn(attributes), objects(references))
  const [ours, there] = [panelsIn(wanted), panelsIn(found)]
  const references = objects(found['references'])
  const known = ours.flatMap((panel) => {
    const same = there.find(({ name }) => name === panel.name)
    return same === undefined ? [] : [putRight(same.stored, panel.stored)]
  })
  const missing = ours.filter(({ name }) => there.every((panel) => panel.name !== name))
  const made = missing.map((panel) => newPanel(panel, wanted, there, references))
  const theirs = there.filter(({ name }) => ours.every((panel) => panel.name !== name))
  const own = [...known, ...made]
  return {
    panelsJSON: [...own, ...below(theirs, own)],
    references: [...references, ...notThere(objects(wanted['references']), ours, references)],
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

/** A panel under a number and a reference that nobody has yet; `references` gets the reference. */
function newPanel(
  { stored, reference }: Panel,
  wanted: JsonObject,
  there: Panel[],
  references: JsonObject[],
): JsonObject {
  const taken = [
    ...there.map((panel) => String(panel.stored['panelIndex'])),
    ...references.map(({ name }) => String(name)),
  ]
  const numbered = references.some(({ name }) => /^.+:panel_/.test(String(name)))
  const free = (index: number): boolean =>
    !taken.includes(String(index)) && !taken.includes(`panel_${index}`) && !taken.includes(`${index}:panel_${index}`)
  let index = there.length + 1
  while (!free(index)) index += 1
  const panelRefName = `panel_${index}`
  const shown = objects(wanted['references']).find(({ name }) => name === reference)
  references.push({ ...shown, name: numbered ? `${index}:${panelRefName}` : panelRefName })
  const panelIndex = String(index)
  return { ...stored, panelIndex, panelRefName, gridData: { ...gridOf(stored), i: panelIndex } }
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
const notThere = (wanted: JsonObject[], ours: Panel[], references: JsonObject[]): JsonObject[] =>
  wanted.filter(
    ({ name }) =>
      ours.every(({ reference }) => reference !== name) && references.every((reference) => reference['name'] !== name),
  )
