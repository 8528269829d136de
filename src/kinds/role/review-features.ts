import { isObject, objectIn, objectsIn, wordsIn, type JsonObject } from '../../json.js'
import { expectList } from '../../http/shape.js'
import type { Reply, Stack } from '../../stack/stack.js'
import { similarNames } from '../../similar-names.js'
import { type Review } from '../kind.js'

/**
 * Kibana takes a role with any feature, or privilege of a feature (204, recorded on 7.12), and one that it does not have grants nothing. So
 * Kibana is asked which it has: https://www.elastic.co/guide/en/kibana/7.17/features-api-get.html
 */
export async function reviewFeatures(stack: Stack, roles: { name: string; body: JsonObject }[]): Promise<Review> {
  const named = roles.map(({ name, body }) => ({ name, features: featuresIn(body) }))
  if (stack.dashboards === undefined || named.every(({ features }) => features.length === 0))
    return { objections: [], notes: [] }
  const reply = await askFeatures(stack.dashboards.reader)
  if (reply.status !== 200)
    return {
      objections: [],
      notes: [
        `whether Kibana ${stack.dashboards.version} has the features that the role names was not checked: ${stack.identity?.username ?? 'the user'} may not ask (${reply.status})`,
      ],
    }
  const features = expectList(reply, 'Reading the features of Kibana')
  const available = new Map(features.filter(isObject).map((feature) => [String(feature['id']), feature]))
  return {
    notes: [],
    objections: named.flatMap(({ name, features }) => {
      const wrong = features.flatMap(([feature, privileges]) => problemsOf(feature, privileges, available))
      if (wrong.length === 0) return []
      const reason = `Kibana would accept it, but it would have no effect: ${wrong.join('; ')}`
      const hint = `Kibana ${String(stack.dashboards?.version)} has the features ${[...available.keys()].sort().join(', ')}. Correct the data file of the role, or continue anyway with --force.`
      return [{ name, reason, hint }]
    }),
  }
}

/** Before 7.5 the path had a version: https://www.elastic.co/guide/en/kibana/7.4/features-api-get.html */
async function askFeatures(kibana: { get: (path: string) => Promise<Reply> }): Promise<Reply> {
  const reply = await kibana.get('/api/features')
  return reply.status === 404 ? kibana.get('/api/features/v1') : reply
}

function featuresIn(role: JsonObject): [string, readonly string[]][] {
  return objectsIn(role['kibana'])
    .flatMap((entry) => Object.entries(objectIn(entry, 'feature')))
    .map(([feature, privileges]) => [feature, wordsIn(privileges)])
}

function problemsOf(feature: string, privileges: readonly string[], available: Map<string, JsonObject>): string[] {
  const kibanaFeature = available.get(feature)
  if (kibanaFeature === undefined)
    return isRenamed(feature, available) ? [] : [lacking('it has no feature', feature, available.keys())]
  const there = privilegesOf(kibanaFeature)
  return there === undefined
    ? []
    : privileges
        .filter((privilege) => !there.includes(privilege))
        .map((privilege) => lacking(`the feature ${feature} has no privilege`, privilege, there))
}

/**
 * From 8.18 on `discover` is `discover_v2`, and so on. A role with the old name goes on granting the same, but the list is without the old
 * names, which only Kibana's own pages receive.
 */
const isRenamed = (feature: string, available: Map<string, JsonObject>): boolean =>
  [...available.keys()].some((id) => new RegExp(`^${feature.replaceAll(/\W/g, '')}_?v\\d+$`, 'i').test(id))

/** undefined: a feature that is granted otherwise, such as monitoring */
function privilegesOf(feature: JsonObject): string[] | undefined {
  if (!isObject(feature['privileges'])) return undefined
  const levels = Object.keys(feature['privileges'])
  const ofParts = objectsIn(feature['subFeatures'])
    .flatMap((part) => objectsIn(part['privilegeGroups']))
    .flatMap((group) => objectsIn(group['privileges']))
    .map(({ id }) => String(id))
  return [...levels, ...levels.map((level) => `minimal_${level}`), ...ofParts]
}

function lacking(what: string, name: string, available: Iterable<string>): string {
  const meant = similarNames(name, available)
  return `${what} "${name}"${meant.length === 0 ? '' : ` (${meant.join(', ')}?)`}`
}
