import { expectGone, expectOk } from '../../http/answer.js'
import { objectIn, type JsonObject } from '../../json.js'
import type { ResourceApi, ResourceKind } from '../kind.js'
import { textMark } from '../mark.js'
import { grafanaIn, readEach } from './reading.js'

const pathOf = (uid: string): string => `/api/dashboards/uid/${encodeURIComponent(uid)}`

const api: ResourceApi = {
  read: (stack, names) =>
    readEach(stack, names, pathOf, ({ dashboard, meta }) => ({
      body: { dashboard: dashboard ?? {}, folderUid: objectIn(meta)['folderUid'] ?? '' },
    })),
  normalize: ({ dashboard, folderUid = '' }) => ({ dashboard: withoutNumbers(objectIn(dashboard)), folderUid }),
  mark: () => textMark('dashboard', 'description'),
  // A newer Grafana brings dashboards up to its own form.
  rewritten: true,
  adoptionConflict: (desired, actual, paths) =>
    paths.length > 0 && JSON.stringify(desired) !== JSON.stringify(actual) ? 'it shows something else' : undefined,
  keepHint: 'Save it under another uid there',
  write: async (writers, _stack, objects) => {
    for (const { name, body, existing } of objects) {
      const version = objectIn(existing?.body, 'dashboard')['version'] ?? 0
      const dashboard = { ...objectIn(body['dashboard']), id: null, version }
      const sent = { dashboard, folderUid: body['folderUid'] ?? '', overwrite: false, message: 'elkctl' }
      expectOk(await grafanaIn(writers).post('/api/dashboards/db', sent), `Grafana dashboard ${name}`)
    }
  },
  remove: async (writers, _stack, name) => {
    expectGone(await grafanaIn(writers).delete(pathOf(name)), `Removing the Grafana dashboard ${name}`)
  },
}

/** What Grafana counts itself. */
function withoutNumbers(dashboard: JsonObject): JsonObject {
  const { id: _id, version: _version, iteration: _iteration, ...shown } = dashboard
  return shown
}

export const grafanaDashboard: ResourceKind = {
  name: 'Grafana dashboard',
  folder: 'dashboards/<profile>',
  compare: 'subset',
  onlyFor: 'grafana',
  needs: 'grafana',
  notRestored: { when: 'always', reason: 'Grafana keeps its earlier versions' },
  after: ['Grafana folder'],
  api: { elasticsearch: api, opensearch: api },
}
