import { reasonIn } from '../../http/answer.js'
import { isObject, objectsIn, valueIn, type Json, type JsonObject } from '../../json.js'
import type { Alerting, Connector, Lack } from '../../stack/alerting.js'
import type { Reader, Reply, Stack } from '../../stack/stack.js'
import { knownConnectors } from './actions.js'
import { asRead, isFrom, kibanaVersion, pathTo } from './api.js'
import { allConnectors, inOrder } from './connectors.js'
import { ownConnectorName, ownConnectorType } from './kibana-connector.js'

export interface WantedAlerting {
  profile: string
  /** name of a connector that is there already */
  connector?: string
  /** what is there is only to be taken away */
  removes: boolean
  /** the user who will create the rules has signed in with an API key */
  byKey?: boolean
}

/** There is no connector of the name that was given. */
export class NoConnector extends Error {
  constructor(readonly names: string[]) {
    super('there is no connector of that name')
  }
}

/**
 * What a Kibana has for alerts. It accepts rules that it cannot run: so the plugin is asked for first, then the right to make rules, the key with which
 * Kibana encrypts them, Elasticsearch’s keys, with which it runs them, and the connector.
 *
 * @throws NoConnector
 */
export async function askAlerting(stack: Stack, dashboards: Reader, wanted: WantedAlerting): Promise<Alerting> {
  const usual = { name: ownConnectorName(wanted.profile), type: ownConnectorType }
  const without = (lack: Lack) => ({ connector: usual, lack })
  const first = await lackOf(stack, dashboards, wanted)
  if (first !== undefined) return without(first)
  const list = await dashboards.get(pathTo(stack, 'connectors'))
  if (list.status === 403) return wanted.removes ? { connector: usual } : without(noRightOnConnectors)
  if (wanted.connector === undefined) return { connector: usual }
  const connectors = await allConnectors({ url: dashboards.url, get: () => Promise.resolve(list) }, stack)
  const connector = inOrder(connectors).find(({ name }) => name === wanted.connector)
  if (connector === undefined) throw new NoConnector(connectors.map(({ name }) => name))
  const unfit = await unfitConnector(connector, stack, dashboards)
  return unfit === undefined ? { connector } : without(unfit)
}

async function lackOf(stack: Stack, dashboards: Reader, wanted: WantedAlerting): Promise<Lack | undefined> {
  const { removes, byKey = false } = wanted
  const version = kibanaVersion(stack)
  if (!isFrom(version, '7.8'))
    return {
      what: `Kibana ${version} has no rules that elkctl can write`,
      mend: 'Kibana 7.8 and later has them; until then, run elkctl alerts check from cron or a CI job',
    }
  if (byKey && !removes && stack.security && !isFrom(version, takesKeysSince)) return noRulesByKey(version)
  const types = await dashboards.get(pathTo(stack, 'ruleTypes'))
  return noRules(types, stack, removes ? 'read' : 'all') ?? (removes ? undefined : noKeys(stack, dashboards))
}

/**
 * A rule runs with a key that Kibana makes for it, and it makes none for who has signed in with one: 500 (recorded on 7.12.1), 400 since 7.14
 * (elastic/kibana#98088). Since 8.8 the rule takes the key that came (elastic/kibana#154189).
 */
const takesKeysSince = '8.8'

const noRulesByKey = (version: string): Lack => ({
  what: `Kibana ${version} cannot create rules for a user who signs in with an API key`,
  mend: `sign in with a user name and a password (--admin-username NAME); Kibana ${takesKeysSince} and later takes API keys`,
})

function noRules(types: Reply, stack: Stack, right: 'read' | 'all'): Lack | undefined {
  const version = kibanaVersion(stack)
  const hasOwnRights = isFrom(version, '7.10')
  if (types.status === 404)
    return {
      what: `this Kibana has no plugin for rules (${types.path} answers 404)${hasOwnRights ? '' : ', or the user may not use it'}`,
      mend: `install the distribution of Elastic: the one under Apache 2.0 (OSS) has none; up to 7.x, leave out xpack.alerts.enabled and xpack.actions.enabled in kibana.yml${hasOwnRights ? '' : `; ${rightsIn(version)}`}`,
    }
  if (types.status === 200 && !Array.isArray(types.body))
    return {
      what: `${types.path} does not answer as Kibana does: ${reasonIn(types)}`,
      mend: 'a proxy or a login page is in between: let paths below /api through to Kibana',
    }
  const mayMake = objectsIn((types.body ?? null) as Json).some((type) => {
    const consumer = valueIn(asRead(stack, type)['authorized_consumers'], 'alerts', right)
    return type['id'] === '.index-threshold' && (consumer === true || !hasOwnRights)
  })
  if (types.status === 200 && mayMake) return undefined
  const who = stack.identity?.username ?? 'the user'
  return {
    what: `${who} may not ${right === 'all' ? 'make' : 'read'} rules in Kibana${types.status === 200 ? '' : ` (${types.status} ${reasonIn(types)})`}`,
    mend: rightsIn(version),
  }
}

/** Rules and connectors have privileges of their own since 7.10 (elastic/kibana#67157); those of rules were called stackAlerts since 7.11. */
function rightsIn(version: string): string {
  if (!isFrom(version, '7.10'))
    return 'grant one of the Kibana privileges APM, Uptime, Metrics, Logs or SIEM: all, in this space'
  const rules = isFrom(version, '7.11') ? 'Stack Rules (stackAlerts)' : 'Built-In Alerts (builtInAlerts)'
  return `grant the Kibana privileges ${rules}: all, and Actions and Connectors (actions): all, in this space`
}

/** Kibana makes a rule that is enabled only where it has both; else it says 500 “internal server error”. */
async function noKeys(stack: Stack, dashboards: Reader): Promise<Lack | undefined> {
  const health = await dashboards.get(pathTo(stack, 'health'))
  const body: JsonObject = isObject(health.body) ? asRead(stack, health.body) : {}
  if (body['has_permanent_encryption_key'] === false)
    return {
      what: 'Kibana has no key with which it encrypts rules',
      mend: 'set xpack.encryptedSavedObjects.encryptionKey: "32 or more characters" in kibana.yml, the same on each Kibana, and restart it',
    }
  if (!stack.security) return undefined
  const keys = await stack.search.get('/_security/api_key?owner=true')
  if (keys.status !== 400 && keys.status !== 405) return undefined
  return {
    what: `Elasticsearch makes no API keys, with which Kibana runs rules (${reasonIn(keys)})`,
    mend: 'set xpack.security.authc.api_key.enabled: true in elasticsearch.yml on each node, and restart it; up to 7.x they are off where TLS is off for HTTP',
  }
}

const noRightOnConnectors: Lack = {
  what: 'the user may not see connectors in Kibana',
  mend: 'grant the Kibana privilege Actions and Connectors (actions): all in this space',
}

async function unfitConnector({ name, type }: Connector, stack: Stack, dashboards: Reader): Promise<Lack | undefined> {
  const reply = await dashboards.get(pathTo(stack, 'connectorTypes'))
  const found = objectsIn((Array.isArray(reply.body) ? reply.body : []) as Json).find(({ id }) => id === type)
  const known = found && asRead(stack, found)
  if (known?.['enabled_in_license'] === false)
    return {
      what: `the connector ${name} (${type}) needs the licence ${String(known['minimum_license_required'])}`,
      mend: 'with a basic licence use one of the type .server-log or .index',
    }
  if (knownConnectors.includes(type)) return undefined
  return {
    what: `elkctl does not know what to tell the connector ${name} (${type})`,
    mend: `it knows ${knownConnectors.join(', ')}; leave --connector out, and add an action with ${name} to the rules in Kibana`,
  }
}
