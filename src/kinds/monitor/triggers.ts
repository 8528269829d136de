import { isObject, objectsIn, type JsonObject } from '../../json.js'

const wrappers = ['query_level_trigger', 'bucket_level_trigger']

/** Without the type around it, which there is since OpenSearch 1.1. */
export const triggersIn = ({ triggers }: JsonObject): JsonObject[] =>
  objectsIn(triggers).map((trigger) => {
    const inner = wrappers.map((wrapper) => trigger[wrapper]).find(isObject)
    return inner ?? trigger
  })

/** The monitor with each of its triggers changed, in the form that it has. */
export const withTriggers = (monitor: JsonObject, change: (trigger: JsonObject) => JsonObject): JsonObject => ({
  ...monitor,
  triggers: objectsIn(monitor['triggers']).map((trigger) => {
    const wrapper = wrappers.find((name) => isObject(trigger[name]))
    const inner = wrapper === undefined ? trigger : trigger[wrapper]
    if (!isObject(inner)) return trigger
    return wrapper === undefined ? change(inner) : { [wrapper]: change(inner) }
  }),
})
