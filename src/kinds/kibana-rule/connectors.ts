import { expectList } from '../../http/shape.js'
import { objectsIn } from '../../json.js'
import type { Connector } from '../../stack/alerting.js'
import type { Reader, Stack } from '../../stack/stack.js'
import { asRead, pathTo } from './api.js'

/** Every connector of the space. @throws ApiError, UnreachableError */
export async function allConnectors(reader: Reader, stack: Stack): Promise<Connector[]> {
  const list = expectList(await reader.get(pathTo(stack, 'connectors')), 'Reading the connectors of Kibana')
  return objectsIn(list).map((connector) => {
    const { id, name, connector_type_id: type } = asRead(stack, connector)
    return { id: String(id), name: String(name), type: String(type) }
  })
}

/** What connectors are called, by their ids; nothing where the user may not see them: then rules are known by the ids. @throws ApiError, UnreachableError */
export async function connectorNames(reader: Reader, stack: Stack): Promise<Map<string, string>> {
  const reply = await reader.get(pathTo(stack, 'connectors'))
  if (reply.status === 403) return new Map()
  const connectors = await allConnectors({ url: reader.url, get: () => Promise.resolve(reply) }, stack)
  return new Map(connectors.map(({ id, name }) => [id, name]))
}

/** By their ids: of two with one name the first is taken, in every run. */
export const inOrder = (connectors: Connector[]): Connector[] => connectors.toSorted((a, b) => (a.id < b.id ? -1 : 1))

/** Name → id. */
export const byName = (connectors: Connector[]): Map<string, string> =>
  new Map(
    inOrder(connectors)
      .toReversed()
      .map(({ id, name }) => [name, id]),
  )
