import { setTimeout } from 'node:timers/promises'
import type { Engine } from './engine.js'

/** What an engine holds, by the path that lists it: name → what is there. */
export type EngineState = Record<string, Record<string, unknown>>

interface Collection {
  /** lists it; a product or a version that does not know the path has none of it */
  list: string
  /** the entries of the answer; default: the answer itself */
  entries?: (body: never) => Record<string, unknown>
  /** the request that removes one of them */
  remove: (name: string) => [method: string, path: string, body?: object]
}

const byName = (list: { name: string }[]): Record<string, unknown> =>
  Object.fromEntries(list.map((entry) => [entry.name, entry]))
const at =
  (path: string) =>
  (name: string): [string, string] => ['DELETE', `${path}/${encodeURIComponent(name)}`]

/** The engine keeps its users and roles there: they are listed, and removed, one by one. */
const ofSecurity = /^\.(security|opendistro_security)/

/** In this order: an index template is removed before the component that it is composed of. */
const collections: Collection[] = [
  {
    list: '/_data_stream?expand_wildcards=all',
    entries: ({ data_streams: all }: { data_streams: { name: string }[] }) => byName(all),
    remove: at('/_data_stream'),
  },
  {
    list: '/_cluster/state/metadata?filter_path=metadata.indices.*.state',
    entries: ({ metadata }: { metadata?: { indices?: Record<string, unknown> } }) =>
      Object.fromEntries(Object.entries(metadata?.indices ?? {}).filter(([name]) => !ofSecurity.test(name))),
    remove: at(''),
  },
  {
    list: '/_index_template',
    entries: ({ index_templates: all }: { index_templates: { name: string }[] }) => byName(all),
    remove: at('/_index_template'),
  },
  {
    list: '/_component_template',
    entries: ({ component_templates: all }: { component_templates: { name: string }[] }) => byName(all),
    remove: at('/_component_template'),
  },
  { list: '/_template', remove: at('/_template') },
  { list: '/_ingest/pipeline', remove: at('/_ingest/pipeline') },
  { list: '/_ilm/policy', remove: at('/_ilm/policy') },
  {
    list: '/_cluster/state/metadata?filter_path=metadata.stored_scripts',
    entries: ({ metadata }: { metadata?: { stored_scripts?: Record<string, unknown> } }) =>
      metadata?.stored_scripts ?? {},
    remove: at('/_scripts'),
  },
  {
    list: '/_cluster/settings?flat_settings=true',
    entries: (kinds: Record<string, object>) =>
      Object.fromEntries(
        Object.entries(kinds).flatMap(([kind, settings]) =>
          Object.entries(settings).map(([name, value]) => [`${kind} ${name}`, value]),
        ),
      ),
    remove: (name) => {
      const [kind = '', setting = ''] = name.split(' ')
      return ['PUT', '/_cluster/settings', { [kind]: { [setting]: null } }]
    },
  },
  { list: '/_security/role_mapping', remove: at('/_security/role_mapping') },
  { list: '/_security/user', remove: at('/_security/user') },
  { list: '/_security/role', remove: at('/_security/role') },
  {
    list: '/_security/privilege',
    entries: (all: Record<string, object>) =>
      Object.fromEntries(
        Object.entries(all).flatMap(([application, privileges]) =>
          Object.entries(privileges).map(([name, value]) => [`${application}/${name}`, value as unknown]),
        ),
      ),
    remove: (name) => ['DELETE', `/_security/privilege/${name}`],
  },
  ...['rolesmapping', 'internalusers', 'roles', 'tenants', 'actiongroups'].map((kind) => ({
    list: `/_plugins/_security/api/${kind}`,
    remove: at(`/_plugins/_security/api/${kind}`),
  })),
]

/** @param settled what a product installs by itself after its start is awaited */
export async function stateOf(engine: Asked, { settled = false } = {}): Promise<EngineState> {
  let state = await readAll(engine)
  for (let tries = 0; settled && tries < 50; tries++) {
    await setTimeout(200)
    const next = await readAll(engine)
    if (differences(state, next).length === 0) return next
    state = next
  }
  return state
}

async function readAll(engine: Asked): Promise<EngineState> {
  const state: EngineState = {}
  for (const collection of collections) {
    const entries = await read(engine, collection)
    if (entries) state[collection.list] = entries
  }
  return state
}

/** @returns undefined where this product or version does not know such things */
async function read(engine: Asked, { list, entries }: Collection): Promise<Record<string, unknown> | undefined> {
  const { status, body } = await ask(engine, 'GET', list)
  if (status === 200) return entries ? entries(body as never) : (body as Record<string, unknown>)
  // 400, 405: taken for the name of an index, or for a path with another method; 500: Elasticsearch without security
  if ([400, 404, 405, 500].includes(status)) return undefined
  throw new Error(`GET ${list}: ${status} ${JSON.stringify(body)}`)
}

type Asked = Pick<Engine, 'url' | 'username' | 'password'>

/** Removes what has come since, and reads again. @returns what is still different, or undefined */
export async function emptyAgain(engine: Asked, fresh: EngineState): Promise<string | undefined> {
  for (const collection of collections) {
    const names = Object.keys((await read(engine, collection)) ?? {})
    for (const name of names.filter((name) => fresh[collection.list]?.[name] === undefined))
      await ask(engine, ...collection.remove(name))
  }
  const left = differences(fresh, await stateOf(engine))
  return left.length === 0 ? undefined : left.join(', ')
}

/** "/_ingest/pipeline mine" of everything that is in one of them only, or is not the same. */
function differences(one: EngineState, other: EngineState): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((list) => {
    const [before = {}, after = {}] = [one[list], other[list]]
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => `${list} ${name}`)
  })
}

async function ask(
  { url, username, password }: Asked,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: unknown }> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const answer = await fetch(url + path, {
    method,
    headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text }
}
