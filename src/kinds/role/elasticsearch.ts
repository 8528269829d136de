import { isObject, listIn, objectIn, withoutEmpty, type Json, type JsonObject } from '../../json.js'
import { expectGone, expectOk } from '../../http/answer.js'
import type { Flavor } from '../../stack/flavors.js'
import { otherCluster } from '../../stack/same-cluster.js'
import type { Reader, Stack, Writer } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'
import type { Existing, ObjectToWrite, ResourceApi } from '../kind.js'
import { fieldMark } from '../mark.js'
import { objectsByName, readingOf, readList, type Reading } from '../reading.js'
import { sorted } from '../sorted.js'
import { lostGrants } from './grants.js'
import { dependantsOfRoles } from './role-holders.js'
import { fromApplications, toApplications } from './kibana-privileges.js'
import { reviewFeatures } from './review-features.js'
import { readOwnPrivileges } from './own-privileges.js'

const roleMark = fieldMark('metadata', 'elkctl')

const rolePath = (name: string): string => `/api/security/role/${encodeURIComponent(name)}`

/** Through the Kibana API, which also checks the privileges of Kibana; where there is no Kibana, through Elasticsearch, in the form in which Kibana would store it. */
export const elasticsearchRole: ResourceApi = {
  read: async (stack, names) => {
    const readings = await Promise.all(names.map((name) => readRole(stack, name)))
    const unread = readings.find(({ status }) => status !== 'read')
    const objects = readings.flatMap((reading) => (reading.status === 'read' ? [...reading.objects] : []))
    return unread ?? { status: 'read', objects: new Map(objects) }
  },
  normalize: (body) => {
    const inner = objectIn(body, 'elasticsearch')
    const { cluster = [], indices = [], run_as = [], ...more } = inner
    return {
      ...withoutEmpty({
        elasticsearch: withoutEmpty({
          cluster: sorted(cluster),
          indices: inOneOrder(listIn(indices).map(normalizeIndices)),
          run_as: sorted(run_as),
          ...more,
        }),
      }),
      kibana: inOneOrder(listIn(body['kibana']).map(normalizeSpace)),
      ...withoutEmpty({ metadata: body['metadata'] ?? {} }),
    }
  },
  adapt: (body, { stack }) => withoutUnknown(body, stack),
  mark: () => roleMark,
  review: reviewFeatures,
  adoptionConflict: lostGrants,
  dependants: dependantsOfRoles,
  write: async ({ search, dashboards }, { flavor }, objects) => {
    for (const object of objects) {
      const { name, body } = object
      const reply = dashboards
        ? await dashboards.put(rolePath(name), body)
        : await search.put(`/_security/role/${encodeURIComponent(name)}`, toApplications(body))
      expectOk(reply, `Role ${name}`)
      if (dashboards) await expectInEngine(flavor, { search, dashboards }, object)
    }
  },
  remove: async ({ search, dashboards }, _stack, name) => {
    const reply = dashboards
      ? await dashboards.delete(rolePath(name))
      : await search.delete(`/_security/role/${encodeURIComponent(name)}`)
    expectGone(reply, `Removing the role ${name}`)
  },
}

async function readRole(stack: Stack, name: string): Promise<Reading> {
  const { search, dashboards } = stack
  const own = await readOwnPrivileges(stack, name)
  if (own?.mayReadRoles === false) return own.reading
  const reading = dashboards
    ? readingOf(await dashboards.reader.get(rolePath(name)), 'roles', (body) =>
        // What Kibana answers always has both: https://www.elastic.co/guide/en/kibana/7.12/role-management-specific-api-get.html
        isObject(body['elasticsearch']) && Array.isArray(body['kibana']) ? [[name, fromKibana(body)]] : undefined,
      )
    : await readFromEngine(search, name)
  if (reading.status !== 'refused') return reading
  // Kibana says no more than "security_exception"; Elasticsearch names the missing right.
  return own?.reading ?? (dashboards ? readFromEngine(search, name) : reading)
}

/**
 * A Kibana may belong to another cluster: then the role is there, and not where its user is going to be. A role that this run created there goes again.
 * @throws UnreachableError
 */
async function expectInEngine(
  flavor: Flavor,
  { search, dashboards }: { search: Reader; dashboards: Writer },
  { name, body, existing }: ObjectToWrite,
): Promise<void> {
  const reading = await readFromEngine(search, name)
  if (reading.status !== 'read') return
  const inEngine = reading.objects.get(name)?.body
  if (inEngine !== undefined && roleMark.read(inEngine) === roleMark.read(body)) return
  const gone = existing === undefined && (await isTakenAway(dashboards, name))
  const left = gone ? 'was removed there again' : 'is still there'
  throw otherCluster(
    flavor,
    { search, dashboards },
    `the role ${name}, written through that Kibana, is not in this ${flavor.title}; it ${left}`,
  )
}

const isTakenAway = async (dashboards: Writer, name: string): Promise<boolean> => {
  const { status } = await dashboards.delete(rolePath(name))
  return status === 404 || (status >= 200 && status < 300)
}

const readFromEngine = (search: Reader, name: string): Promise<Reading> =>
  readList(
    search,
    `/_security/role/${encodeURIComponent(name)}`,
    'roles',
    objectsByName((role) => fromKibana(fromApplications(role))),
  )

/** Index privileges that older servers do not know, and refuse or stumble over. `write` grants the same; without it, the next wider one does. */
const since: Record<string, { version: string; wider: string }> = { create_doc: { version: '7.5', wider: 'create' } }

function withoutUnknown(role: JsonObject, stack: Stack): JsonObject {
  const inner = objectIn(role, 'elasticsearch')
  const supported = (privilege: Json, all: Json[]): Json[] => {
    const { version = '0', wider = '' } = since[String(privilege)] ?? {}
    if (compareVersions(stack.equivalentVersion, version) >= 0) return [privilege]
    return all.includes('write') ? [] : [wider]
  }
  const indices = listIn(inner['indices']).map((entry) => {
    if (!isObject(entry)) return entry
    const privileges = listIn(entry['privileges'])
    return { ...entry, privileges: privileges.flatMap((privilege) => supported(privilege, privileges)) }
  })
  return { ...role, elasticsearch: { ...inner, indices } }
}

/** A GET answer cannot be sent back as it is: `name`, `transient_metadata` and the `_…` fields are refused. */
function fromKibana(role: JsonObject): Existing {
  const { elasticsearch = {}, kibana = [], metadata = {} } = role
  return { body: { elasticsearch, kibana, metadata }, reserved: isObject(metadata) && metadata['_reserved'] === true }
}

/** Servers add empty lists and `allow_restricted_indices: false`; order means nothing. */
function normalizeIndices(entry: Json): Json {
  if (!isObject(entry)) return entry
  const { names = [], privileges = [], allow_restricted_indices: restricted, ...more } = entry
  return withoutEmpty({
    names: sorted(names),
    privileges: sorted(privileges),
    ...(restricted === true && { allow_restricted_indices: true }),
    ...more,
  })
}

/** Grants add up, in whatever order: a user who asks for its own gets them in another one (GET /_security/user/_privileges, seen on 7.10.2). */
const inOneOrder = (grants: Json[]): Json[] =>
  grants
    .map((grant) => ({ grant, text: JSON.stringify(grant) }))
    .sort((one, other) => (one.text < other.text ? -1 : 1))
    .map(({ grant }) => grant)

function normalizeSpace(entry: Json): Json {
  if (!isObject(entry)) return entry
  const feature = objectIn(entry, 'feature')
  return withoutEmpty({
    spaces: sorted(entry['spaces'] ?? ['*']),
    base: sorted(entry['base'] ?? []),
    feature: Object.fromEntries(Object.entries(feature).map(([name, privileges]) => [name, sorted(privileges)])),
  })
}
