import { compareVersions } from '../object-migrations.js'
import type { JsonObject } from '../json.js'

/** What a version of Kibana calls things. */
export interface Versioned {
  isFrom: (version: string) => boolean
  paths: {
    rule: string
    rules: string
    ruleTypes: string
    health: string
    connector: string
    connectors: string
    connectorTypes: string
  }
  /** fields of 7.12 as this version calls them */
  named: (body: JsonObject) => JsonObject
  /** the way back */
  unnamed: (body: JsonObject) => JsonObject
}

/** Recorded. */
const of712: Versioned['paths'] = {
  rule: '/api/alerts/alert',
  rules: '/api/alerts/_find',
  ruleTypes: '/api/alerts/list_alert_types',
  health: '/api/alerts/_health',
  connector: '/api/actions/action',
  connectors: '/api/actions',
  connectorTypes: '/api/actions/list_action_types',
}

/** Derived from elastic/kibana#66838 and #68886: 7.8 has these, and those of connectors as 7.12 (elastic/kibana#67429). */
const of78: Partial<Versioned['paths']> = {
  rule: '/api/alert',
  rules: '/api/alert/_find',
  ruleTypes: '/api/alert/types',
  health: '/api/alert/_health',
}

/** Derived from https://www.elastic.co/guide/en/kibana/7.13/alerting-apis.html; the earlier paths, which 7.13 to 8 have too, are not known here. */
const from713: Versioned['paths'] = {
  rule: '/api/alerting/rule',
  rules: '/api/alerting/rules/_find',
  ruleTypes: '/api/alerting/rule_types',
  health: '/api/alerting/_health',
  connector: '/api/actions/connector',
  connectors: '/api/actions/connectors',
  connectorTypes: '/api/actions/connector_types',
}

/** Others are the same in lower case with `_`. */
const renamed: Record<string, string> = {
  alertTypeId: 'rule_type_id',
  actionTypeId: 'connector_type_id',
  muteAll: 'mute_all',
  mutedInstanceIds: 'muted_alert_ids',
  alertingFrameworkHeath: 'alerting_framework_health',
}

const snake = (name: string): string => renamed[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export function versioned(version: string): Versioned {
  const isFrom = (from: string) => compareVersions(version, from) >= 0
  if (!isFrom('7.13')) {
    const paths = { ...of712, ...(!isFrom('7.9') && of78) }
    return { isFrom, paths, named: (body) => body, unnamed: (body) => body }
  }
  const camel = new Map(['alertTypeId', 'actionTypeId', 'notifyWhen', 'alertDelay'].map((name) => [snake(name), name]))
  const mapped = (body: JsonObject, name: (one: string) => string) =>
    Object.fromEntries(Object.entries(body).map(([key, value]) => [name(key), value]))
  return {
    isFrom,
    paths: from713,
    named: (body) => mapped(body, snake),
    unnamed: (body) => mapped(body, (key) => camel.get(key) ?? key),
  }
}
