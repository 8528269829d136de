import Ajv, { type ErrorObject } from 'ajv'
import { objectIn, type Json, type JsonObject } from '../../../src/json.js'
import { fixture, readJson } from '../fixtures.js'

/** Published by Grafana (github.com/grafana/grafana-foundation-sdk, Apache-2.0). */
const schemaOf = (name: string): JsonObject =>
  withAny(anyOf(readJson<JsonObject>(fixture('grafana-schema', `${name}.jsonschema.json`))) as JsonObject)

/** What is anything in Grafana's own definition (`any`): the options of a matcher, such as the name of a field. Its schema makes objects of them. */
const anything = { MatcherConfig: 'options', DynamicConfigValue: 'value' }

function withAny(schema: JsonObject): JsonObject {
  const definitions = objectIn(schema, 'definitions')
  const changed = Object.entries(anything).map(([name, key]) => {
    const definition = objectIn(definitions, name)
    return [name, { ...definition, properties: { ...objectIn(definition, 'properties'), [key]: {} } }] as const
  })
  return { ...schema, definitions: { ...definitions, ...Object.fromEntries(changed) } }
}

/** In them, `oneOf` lists forms of which several fit: a bucket of terms is one of "nested", too. */
function anyOf(value: Json): Json {
  if (Array.isArray(value)) return value.map(anyOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key === 'oneOf' ? 'anyOf' : key, anyOf(one)]))
}

/** What is wrong with a value, by one of the schemas, or by a definition in it. */
export function problemsBy(name: string, definition?: string): (value: unknown) => string[] {
  const schema = schemaOf(name)
  const wanted = definition === undefined ? schema : { ...schema, $ref: `#/definitions/${definition}` }
  const validate = new Ajv({ format: false }).compile(wanted)
  return (value) => (validate(value) === true ? [] : (validate.errors ?? []).map(worded))
}

const worded = ({ dataPath, message = '', params }: ErrorObject): string =>
  `${dataPath} ${message} ${JSON.stringify(params)}`
