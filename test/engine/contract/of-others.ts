import { expect } from '@jest/globals'
import { globalTenant } from '../../../sandbox/dashboards/tenants.js'
import type { SavedObjects } from '../../../sandbox/dashboards/saved-objects.js'
import type { Situation } from './situation.js'

/** What others make, under these names. */
interface Names {
  pipeline: string
  template: { name: string; pattern: string }
  role: string
  indexPattern: { id: string; title: string }
}

/** Names of ours: elkctl takes them over, and `destroy` puts them back. */
const ours: Names = {
  pipeline: 'openvidu-nginx-pipeline',
  template: { name: 'openvidu-loadtest', pattern: 'loadtest*' },
  role: 'openvidu-role',
  indexPattern: { id: 'openvidu-session-metrics', title: 'session-metrics-*' },
}

const theirs: Names = {
  pipeline: 'strangers',
  template: { name: 'strangers', pattern: 'strangers-*' },
  role: 'strangers',
  indexPattern: { id: 'strangers', title: 'strangers-*' },
}

/** Where OpenVidu's saved objects are; undefined: there is no dashboards server. */
export const savedObjects = ({ stack, isOpenSearch }: Situation): SavedObjects | undefined =>
  stack.dashboards?.double.objects.at(isOpenSearch ? globalTenant : 'default')

/** What a run needs that takes them over: ours of a role takes from it what theirs grants. */
export const adopting = ({ takenOver }: Situation): string[] =>
  takenOver.includes(`role ${ours.role}`) ? ['--adopt'] : []

export async function makeUnderOurNames(at: Situation): Promise<void> {
  await make(at, ours)
  at.takenOver = [
    `index template ${ours.template.name}`,
    `ingest pipeline ${ours.pipeline}`,
    ...(at.hasSecurity ? [`role ${ours.role}`] : []),
    ...(savedObjects(at) === undefined ? [] : [`saved object index-pattern/${ours.indexPattern.id}`]),
  ]
}

/** @returns what expects them to be as they were made, and removes them */
export async function makeBeside(at: Situation): Promise<() => Promise<void>> {
  const paths = await make(at, theirs)
  const { id } = theirs.indexPattern
  const read = async () => [
    ...(await Promise.all(paths.map(async (path) => (await at.search('GET', path)).body))),
    savedObjects(at)?.get('index-pattern', id),
  ]
  const made = await read()
  return async () => {
    expect(await read()).toEqual(made)
    for (const path of paths) expect((await at.search('DELETE', path)).status).toBe(200)
    savedObjects(at)?.delete('index-pattern', id)
  }
}

/** @returns the paths of those in the search engine */
async function make(at: Situation, { pipeline, template, role, indexPattern }: Names): Promise<string[]> {
  const { hasSecurity, isOpenSearch, securityPath } = at
  const settings = { index: { number_of_replicas: '0' } }
  const index_patterns = [template.pattern]
  const composable = (await at.search('GET', '/_index_template')).status === 200
  const objects: [path: string, body: object][] = [
    [`/_ingest/pipeline/${pipeline}`, { description: 'theirs', processors: [] }],
    composable
      ? [`/_index_template/${template.name}`, { index_patterns, priority: 7, template: { settings } }]
      : [`/_template/${template.name}`, { index_patterns, order: 7, settings }],
    ...(hasSecurity ? [roleOf(isOpenSearch, securityPath, role)] : []),
  ]
  for (const [path, body] of objects) {
    const { status, body: answer } = await at.search('PUT', path, body)
    if (status >= 300) throw new Error(`PUT ${path}: ${status} ${JSON.stringify(answer)}`)
  }
  const { id, title } = indexPattern
  savedObjects(at)?.put({
    ...{ type: 'index-pattern', id, attributes: { title, fields: '[]' }, references: [], migrationVersion: {} },
    ...{ coreMigrationVersion: undefined, typeMigrationVersion: undefined },
  })
  return objects.map(([path]) => path)
}

/** What it grants, elkctl would remove. */
const roleOf = (isOpenSearch: boolean, securityPath: string, name: string): [string, object] =>
  isOpenSearch
    ? [
        `${securityPath}/roles/${name}`,
        { index_permissions: [{ index_patterns: ['strangers-*'], allowed_actions: ['read'] }] },
      ]
    : [`${securityPath}/role/${name}`, { indices: [{ names: ['strangers-*'], privileges: ['read'] }] }]
