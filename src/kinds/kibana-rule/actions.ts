import { listIn, type JsonObject } from '../../json.js'
import { everyDocument } from '../../alerts/alert.js'
import type { Threshold } from './definitions.js'
import type { RuleForm } from './rule-type.js'
import { isFrom } from './api.js'

/** What a connector of a type is given: what came, and how bad it is. */
const parameters: Record<string, (message: string, level: string) => JsonObject> = {
  '.server-log': (message, level) => ({ level, message }),
  '.index': (message, level) => ({ documents: [{ message, level }] }),
  '.slack': (message) => ({ message }),
  '.teams': (message) => ({ message }),
  '.webhook': (message, level) => ({ body: JSON.stringify({ message, level }) }),
}

/** Others want to know more: to whom, in which project. */
export const knownConnectors = Object.keys(parameters)

const levels = { info: 'info', warning: 'warn', critical: 'error' } as const

const groups = { '.es-query': 'query matched', '.index-threshold': 'threshold met' } as const

/** When it begins, and when it is over. */
export function actionsOf(
  threshold: Threshold,
  form: RuleForm,
  connector: { name: string; type: string },
  version: string,
): JsonObject[] {
  const { severity } = threshold
  const params = parameters[connector.type]
  if (params === undefined) return []
  const rule = isFrom(version, '7.13') ? '{{rule.name}}' : '{{alertName}}'
  const begins: JsonObject = {
    group: groups[form.type],
    connector: connector.name,
    params: params(`${rule}: ${wordsOf(threshold, conditionOf(form, version))}`, levels[severity]),
  }
  // Until 7.10 nobody is told that it is over (elastic/kibana#82799).
  if (!isFrom(version, '7.11')) return [begins]
  return [begins, { group: 'recovered', connector: connector.name, params: params(`${rule}: it is over.`, 'info') }]
}

/** Recorded on 7.12.1: Kibana says it itself, and 7.8 does not (its index_threshold/action_context.ts). */
const conditionOf = ({ params }: RuleForm, version: string): string =>
  isFrom(version, '7.12')
    ? '{{context.conditions}}'
    : `is ${String(params['thresholdComparator'])} ${listIn(params['threshold']).join(', ')}`

function wordsOf({ alert }: Threshold, condition: string): string {
  const { message, runbook, query, groupBy } = alert
  const group = groupBy === undefined ? '' : ` ${groupBy.field}: {{context.group}}.`
  const asked = query === everyDocument ? '' : ` Query: ${query}.`
  return `{{context.value}} ${condition}.${group} ${message} ${runbook}${asked}`
}
