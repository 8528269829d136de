import { beforeAll, describe, expect, it } from '@jest/globals'
import { beatsTemplate } from './beats-templates.js'
import type { Dialect } from '../../../src/stack/flavors.js'
import { legacyTemplatesFor, readJson, templates, withoutIlm, type Mappings } from './data-files.js'
import type { SearchClient } from './search-client.js'

/** Where lines of one kind go, and the fields in which their senders put what they like. */
interface Family {
  index: string
  pipeline?: string
  /** whose mapping the index has, and must have afterwards; undefined: Beats' own */
  template?: string
  fields: string[]
  /** objects of which the engine looks at the fields: anything may come in the place of the object */
  objects?: string[]
}

const byContainers = [
  'json',
  'docker',
  'container.labels',
  'fields',
  'labels',
  'metadata',
  'client',
  'args',
  'unheardOf',
]
const families: Family[] = [
  // It stands for every service that has no pipeline: they share a template.
  { index: 'filebeat-coturn', template: 'openvidu-filebeat', fields: byContainers },
  {
    index: 'filebeat-kurento',
    pipeline: 'kurento-pipeline',
    template: 'openvidu-filebeat-kurento',
    fields: [...byContainers, 'message'],
  },
  { index: 'filebeat-nginx', template: 'openvidu-filebeat-nginx', fields: [...byContainers, 'message'] },
  {
    index: 'openvidu-logs',
    template: 'openvidu-logs',
    fields: ['message', 'level', 'logger', 'thread', 'timestamp', 'args', 'unheardOf'],
    objects: ['event', 'log'],
  },
  {
    index: 'openvidu-browser-logs',
    template: 'openvidu-browser-logs',
    fields: [
      ...['l', 'm', 'n', 't', 'message', 'level', 'logger', 'timestamp', 'client', 'unheardOf'],
      ...['sessionId', 'uniqueSessionId', 'connectionId', 'userId'],
    ],
    objects: ['event', 'log'],
  },
  { index: 'openvidu', template: 'openvidu-events', fields: ['labels', 'metadata', 'client', 'unheardOf'] },
  { index: 'filebeat-7.12.1', fields: ['json'] },
]

const values = readJson('test/fixtures/content/odd-values.json') as unknown[]
const thousandsOfKeys = Object.fromEntries(Array.from({ length: 3000 }, (_, number) => [`key${number}`, number]))
const deep = JSON.parse('{"a":'.repeat(200) + '1' + '}'.repeat(200)) as unknown

const isNoObject = (value: unknown): boolean => typeof value !== 'object' || value === null || Array.isArray(value)

const at = (path: string, value: unknown): object =>
  path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object

/** The same lines in both orders, for each field: what comes first must not decide what is taken later. */
export const describeOddValues = (dialect: Dialect) => (connected: () => SearchClient) => {
  describe('whatever a sender puts into a field of its own, every line arrives', () => {
    beforeAll(async () => {
      for (const [name, template] of legacyTemplatesFor(dialect)) {
        const body = withoutIlm(template)
        if (body !== undefined) await connected().request('PUT', `/_template/${name}`, body)
      }
      await connected().request('PUT', '/_template/filebeat-7.12.1', beatsTemplate('filebeat', '7.12.1'))
    })

    it.each(families)('$index', async ({ index, pipeline, template, fields, objects = [] }) => {
      const client = connected()
      const given = (field: string) =>
        objects.includes(field) ? values.filter(isNoObject) : [...values, thousandsOfKeys, deep]
      for (const inOrder of [given, (field: string) => given(field).reverse()]) {
        const name = index === 'openvidu' ? index : `${index}-2021.03.03`
        await client.send('DELETE', `/${name}`)
        const lines = [...fields, ...objects].flatMap((field) =>
          inOrder(field).map((value) => ({ '@timestamp': '2021-03-03T03:03:03.003Z', ...at(field, value) })),
        )
        await client.index(name, lines, pipeline)
        expect((await client.search(name, { track_total_hits: true })).hits.total.value).toBe(lines.length)
        if (template !== undefined) expect(await client.mappings(name)).toEqual(mappingsOf(template))
        await client.request('DELETE', `/${name}`)
      }
    })

    it.each(['server-metrics-2021-03', 'session-metrics-2021-03', 'loadtest-2021'])(
      '%s, where only texts, numbers and flags are sent',
      async (name) => {
        const client = connected()
        const scalars = values.filter((value) => typeof value !== 'object' || value === null)
        for (const ordered of [scalars, [...scalars].reverse()]) {
          const lines = ['value', 'name', 'unheardOf'].flatMap((field) => ordered.map((value) => at(field, value)))
          await client.index(name, lines)
          expect((await client.search(name, {})).hits.total.value).toBe(lines.length)
          await client.request('DELETE', `/${name}`)
        }
      },
    )
  })
}

function mappingsOf(name: string): Mappings {
  const template = templates.get(name)
  if (template === undefined) throw new Error(`no template ${name}`)
  return template.template.mappings
}
