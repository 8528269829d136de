import { expectList } from '../../http/shape.js'
import { objectsIn, pick, withoutUndefined, type JsonObject } from '../../json.js'
import type { Existing, ResourceApi, ResourceKind, Secret } from '../kind.js'
import { fieldMark } from '../mark.js'
import type { Stack } from '../../stack/stack.js'
import { grafanaIn, readEach } from './reading.js'
import { gone, made, provisioned } from './refused.js'

const path = '/api/datasources'
const pathOf = (uid: string): string => `${path}/uid/${encodeURIComponent(uid)}`

const compared = ['name', 'type', 'access', 'url', 'basicAuth', 'basicAuthUser', 'jsonData', 'secureJsonFields']

const api: ResourceApi = {
  read: async (stack, names) => {
    const reading = await readEach(stack, names, pathOf, (body) => ({ body }))
    if (reading.status !== 'read') return reading
    return { status: 'read', objects: new Map([...(await others(stack, names)), ...reading.objects]) }
  },
  normalize: (body) => pick(body, compared),
  conflict: (uid, { name = null }, all) => {
    if (all.get(uid)?.body['readOnly'] === true) return provisioned
    const other = [...all].find(([found, { body }]) => found !== uid && body['name'] === name)
    return (
      other && { reason: `the data source ${other[0]} has the name "${String(name)}"`, hint: 'Rename it in Grafana.' }
    )
  },
  adoptionConflict: (_desired, _actual, paths) => (paths.length > 0 ? 'it asks something else' : undefined),
  keepHint: 'Remove it there',
  // What Grafana does not know of these settings it keeps.
  mark: () => fieldMark('jsonData', 'elkctl'),
  write: async (writers, _stack, objects, secret) => {
    const grafana = grafanaIn(writers)
    for (const { name, body, existing } of objects) {
      const sent = withSecrets(body, secret)
      const what = `Grafana data source ${name}`
      if (existing === undefined) await made(grafana.post(path, sent), what)
      else await made(grafana.put(pathOf(name), { ...sent, version: existing.body['version'] ?? 0 }), what)
    }
  },
  remove: async (writers, _stack, name) => {
    await gone(grafanaIn(writers).delete(pathOf(name)), `Removing the Grafana data source ${name}`)
  },
}

/** Names differ, too: of all others the name is of interest, and nothing else. */
async function others(stack: Stack, names: string[]): Promise<[string, Existing][]> {
  const list = expectList(await grafanaIn(stack).reader.get(path), 'Reading the data sources of Grafana')
  return objectsIn(list).flatMap(({ uid, name = null }): [string, Existing][] =>
    typeof uid === 'string' && !names.includes(uid) ? [[uid, { body: { name } }]] : [],
  )
}

/** Grafana says of a password only that it has one, and keeps it where none is sent. */
function withSecrets(body: JsonObject, { dataSourcePassword, authority }: Secret): JsonObject {
  const { secureJsonFields: _hasPassword, ...rest } = body
  const secureJsonData = withoutUndefined({ basicAuthPassword: dataSourcePassword, tlsCACert: authority })
  return Object.keys(secureJsonData).length === 0 ? rest : { ...rest, secureJsonData }
}

export const grafanaDataSource: ResourceKind = {
  name: 'Grafana data source',
  folder: 'dashboards/<profile>',
  compare: 'subset',
  onlyFor: 'grafana',
  needs: 'grafana',
  notRestored: { when: 'always', reason: 'no backup has its password: put what the backup has into Grafana by hand' },
  // What an application needs is there before.
  after: [
    ...['role', 'lifecycle policy', 'ingest pipeline', 'index template', 'legacy template'],
    ...['write alias', 'user', 'role mapping', 'saved object'],
  ],
  api: { elasticsearch: api, opensearch: api },
}
