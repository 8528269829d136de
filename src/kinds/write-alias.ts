import { expectGone, expectMade, expectOk } from '../http/answer.js'
import { objectIn, withoutUndefined, wordsIn, type JsonObject } from '../json.js'
import type { Reader, Writer } from '../stack/stack.js'
import { anotherPrefix } from './another-prefix.js'
import { countIn } from './document-count.js'
import { readMappings } from './index-mapping.js'
import type { Conflict, Dependant, Existing, Owner, ResourceApi, ResourceKind } from './kind.js'
import { readList, type ObjectsIn, type Reading } from './reading.js'

const api: ResourceApi = {
  read: async ({ search }, names) => {
    const targets = names.flatMap((name) => [name, `${name}-0*`]).map((name) => encodeURIComponent(name))
    const path = `/${targets.join()}/_alias?ignore_unavailable=true`
    return withFields(await readList(search, path, 'write aliases', aliasesIn(names)), search)
  },
  normalize: ({ first_index, writes_to, concrete = false }) => {
    const index = first_index ?? writes_to
    return { concrete, series: index === undefined ? null : String(index).replace(/\d+$/, '') }
  },
  mark: () => undefined,
  conflict: (name, body, others, owner) => {
    const there = others.get(name)?.body
    if (there?.['concrete'] !== true) return undefined
    const lacks = wordsIn(body['fields']).filter((field) => !wordsIn(there['fields']).includes(field))
    return lacks.length === 0 ? indexInItsPlace(name) : indexOfOthers(name, lacks, owner)
  },
  adoptionConflict: (_wanted, { series }) =>
    typeof series === 'string' ? `what is written to it goes to ${series}` : undefined,
  keepHint: 'Take the alias off that index',
  write: async ({ search }, _stack, objects) => {
    for (const { name, body, existing } of objects)
      await write(search, name, String(body['first_index']), existing?.body)
  },
  // While it is there, what is written to it goes on to its indices; without it, an index of its name would be made.
  dependants: async (stack, aliases) => {
    const found = aliases.map(async ({ name, body }): Promise<[string, Dependant[]]> => {
      const index = String(body['writes_to'] ?? body['newest'] ?? name)
      return [name, (await countIn(stack, name)) === 0 ? [] : [{ kind: 'index', name: index }]]
    })
    return new Map(await Promise.all(found))
  },
  remove: async ({ search }, _stack, name) => {
    const actions = [{ remove: { index: '*', alias: name } }]
    expectGone(await search.post('/_aliases', { actions }), `Removing the write alias ${name}`)
  },
}

/**
 * The alias under which an application writes to a series of numbered indices, and the first of these. It has to be there before the application writes:
 * else that makes an index of the name. When the alias is removed, the indices stay.
 */
export const writeAlias: ResourceKind = {
  name: 'write alias',
  folder: 'templates/<profile>/write-aliases',
  compare: 'exact',
  needs: 'search',
  notRestored: { when: 'always', reason: 'where it led to is in the backup: put it there with POST /_aliases' },
  after: ['role', 'lifecycle policy', 'index template', 'legacy template'],
  api: { elasticsearch: api, opensearch: api },
}

/** Of each alias where it leads to: `writes_to`, and the `newest` of its numbered indices, which need not have it; or that it is an index itself. */
const aliasesIn =
  (names: string[]): ObjectsIn =>
  (indices) =>
    names.flatMap((name) => {
      const behind = Object.keys(indices).filter((index) => name in objectIn(indices[index], 'aliases'))
      const isWritten = (index: string) => objectIn(indices[index], 'aliases', name)['is_write_index']
      // A single index behind an alias is written without being told to be: https://www.elastic.co/guide/en/elasticsearch/reference/7.10/indices-aliases.html
      const only = behind.length === 1 ? behind.find((index) => isWritten(index) !== false) : undefined
      const body = withoutUndefined({
        concrete: name in indices ? true : undefined,
        writes_to: behind.find((index) => isWritten(index) === true) ?? only,
        newest: Object.keys(indices)
          .filter((index) => index.startsWith(`${name}-`) && /^\d+$/.test(index.slice(name.length + 1)))
          .sort()
          .at(-1),
      })
      return Object.keys(body).length === 0 && behind.length === 0 ? [] : [[name, { body }]]
    })

/** Of an index in the place of an alias its fields: they tell whose it is. */
async function withFields(reading: Reading, search: Reader): Promise<Reading> {
  if (reading.status !== 'read') return reading
  const concrete = [...reading.objects].filter(([, { body }]) => body['concrete'] === true).map(([name]) => name)
  if (concrete.length === 0) return reading
  const mappings = await readMappings(search, concrete)
  if (mappings.status !== 'read') return reading
  const fieldsOf = (name: string) => Object.keys(objectIn(mappings.objects.get(name)?.body, 'properties'))
  const objects = [...reading.objects].map(([name, existing]): [string, Existing] =>
    concrete.includes(name) ? [name, { body: { ...existing.body, fields: fieldsOf(name) } }] : [name, existing],
  )
  return { status: 'read', objects: new Map(objects) }
}

/** In one request where nothing is there yet: nobody writes in between. */
async function write(search: Writer, name: string, first: string, existing: JsonObject | undefined): Promise<void> {
  const what = `The write alias ${name}`
  const aliases = { [name]: { is_write_index: true } }
  if (existing === undefined) {
    expectMade(await search.put(`/${encodeURIComponent(first)}`, { aliases }), what)
    return
  }
  const { newest, writes_to } = existing
  if (newest === undefined)
    expectMade(await search.put(`/${encodeURIComponent(first)}`, {}), `${what}: its first index`)
  const actions = [
    ...(writes_to === undefined ? [] : [{ add: { index: writes_to, alias: name, is_write_index: false } }]),
    { add: { index: newest ?? first, alias: name, is_write_index: true } },
  ]
  expectOk(await search.post('/_aliases', { actions }), what)
}

/** What others wrote is neither copied nor deleted. */
const indexOfOthers = (name: string, lacks: string[], owner: Owner | undefined): Conflict => ({
  reason: `an index is called ${name}, and an alias of that name cannot be made beside it; the application did not write it: it has no field ${lacks.join(', ')}`,
  hint: `${anotherPrefix(name, owner)}; elkctl leaves the index ${name} as it is.`,
})

/** Neither product makes an alias where an index has its name: 400 invalid_alias_name_exception. */
function indexInItsPlace(name: string): Conflict {
  const before = `before-${name}`
  const copy = (from: string, to: string) => `POST /_reindex {"source":{"index":"${from}"},"dest":{"index":"${to}"}}`
  return {
    reason: `an index is called ${name}, and an alias of that name cannot be made beside it; something wrote to ${name} before the alias was there`,
    hint: `Stop what writes to ${name}, then: ${copy(name, before)}; DELETE /${name}; run this command again; ${copy(before, name)}; DELETE /${before}.`,
  }
}
