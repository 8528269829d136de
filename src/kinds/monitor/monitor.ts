import { expectGone, expectMade, expectOk } from '../../http/answer.js'
import { hasShape } from '../../http/shape.js'
import { isObject, objectsIn, valueIn, type JsonObject } from '../../json.js'
import type { Reader, Stack, Writer } from '../../stack/stack.js'
import type { Existing, ObjectToWrite, ResourceApi, ResourceKind } from '../kind.js'
import { readingOf, type ObjectsIn, type Reading } from '../reading.js'
import { monitorPath, monitorsPath, searchPath } from './api.js'
import { lackIn } from './ask.js'
import { conditionMark } from './condition-mark.js'
import { content, withOthersActions } from './content.js'
import { monitorsOf } from './definitions.js'
import { wantedMonitor } from './monitor-body.js'
import { reviewMonitors } from './review.js'

const api: ResourceApi = {
  read: (stack, names) => readMonitors(stack.search, stack, names),
  adapt: wantedMonitor,
  normalize: content,
  mark: () => conditionMark,
  merge: withOthersActions,
  adoptionConflict: (_desired, _actual, paths) => (paths.length > 0 ? 'it watches something else' : undefined),
  keepHint: 'Give it another name there',
  titleOf: (_monitor, name) => name,
  rewritten: true,
  review: reviewMonitors,
  write: async ({ search }, stack, objects) => {
    for (const object of objects) await writeMonitor(search, stack, object)
  },
  remove: async ({ search }, stack, name) => {
    const reading = await readMonitors(search, stack, [name])
    const id = reading.status === 'read' ? reading.objects.get(name)?.body['id'] : undefined
    if (id !== undefined)
      expectGone(await search.delete(monitorPath(stack, String(id))), `Removing the monitor ${name}`)
  },
}

/** OpenSearch's way to run an alert. */
export const monitor: ResourceKind = {
  name: 'monitor',
  folder: 'templates/<profile>/alerts',
  onlyFor: 'alerts',
  compare: 'subset',
  needs: 'search',
  // They can be refused for reasons of their own: what an application needs is there before.
  after: [
    ...['role', 'lifecycle policy', 'ingest pipeline', 'index template', 'legacy template'],
    ...['write alias', 'user', 'role mapping', 'saved object'],
  ],
  expand: monitorsOf,
  runs: ({ groupBy, windows }) =>
    windows > 1 ? undefined : `a monitor of OpenSearch${groupBy === undefined ? '' : ' (1.1 and later)'}`,
  api: { opensearch: api },
}

/** The index of monitors is made with the first one: until then the answer is 404. */
async function readMonitors(reader: Reader, stack: Stack, names: string[]): Promise<Reading> {
  const reply = await reader.get(searchPath(stack))
  const lack = lackIn(reply, stack)
  // Nothing else waits for monitors.
  return lack === undefined ? readingOf(reply, 'monitors', monitorsIn(names)) : { status: 'absent', reason: lack.what }
}

/** Those with one of the names, and all others with a mark. Names need not differ: of two the one with the mark counts. */
const monitorsIn =
  (names: string[]): ObjectsIn =>
  ({ hits }) => {
    const list = valueIn(hits, 'hits')
    if (!Array.isArray(list)) return undefined
    const found = objectsIn(list).filter((hit) =>
      hasShape(hit, { _id: 'text', _seq_no: 'number', _primary_term: 'number', _source: 'object' }),
    )
    if (found.length < list.length) return undefined
    const monitors = found.map((hit): [string, Existing] => {
      // Where the plugin cannot read it, it gives the document as it is.
      const body = isObject(hit._source['monitor']) ? hit._source['monitor'] : hit._source
      const version = `if_seq_no=${hit._seq_no}&if_primary_term=${hit._primary_term}`
      return [String(body['name']), { body: { ...body, id: hit._id }, version }]
    })
    const isOurs = ([, { body }]: [string, Existing]) => conditionMark.read(body) !== undefined
    return [...monitors.filter((one) => !isOurs(one) && names.includes(one[0])), ...monitors.filter(isOurs)]
  }

async function writeMonitor(search: Writer, stack: Stack, { name, body, existing }: ObjectToWrite): Promise<void> {
  const what = `Monitor ${name}`
  if (existing === undefined) {
    expectMade(await search.post(monitorsPath(stack), body), what)
    return
  }
  const path = `${monitorPath(stack, String(existing.body['id']))}?${String(existing.version)}`
  expectOk(await search.put(path, withoutId(body)), what)
}

const withoutId = ({ id: _id, ...monitor }: JsonObject): JsonObject => monitor
