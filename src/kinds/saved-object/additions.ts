import { isObject, objectIn, pick, type JsonObject } from '../../json.js'
import { mergedPanels } from './dashboard-merge.js'
import { namedPanels } from './dashboard-panels.js'
import { atLevelOf, objects, parsed } from './parts.js'

/**
 * Ours with what persons and browsers added to what is there: an import replaces the whole object. What is in the server's form is sent at the
 * server's level, so that it is not migrated once more.
 */
export function mergeAdditions(desired: JsonObject, actual: JsonObject): JsonObject {
  const [ours, theirs] = [asObject(desired['attributes']), asObject(actual['attributes'])]
  if (desired['type'] === 'index-pattern')
    return { ...atLevelOf(actual, desired), attributes: { ...theirs, ...ours, ...fieldsOf(ours, theirs) } }
  if (desired['type'] !== 'dashboard') return desired
  const attributes = { ...ours, ...pick(theirs, timeFields) }
  if (!hasAdditions(desired, actual)) return { ...desired, attributes }
  const { panelsJSON, references } = mergedPanels(desired, actual)
  return {
    ...atLevelOf(actual, desired),
    attributes: { ...theirs, ...attributes, panelsJSON, ...controlsOf(ours, theirs) },
    references,
  }
}

/** A user who saves a dashboard with another time range wants it so. */
const timeFields = ['timeRestore', 'timeFrom', 'timeTo', 'refreshInterval']

/** A browser keeps the fields there, with how often each was used and with scripts; a person gives other fields formats. */
function fieldsOf(ours: JsonObject, theirs: JsonObject): JsonObject {
  const formats = { ...asObject(theirs['fieldFormatMap']), ...asObject(ours['fieldFormatMap']) }
  return {
    ...(objects(theirs['fields']).length > 0 && pick(theirs, ['fields'])),
    ...(Object.keys(formats).length > 0 && { fieldFormatMap: formats }),
  }
}

function hasAdditions(desired: JsonObject, actual: JsonObject): boolean {
  const names = (object: JsonObject) => [
    ...namedPanels(asObject(object['attributes']), objects(object['references'])).map(({ name }) => name),
    ...Object.keys(controlPanels(asObject(object['attributes']))),
  ]
  const ours = names(desired)
  return names(actual).some((name) => !ours.includes(name))
}

/** Controls of the dashboard itself (Kibana 8 and later), by their ids. */
const controlPanels = ({ controlGroupInput }: JsonObject): JsonObject =>
  asObject(asObject(controlGroupInput)['panelsJSON'])

function controlsOf(ours: JsonObject, theirs: JsonObject): JsonObject {
  if (!isObject(ours['controlGroupInput'])) return {}
  const panelsJSON = { ...controlPanels(theirs), ...controlPanels(ours) }
  return { controlGroupInput: { ...asObject(theirs['controlGroupInput']), ...ours['controlGroupInput'], panelsJSON } }
}

function asObject(value: JsonObject[string] | undefined): JsonObject {
  const object = parsed(value)
  return objectIn(object)
}
