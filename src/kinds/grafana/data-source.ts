import { expectGone, expectMade, expectOk } from '../../http/answer.js'
import { pick, withoutUndefined, type JsonObject } from '../../json.js'
import type { ResourceApi, ResourceKind, Secret } from '../kind.js'
import { fieldMark } from '../mark.js'
import { grafanaIn, readEach } from './reading.js'

const path = '/api/datasources'
const pathOf = (uid: string): string => `${path}/uid/${encodeURIComponent(uid)}`

const compared = ['name', 'type', 'access', 'url', 'basicAuth', 'basicAuthUser', 'jsonData', 'secureJsonFields']

const api: ResourceApi = {
  read: (stack, names) => readEach(stack, names, pathOf, (body) => ({ body })),
  normalize: (body) => pick(body, compared),
  // What Grafana does not know of these settings it keeps.
  mark: () => fieldMark('jsonData', 'elkctl'),
  write: async (writers, _stack, objects, secret) => {
    const grafana = grafanaIn(writers)
    for (const { name, body, existing } of objects) {
      const sent = withSecrets(body, secret)
      const what = `Grafana data source ${name}`
      if (existing === undefined) expectMade(await grafana.post(path, sent), what)
      else expectOk(await grafana.put(pathOf(name), { ...sent, version: existing.body['version'] ?? 0 }), what)
    }
  },
  remove: async (writers, _stack, name) => {
    expectGone(await grafanaIn(writers).delete(pathOf(name)), `Removing the Grafana data source ${name}`)
  },
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
  notRestored: { when: 'always', reason: 'its password is not in a backup: run elkctl init --grafana' },
  // What an application needs is there before.
  after: [
    ...['role', 'lifecycle policy', 'ingest pipeline', 'index template', 'legacy template'],
    ...['write alias', 'user', 'role mapping', 'saved object'],
  ],
  api: { elasticsearch: api, opensearch: api },
}
