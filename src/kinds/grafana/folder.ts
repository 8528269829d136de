import { refusal } from '../../http/answer.js'
import { isObject } from '../../json.js'
import type { Dependant, ResourceApi, ResourceKind } from '../kind.js'
import { grafanaIn, readEach } from './reading.js'
import { gone, made } from './refused.js'

const path = '/api/folders'
const pathOf = (uid: string): string => `${path}/${encodeURIComponent(uid)}`

const api: ResourceApi = {
  read: (stack, names) => readEach(stack, names, pathOf, (body) => ({ body })),
  // People may rename it.
  normalize: () => ({}),
  // It has room for none. By its uid it is elkctl's: those that Grafana gives are random.
  mark: () => undefined,
  write: async (writers, _stack, objects) => {
    for (const { name, body } of objects) await made(grafanaIn(writers).post(path, body), `Grafana folder ${name}`)
  },
  // With a folder Grafana deletes every dashboard in it.
  dependants: async (stack, objects) => {
    const found = await Promise.all(
      objects.map(async ({ name }): Promise<[string, Dependant[]]> => {
        const reply = await grafanaIn(stack).reader.get(`/api/search?limit=5000&folderUIDs=${encodeURIComponent(name)}`)
        if (reply.status !== 200 || !Array.isArray(reply.body))
          throw refusal(reply, `Looking into the Grafana folder ${name}`)
        const inside: unknown[] = reply.body
        return [name, inside.filter(isObject).map(({ uid }) => ({ kind: 'Grafana dashboard', name: String(uid) }))]
      }),
    )
    return new Map(found)
  },
  remove: async (writers, _stack, name) => {
    await gone(grafanaIn(writers).delete(pathOf(name)), `Removing the Grafana folder ${name}`)
  },
}

export const grafanaFolder: ResourceKind = {
  name: 'Grafana folder',
  folder: 'dashboards/<profile>',
  compare: 'subset',
  onlyFor: 'grafana',
  needs: 'grafana',
  notRestored: { when: 'always', reason: 'run elkctl init --grafana' },
  after: ['Grafana data source'],
  api: { elasticsearch: api, opensearch: api },
}
