import { Refusal } from './http.js'
import { isObject, type Json, type JsonObject } from './json.js'
import type { RoleBody } from './kibana-roles.js'

/** @throws Refusal 400 longer than Kibana takes; what else is wrong with a name is told by Elasticsearch */
export function checkRoleName(name: string): void {
  if (name.length <= 1024) return
  throw new Refusal(
    400,
    `[request params.name]: value has length [${name.length}] but it must have a maximum length of [1024].`,
  )
}

/**
 * The body of `PUT /api/security/role/<name>`. Everything may be left out; features, their privileges and spaces need not exist.
 *
 * @throws Refusal 400 with the first thing that is wrong
 */
export function checkedRole(body: Json): RoleBody {
  if (body !== null && !isObject(body)) refuse('', 'could not parse object value from json input')
  const role = body ?? {}
  onlyKnown(role, '', ['metadata', 'elasticsearch', 'kibana'])
  if (role['elasticsearch'] !== undefined) checkElasticsearch(objectAt(role, '', 'elasticsearch'))
  if (role['kibana'] !== undefined) checkKibana(objectsAt(role, '', 'kibana'))
  return role
}

function refuse(path: string, problem: string): never {
  throw new Refusal(400, `[request body${path}]: ${problem}`)
}

function onlyKnown(value: JsonObject, path: string, names: string[]): void {
  const unknown = Object.keys(value).find((name) => !names.includes(name))
  if (unknown !== undefined) refuse(`${path}.${unknown}`, 'definition for this key is missing')
}

function typeOf(value: Json | undefined): string {
  if (Array.isArray(value)) return 'Array'
  return value === null ? 'null' : typeof value
}

function objectAt(value: JsonObject, path: string, name: string): JsonObject {
  const inner = value[name]
  return isObject(inner)
    ? inner
    : refuse(`${path}.${name}`, `expected a plain object value, but found [${typeOf(inner)}] instead.`)
}

function arrayAt(value: JsonObject, path: string, name: string): Json[] {
  const inner = value[name]
  return Array.isArray(inner)
    ? inner
    : refuse(`${path}.${name}`, `expected value of type [array] but got [${typeOf(inner)}]`)
}

function objectsAt(value: JsonObject, path: string, name: string): JsonObject[] {
  return arrayAt(value, path, name).map((entry, index) =>
    isObject(entry)
      ? entry
      : refuse(`${path}.${name}.${index}`, `expected a plain object value, but found [${typeOf(entry)}] instead.`),
  )
}

function stringsAt(value: JsonObject, path: string, name: string): string[] {
  return arrayAt(value, path, name).map((entry, index) =>
    typeof entry === 'string'
      ? entry
      : refuse(`${path}.${name}.${index}`, `expected value of type [string] but got [${typeOf(entry)}]`),
  )
}

function checkElasticsearch(role: JsonObject): void {
  const path = '.elasticsearch'
  onlyKnown(role, path, ['cluster', 'indices', 'run_as'])
  if (role['cluster'] !== undefined) stringsAt(role, path, 'cluster')
  if (role['run_as'] !== undefined) stringsAt(role, path, 'run_as')
  if (role['indices'] === undefined) return
  for (const [index, entry] of objectsAt(role, path, 'indices').entries()) {
    const entryPath = `${path}.indices.${index}`
    onlyKnown(entry, entryPath, ['names', 'privileges', 'field_security', 'query', 'allow_restricted_indices'])
    for (const name of ['names', 'privileges']) {
      if (stringsAt(entry, entryPath, name).length === 0)
        refuse(`${entryPath}.${name}`, 'array size is [0], but cannot be smaller than [1]')
    }
  }
}

function checkKibana(privileges: JsonObject[]): void {
  const spaces = privileges.flatMap((privilege, index) => checkPrivilege(privilege, `.kibana.${index}`))
  const twice = [...new Set(spaces.filter((space, index) => spaces.indexOf(space) !== index))]
  if (twice.length > 0)
    refuse('.kibana', `more than one privilege is applied to the following spaces: [${twice.join(', ')}]`)
}

/** @returns the spaces it is for */
function checkPrivilege(privilege: JsonObject, path: string): string[] {
  onlyKnown(privilege, path, ['base', 'feature', 'spaces'])
  const spaces = privilege['spaces'] === undefined ? ['*'] : stringsAt(privilege, path, 'spaces')
  checkSpaces(spaces, `${path}.spaces`)
  const base = privilege['base'] === undefined ? [] : stringsAt(privilege, path, 'base')
  const unknown = base.find((name) => name !== 'all' && name !== 'read')
  if (unknown !== undefined) refuse(`${path}.base`, `unknown privilege "${unknown}", must be one of [all,read]`)
  const feature = privilege['feature'] === undefined ? {} : objectAt(privilege, path, 'feature')
  for (const name of Object.keys(feature)) stringsAt(feature, `${path}.feature`, name)
  if (base.length > 0 && Object.keys(feature).length > 0) {
    refuse(path, "definition of [feature] isn't allowed when non-empty [base] is defined.")
  }
  return spaces
}

/** Either `*` alone or the ids of spaces. */
function checkSpaces(spaces: string[], path: string): void {
  if (spaces.length === 1 && spaces[0] === '*') return
  const bad = spaces.findIndex((space) => !/^[a-z0-9_-]+$/.test(space))
  if (bad < 0) return
  const notStar = spaces.findIndex((space) => space !== '*')
  const problems = [
    ...(notStar < 0 ? [] : [`- [request body${path}.0.${notStar}]: expected value to equal [*]`]),
    `- [request body${path}.1.${bad}]: must be lower case, a-z, 0-9, '_', and '-' are allowed`,
  ]
  refuse(path, `types that failed validation:\n${problems.join('\n')}`)
}
