import { expectShape } from '../http/shape.js'
import { objectIn, wordsIn, type Json, type JsonObject } from '../json.js'
import { matchesAny } from '../patterns.js'
import type { Stack } from '../stack/stack.js'
import type { Dependant, DependantsOf } from './kind.js'

const lifecycleOwners = ['plugins', 'opendistro']

const settings = [
  ...[
    'default_pipeline',
    'final_pipeline',
    'lifecycle.name',
    'lifecycle.rollover_alias',
    'lifecycle.indexing_complete',
  ],
  ...lifecycleOwners.flatMap((by) =>
    ['rollover_alias', 'rollover_skip'].map((name) => `${by}.index_state_management.${name}`),
  ),
]

/** The settings by which indices and templates name other objects, and nothing else of them. */
const usesPath = `/_cluster/state/metadata?filter_path=${settings
  .flatMap((name) =>
    ['indices.*', 'templates.*', 'index_template.index_template.*.template'].map(
      (of) => `${of}.settings.index.${name}`,
    ),
  )
  .map((field) => `metadata.${field}`)
  .join()}`

/** An index or a template that names other objects in its settings. */
interface User extends Dependant {
  settings: JsonObject
}

/** One request, whatever is asked. @throws ApiError */
async function readUsers({ search }: Stack): Promise<User[]> {
  const reply = await search.get(usesPath)
  const { metadata = {} }: { metadata?: Json } = expectShape(
    reply,
    'Reading which objects indices and templates use',
    {},
  )
  const among = (kind: string, all: JsonObject, ...path: string[]): User[] =>
    Object.entries(all).map(([name, body]) => ({ kind, name, settings: objectIn(body, ...path, 'settings', 'index') }))
  return [
    ...among('index', objectIn(metadata, 'indices')),
    // Below 7.8 every template is of the older form.
    ...among('template', objectIn(metadata, 'templates')),
    ...among('template', objectIn(metadata, 'index_template', 'index_template'), 'template'),
  ]
}

const without = ({ kind, name }: User): Dependant => ({ kind, name })

const byName = <Named extends { name: string }>(
  objects: Named[],
  users: User[],
  uses: (user: User, object: Named) => boolean,
) => new Map(objects.map((object) => [object.name, users.filter((user) => uses(user, object)).map(without)]))

/** A document that is written to such an index would be refused. */
export const usersOfPipelines: DependantsOf = async (stack, pipelines) =>
  byName(pipelines, await readUsers(stack), ({ settings }, { name }) =>
    [settings['default_pipeline'], settings['final_pipeline']].includes(name),
  )

/** Such an index would never be deleted; ILM itself refuses to remove its policy. */
export const usersOfPolicies: DependantsOf = async (stack, policies) =>
  byName(policies, await readUsers(stack), ({ settings }, { name }) => objectIn(settings, 'lifecycle')['name'] === name)

/** Indices that are going to roll over: the successor would be made without the template. */
export const rollingIndices: DependantsOf = async (stack, templates) => {
  const rolling = (await readUsers(stack)).filter(({ kind, settings }) => kind === 'index' && rollsOver(settings))
  return byName(templates, rolling, (index, { body }) => matchesAny(wordsIn(body['index_patterns']), index.name))
}

function rollsOver(settings: JsonObject): boolean {
  const { rollover_alias: alias, indexing_complete } = objectIn(settings, 'lifecycle')
  if (alias !== undefined && String(indexing_complete) !== 'true') return true
  return lifecycleOwners
    .map((by) => objectIn(settings, by, 'index_state_management'))
    .some(({ rollover_alias, rollover_skip }) => rollover_alias !== undefined && String(rollover_skip) !== 'true')
}
