import { randomBytes } from 'node:crypto'
import { isObject, type Json } from '../ism/json-body.js'
import { storedSearch } from './query-body.js'
import { alertingException } from './refusals.js'

/** A monitor as GET shows it. */
export type Monitor = Json & { name: string }

export interface Reading {
  now: number
  /** before OpenSearch 1.1: triggers have no type, and there are no others */
  withoutTypes: boolean
}

/**
 * Reads a monitor as org.opensearch.commons.alerting.model.Monitor.parse of 2.19 does: what it does not know at the top and in a trigger is passed over,
 * in an action and in a schedule it is refused. Each refusal is wrapped by AlertingException.
 */
export function readMonitor(body: Json, { now, withoutTypes }: Reading): Monitor {
  const type = withoutTypes ? 'query_level_monitor' : String(body['monitor_type'] ?? 'query_level_monitor')
  if (!types.includes(type))
    throw alertingException(
      500,
      `Monitor type should be one of [${types.join(', ')}]`,
      'java.lang.IllegalStateException',
    )
  const triggers = list(body['triggers']).map((trigger) => readTrigger(trigger, withoutTypes))
  const ids = triggers.map((trigger) => idOf(trigger))
  const twin = ids.find((id, at) => ids.indexOf(id) < at)
  if (twin !== undefined) throw invalid(`Duplicate trigger id: ${twin}. Trigger ids must be unique.`)
  const wrong = withoutTypes ? undefined : triggers.find((trigger) => !((wrappers[type] ?? '') in trigger))
  if (wrong !== undefined) throw invalid(`Incompatible trigger [${idOf(wrong)}] for monitor type [${type}]`)
  const inputs = list(body['inputs'])
  if (inputs.length > 1) throw invalid('Monitors can only have 1 search input.')
  if (triggers.length > 10) throw invalid('Monitors can only support up to 10 triggers.')
  const enabled = body['enabled'] !== false
  return {
    type: 'monitor',
    schema_version: 0,
    name: text(body['name'], 'Monitor name is null'),
    ...(!withoutTypes && { monitor_type: type }),
    enabled,
    enabled_time: enabled ? now : null,
    schedule: readSchedule(body['schedule']),
    inputs: inputs.map((input) => readInput(input, type)),
    triggers,
    last_update_time: now,
    ...(!withoutTypes && { data_sources: dataSources, owner: 'alerting' }),
    ...(!withoutTypes && { delete_query_index_in_every_run: false, should_create_single_alert_for_findings: false }),
  }
}

const types = ['query_level_monitor', 'bucket_level_monitor', 'cluster_metrics_monitor', 'doc_level_monitor']

const wrappers: Record<string, string> = {
  query_level_monitor: 'query_level_trigger',
  bucket_level_monitor: 'bucket_level_trigger',
}

/** In 2.19 every monitor gets them. */
const dataSources = {
  query_index: '.opensearch-alerting-queries',
  findings_index: '.opensearch-alerting-finding-history-write',
  findings_index_pattern: '<.opensearch-alerting-finding-history-{now/d}-1>',
  alerts_index: '.opendistro-alerting-alerts',
  alerts_history_index: '.opendistro-alerting-alert-history-write',
  alerts_history_index_pattern: '<.opendistro-alerting-alert-history-{now/d}-1>',
  comments_index: '.opensearch-alerting-comments-history-write',
  comments_index_pattern: '<.opensearch-alerting-comments-history-{now/d}-1>',
  query_index_mappings_by_type: {},
  findings_enabled: false,
}

function readSchedule(value: unknown): Json {
  if (!isObject(value)) throw invalid('Schedule is null.')
  const [field, period] = Object.entries(value)[0] ?? []
  if (field !== 'period') throw invalid(`Invalid field: [${String(field)}] found in schedule.`)
  const { interval, unit } = object(period)
  if (!['MINUTES', 'HOURS', 'DAYS'].includes(String(unit)))
    throw invalid(`Timezone ${String(unit)} is not supported expected [Minutes, Hours, Days]`)
  if (typeof interval !== 'number' || interval <= 0) throw invalid('Interval is not allowed to be 0 or negative')
  return { period: { interval, unit } }
}

function readInput(input: Json, type: string): Json {
  const { indices, query } = object(input['search'])
  const search = storedSearch(object(query))
  if (type === 'bucket_level_monitor' && search['aggregations'] === undefined)
    throw invalid('At least one aggregation is required for the input')
  return { search: { indices, query: search } }
}

function readTrigger(trigger: Json, withoutTypes: boolean): Json {
  if (withoutTypes || 'name' in trigger) {
    const flat = queryTrigger(trigger)
    return withoutTypes ? flat : { query_level_trigger: flat }
  }
  const [type, body] = Object.entries(trigger)[0] ?? []
  if (type === 'query_level_trigger') return { [type]: queryTrigger(object(body)) }
  if (type === 'bucket_level_trigger') return { [type]: bucketTrigger(object(body)) }
  throw alertingException(400, `unknown field [${String(type)}]`, 'org.opensearch.core.xcontent.XContentParseException')
}

const queryTrigger = (trigger: Json): Json => ({
  ...headOf(trigger),
  condition: { script: script(object(trigger['condition'])['script']) },
  actions: list(trigger['actions']).map(readAction),
})

function bucketTrigger(trigger: Json): Json {
  const {
    buckets_path,
    parent_bucket_path,
    script: source,
    gap_policy = 'skip',
    ...rest
  } = object(trigger['condition'])
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw invalid(`Unknown key for a VALUE_STRING in [bucket_selector]: [${unknown}].`)
  const condition = { buckets_path, parent_bucket_path, script: script(source), gap_policy }
  return { ...headOf(trigger), condition, actions: list(trigger['actions']).map(readAction) }
}

const headOf = (trigger: Json): Json => ({
  id: trigger['id'] ?? madeUpId(),
  name: text(trigger['name'], 'Trigger name is null'),
  severity: text(trigger['severity'], 'Trigger severity is null'),
})

function readAction(action: Json): Json {
  const unknown = Object.keys(action).find((field) => !actionFields.includes(field))
  if (unknown !== undefined)
    throw alertingException(
      500,
      `Unexpected field: ${unknown}, while parsing action`,
      'java.lang.IllegalStateException',
    )
  const { id = madeUpId(), name, destination_id, message_template, subject_template, throttle_enabled = false } = action
  const throttle = action['throttle']
  if (throttle_enabled === true && !isObject(throttle))
    throw invalid('Action throttle enabled but not set throttle value')
  return {
    id,
    name: text(name, 'Action name is null'),
    destination_id: text(destination_id, 'Destination id is null'),
    message_template: script(message_template),
    throttle_enabled,
    ...(subject_template !== undefined && { subject_template: script(subject_template) }),
    ...(throttle !== undefined && { throttle }),
  }
}

const actionFields = [
  ...['id', 'name', 'destination_id', 'subject_template', 'message_template'],
  ...['throttle', 'throttle_enabled', 'action_execution_policy'],
]

const script = (value: unknown): Json => {
  const { source, lang } = object(value)
  return { source, lang }
}

function idOf(trigger: Json): string {
  const inner = Object.values(trigger).find((value) => isObject(value) && 'actions' in value)
  return String((inner as Json | undefined)?.['id'] ?? trigger['id'])
}

const madeUpId = (): string => randomBytes(15).toString('base64url')

const invalid = (reason: string) => alertingException(400, reason, 'java.lang.IllegalArgumentException')

function text(value: unknown, missing: string): string {
  if (value === undefined || value === null) throw invalid(missing)
  return String(value)
}

const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(object) : [])

function object(value: unknown): Json {
  if (isObject(value)) return value
  throw invalid('Failed to parse object: expecting token of type [START_OBJECT]')
}
