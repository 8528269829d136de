import { isObject, type Json, type JsonBody } from './json-body.js'
import { illegalArgument, invalidField } from './refusals.js'
import { sizeValue, timeValue } from './units.js'

/** Reads what a policy says of one action; gives what the server stores, with the defaults it adds. */
type ActionReader = (config: Json, body: JsonBody) => Json

const defaultRetry = { count: 3, backoff: 'exponential', delay: '1m' }

/** One entry of `actions`: the action itself, and around it `timeout` and `retry`. */
export function readAction(value: unknown, body: JsonBody): Json {
  const entry = body.object(value)
  let action: Json | undefined
  for (const [field, config] of Object.entries(entry)) {
    if (field === 'timeout' || field === 'retry') continue
    const read = readers[field]
    if (!read) throw invalidField(field, 'Actions')
    action = { [field]: read(body.object(config), body) }
  }
  if (!action) throw illegalArgument('Action inside state is null')
  const timeout = entry['timeout'] === undefined ? {} : { timeout: timeValue(body.scalar(entry['timeout']), 'timeout') }
  const retry = isObject(entry['retry']) ? { ...defaultRetry, ...entry['retry'] } : defaultRetry
  return { ...timeout, retry, ...action }
}

/** The kind of an action that `readAction` gave back. */
export const actionType = (action: Json): string =>
  Object.keys(action).find((field) => field !== 'timeout' && field !== 'retry') ?? ''

const readEmpty: ActionReader = (config, body) => {
  const [field] = Object.keys(config)
  if (field === undefined) return {}
  throw body.unexpected('END_OBJECT', field, 'FIELD_NAME')
}

/** Actions of which no recording shows more than the name are taken as they are sent. */
const readAsSent: ActionReader = (config) => config

function withFields(place: string, fields: string[]): ActionReader {
  return (config) => {
    const unknown = Object.keys(config).find((field) => !fields.includes(field))
    if (unknown !== undefined) throw invalidField(unknown, place)
    return config
  }
}

const rolloverFields = withFields('RolloverAction', [
  'min_size',
  'min_doc_count',
  'min_index_age',
  'min_primary_shard_size',
  'copy_alias',
])

const readRollover: ActionReader = (config, body) => {
  const stored = { copy_alias: false, ...rolloverFields(config, body) }
  return mapFields(stored, {
    min_size: (value) => sizeValue(body.scalar(value), 'min_size'),
    min_primary_shard_size: (value) => sizeValue(body.scalar(value), 'min_primary_shard_size'),
    min_index_age: (value) => timeValue(body.scalar(value), 'min_index_age'),
  })
}

const shrinkSizes = ['num_new_shards', 'max_shard_size', 'percentage_of_source_shards']
const shrinkFields = withFields('ShrinkAction', [
  ...shrinkSizes,
  'target_index_name_template',
  'aliases',
  'switch_aliases',
  'force_unsafe',
])

const readShrink: ActionReader = (config, body) => {
  const stored = { switch_aliases: false, ...shrinkFields(config, body) }
  if (shrinkSizes.filter((size) => size in config).length !== 1) {
    throw illegalArgument('Exactly one option specifying the number of shards to shrink to must be used.')
  }
  return mapFields(stored, {
    target_index_name_template: (value) => ({ lang: 'mustache', ...body.object(value) }),
    aliases: (value) => body.list(value).map((alias) => withWriteIndex(body.object(alias), body)),
  })
}

const withWriteIndex = (alias: Json, body: JsonBody): Json =>
  Object.fromEntries(
    Object.entries(alias).map(([name, options]) => [name, { is_write_index: null, ...body.object(options) }]),
  )

const readForceMerge: ActionReader = (config) => {
  const fields = ['max_num_segments', 'wait_for_completion', 'task_execution_timeout']
  const unknown = Object.keys(config).find((field) => !fields.includes(field))
  if (unknown !== undefined) throw invalidField(unknown, 'ForceMergeActionConfig')
  if (config['max_num_segments'] === undefined) throw illegalArgument('ForceMergeActionConfig maxNumSegments is null')
  return config
}

const allocationFields = withFields('AllocationAction', ['require', 'include', 'exclude', 'wait_for'])

const readAllocation: ActionReader = (config, body) => ({
  require: {},
  include: {},
  exclude: {},
  wait_for: false,
  ...allocationFields(config, body),
})

/** `alias` of an entry comes back as the list `aliases`. */
const readAlias: ActionReader = (config, body) => ({
  actions: body.list(config['actions']).map((entry) =>
    Object.fromEntries(
      Object.entries(body.object(entry)).map(([verb, options]) => {
        const { alias, ...others } = body.object(options)
        return [verb, alias === undefined ? others : { ...others, aliases: [alias] }]
      }),
    ),
  ),
})

/** The actions a 2.19 allows by default. */
const readers: Record<string, ActionReader> = {
  alias: readAlias,
  allocation: readAllocation,
  close: readEmpty,
  delete: readEmpty,
  force_merge: readForceMerge,
  index_priority: withFields('IndexPriorityAction', ['priority']),
  notification: readAsSent,
  open: readEmpty,
  read_only: readEmpty,
  read_write: readEmpty,
  replica_count: withFields('ReplicaCountAction', ['number_of_replicas']),
  rollover: readRollover,
  rollup: readAsSent,
  shrink: readShrink,
  snapshot: readAsSent,
  transform: readAsSent,
}

function mapFields(stored: Json, change: Record<string, (value: unknown) => unknown>): Json {
  const changed = Object.entries(change).filter(([field]) => stored[field] !== undefined)
  return { ...stored, ...Object.fromEntries(changed.map(([field, map]) => [field, map(stored[field])])) }
}
