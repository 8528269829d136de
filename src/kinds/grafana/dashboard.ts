import { objectIn, objectsIn, type Json, type JsonObject } from '../../json.js'
import type { Stack } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'
import type { Existing, ResourceApi, ResourceKind } from '../kind.js'
import { textMark } from '../mark.js'
import { grafanaIn, readEach } from './reading.js'
import { gone, made, provisioned } from './refused.js'

const pathOf = (uid: string): string => `/api/dashboards/uid/${encodeURIComponent(uid)}`

const api: ResourceApi = {
  read: async (stack, names) => {
    const reading = await readEach(stack, names, pathOf, ({ dashboard, meta }) => {
      const { folderUid = '', provisioned: isProvisioned = false } = objectIn(meta)
      return { body: { dashboard: dashboard ?? {}, folderUid, isProvisioned } }
    })
    if (reading.status !== 'read') return reading
    return { status: 'read', objects: new Map([...(await others(stack, names)), ...reading.objects]) }
  },
  conflict: (uid, { dashboard, folderUid = null }, all) => {
    if (all.get(uid)?.body['isProvisioned'] === true) return provisioned
    const title = objectIn(dashboard)['title'] ?? null
    const other = [...all].find(
      ([found, { body }]) =>
        found !== uid && body['folderUid'] === folderUid && objectIn(body, 'dashboard')['title'] === title,
    )
    return (
      other && {
        reason: `the dashboard ${other[0]} has the title "${String(title)}" in the same folder`,
        hint: 'Rename it in Grafana.',
      }
    )
  },
  writable: ({ isProvisioned: _is, ...body }) => body,
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
      await made(grafanaIn(writers).post('/api/dashboards/db', sent), `Grafana dashboard ${name}`)
    }
  },
  remove: async (writers, _stack, name) => {
    await gone(grafanaIn(writers).delete(pathOf(name)), `Removing the Grafana dashboard ${name}`)
  },
}

/** Where Grafana has each title once in a folder: until 11.2 (grafana/grafana#90687). */
async function others(stack: Stack, names: string[]): Promise<[string, Existing][]> {
  const { reader, version } = grafanaIn(stack)
  if (compareVersions(version, '11.3') >= 0) return []
  const { body } = await reader.get('/api/search?type=dash-db&limit=5000')
  // One that does not say it says it when it is written.
  return objectsIn(Array.isArray(body) ? (body as Json) : []).flatMap(({ uid, title = null, folderUid = '' }) =>
    typeof uid === 'string' && !names.includes(uid) ? [[uid, { body: { dashboard: { title }, folderUid } }]] : [],
  )
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
