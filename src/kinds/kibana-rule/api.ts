import type { JsonObject } from '../../json.js'
import type { Stack } from '../../stack/stack.js'
import { compareVersions } from '../../stack/versions.js'
import { spacePath } from '../saved-object/space.js'

/** Paths of Kibana's alerting, and what its bodies call their fields. */
interface AlertingApi {
  rule: string
  rules: string
  ruleTypes: string
  health: string
  connector: string
  connectors: string
  connectorTypes: string
  /** the name of a field since 7.13 → here */
  names: Record<string, string>
}

/** https://www.elastic.co/guide/en/kibana/7.13/alerting-apis.html */
const current: AlertingApi = {
  rule: '/api/alerting/rule',
  rules: '/api/alerting/rules/_find',
  ruleTypes: '/api/alerting/rule_types',
  health: '/api/alerting/_health',
  connector: '/api/actions/connector',
  connectors: '/api/actions/connectors',
  connectorTypes: '/api/actions/connector_types',
  names: {},
}

/** From 7.9 to 7.12 rules were called alerts, and connectors actions (elastic/kibana#66838, elastic/kibana#65936). */
const earlier: AlertingApi = {
  rule: '/api/alerts/alert',
  rules: '/api/alerts/_find',
  ruleTypes: '/api/alerts/list_alert_types',
  health: '/api/alerts/_health',
  connector: '/api/actions/action',
  connectors: '/api/actions',
  connectorTypes: '/api/actions/list_action_types',
  names: {
    rule_type_id: 'alertTypeId',
    notify_when: 'notifyWhen',
    execution_status: 'executionStatus',
    connector_type_id: 'actionTypeId',
    has_permanent_encryption_key: 'hasPermanentEncryptionKey',
    enabled_in_license: 'enabledInLicense',
    minimum_license_required: 'minimumLicenseRequired',
    authorized_consumers: 'authorizedConsumers',
    created_at: 'createdAt',
  },
}

/** 7.8 has other paths of its rules (elastic/kibana#68886). */
const first: AlertingApi = {
  ...earlier,
  rule: '/api/alert',
  rules: '/api/alert/_find',
  ruleTypes: '/api/alert/types',
  health: '/api/alert/_health',
}

export const kibanaVersion = ({ dashboards }: Stack): string => dashboards?.version ?? '0'

export const isFrom = (version: string, from: string): boolean => compareVersions(version, from) >= 0

function apiOf(stack: Stack): AlertingApi {
  const version = kibanaVersion(stack)
  if (isFrom(version, '7.13')) return current
  return isFrom(version, '7.9') ? earlier : first
}

/** The path in the space of this run. */
export const pathTo = (stack: Stack, what: Exclude<keyof AlertingApi, 'names'>): string =>
  `${spacePath(stack)}${apiOf(stack)[what]}`

export const onePath = (stack: Stack, what: 'rule' | 'connector', id: string): string =>
  `${pathTo(stack, what)}/${encodeURIComponent(id)}`

/** Fields as this version calls them. */
export const asSent = (stack: Stack, body: JsonObject): JsonObject => renamed(body, apiOf(stack).names)

/** Fields as 7.13 calls them. */
export const asRead = (stack: Stack, body: JsonObject): JsonObject =>
  renamed(body, Object.fromEntries(Object.entries(apiOf(stack).names).map(([now, then]) => [then, now])))

const renamed = (body: JsonObject, names: Record<string, string>): JsonObject =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [names[name] ?? name, value]))
