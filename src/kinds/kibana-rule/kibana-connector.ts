import { expectGone, expectMade } from '../../http/answer.js'
import { objectsIn } from '../../json.js'
import type { Connector } from '../../stack/alerting.js'
import type { Stack } from '../../stack/stack.js'
import type { Dependant, NamedBody, ResourceApi, ResourceKind } from '../kind.js'
import type { Reading } from '../reading.js'
import { asSent, onePath, pathTo } from './api.js'
import { allConnectors } from './connectors.js'
import { nameOf } from './rule-name.js'
import { allRules } from './rules.js'

export const ownConnectorType = '.server-log'

/** Of an application. */
export const ownConnectorName = (profile: string): string => `elkctl ${profile}`

const api: ResourceApi = {
  read: async (stack): Promise<Reading> => {
    const { dashboards } = stack
    if (dashboards === undefined) return { status: 'absent', reason: 'there is no dashboards server' }
    if (dashboards.alerting?.lack !== undefined) return { status: 'absent', reason: dashboards.alerting.lack.what }
    const connectors = (await allConnectors(dashboards.reader, stack)).filter(isOfOwnType)
    return { status: 'read', objects: new Map(connectors.map(({ name, type }) => [name, { body: { name, type } }])) }
  },
  adapt: (body, { stack: { dashboards } }, name) => {
    const used = dashboards?.alerting?.connector.name
    return used === undefined || used === name ? body : `the connector ${used} is used`
  },
  normalize: (body) => body,
  // Its configuration is empty, and there is no description.
  mark: () => undefined,
  write: async ({ dashboards }, stack, objects) => {
    for (const { body, name, existing } of objects)
      if (dashboards !== undefined && existing === undefined) {
        const sent = { name, connector_type_id: body['type'] ?? null, config: {}, secrets: {} }
        expectMade(await dashboards.post(pathTo(stack, 'connector'), asSent(stack, sent)), `Connector ${name}`)
      }
  },
  dependants: rulesWith,
  remove: async ({ dashboards }, stack, name) => {
    if (dashboards === undefined) return
    // Kibana removes one under the rules that use it, without an error (recorded on 7.12.1).
    const { id } = (await allConnectors(dashboards, stack)).filter(isOfOwnType).find((one) => one.name === name) ?? {}
    if (id !== undefined)
      expectGone(await dashboards.delete(onePath(stack, 'connector', id)), `Removing the connector ${name}`)
  },
}

const isOfOwnType = ({ type }: Connector): boolean => type === ownConnectorType

/** Rules that tell people through a connector, also those that elkctl did not make. */
async function rulesWith(stack: Stack, objects: NamedBody[]): Promise<Map<string, Dependant[]>> {
  const { dashboards } = stack
  if (dashboards === undefined) return new Map()
  const connectors = (await allConnectors(dashboards.reader, stack)).filter(isOfOwnType)
  const rules = await allRules(dashboards.reader, stack)
  return new Map(
    objects.map(({ name }) => {
      const ids = connectors.filter((one) => one.name === name).map(({ id }) => id)
      const using = rules.filter(({ actions }) => objectsIn(actions).some(({ id }) => ids.includes(String(id))))
      return [name, using.map((rule) => ({ kind: 'kibana rule', name: nameOf(rule) ?? String(rule['name']) }))]
    }),
  )
}

export const kibanaConnector: ResourceKind = {
  name: 'kibana connector',
  folder: 'templates/<profile>/alerts',
  onlyFor: 'alerts',
  compare: 'exact',
  needs: 'dashboards',
  // Last: what goes wrong with alerts holds up nothing else.
  after: [
    ...['role', 'lifecycle policy', 'ingest pipeline', 'index template', 'legacy template', 'write alias'],
    ...['user', 'role mapping', 'saved object'],
  ],
  expand: ([first], { profile }) =>
    first === undefined
      ? []
      : [
          {
            name: ownConnectorName(profile),
            file: first.file,
            body: { name: ownConnectorName(profile), type: ownConnectorType },
          },
        ],
  api: { elasticsearch: api },
}
