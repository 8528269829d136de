import type { Answer, AnswerFunction, RequestToAnswer } from '../proxy.js'
import { identify, requireAction, type Caller, type EngineAccess } from '../ism/access.js'
import { isObject, type Json } from '../ism/json-body.js'
import { Refusal, refusal } from '../ism/refusals.js'
import { readMonitor, type Monitor } from './monitor-body.js'
import { configIndex, MonitorIndex, type StoredMonitor } from './monitor-index.js'
import { alertingException, indexMissing } from './refusals.js'

export interface AlertingDoubleOptions {
  /** Milliseconds; the clock of the double. */
  now?: () => number
  /** The engine behind the proxy: it says who signs in, what roles allow, and whether a monitor's indices are there. Without it everybody may do everything. */
  engine?: EngineAccess
  /** The ids of channels (destinations before 2.0) that people have made. */
  channels?: string[]
  /** as a server before OpenSearch 1.1 and Open Distro: no monitors of buckets, and triggers without a type */
  withoutTypes?: boolean
}

export interface AlertingDouble extends AnswerFunction {
  monitors: ReadonlyMap<string, StoredMonitor>
  /** As OpenSearch Dashboards saves it for a person: with everything that it does not show. */
  edit: (name: string, change: (monitor: Monitor) => Monitor) => void
  /** Its last run failed, with this message. */
  fail: (name: string, message: string) => void
  clear: () => void
}

interface Call {
  name: string | undefined
  query: URLSearchParams
  body: string
  headers: RequestToAnswer['headers']
  caller: Caller
}

/**
 * Stands for OpenSearch's alerting, whose plugin is in no public Maven repository, in front of a real OpenSearch. Derived from its source: the branches
 * 2.19 of https://github.com/opensearch-project/alerting (resthandler, transport) and https://github.com/opensearch-project/common-utils (model), the last
 * of https://github.com/opendistro-for-elasticsearch/alerting for Open Distro, and https://github.com/opensearch-project/notifications for channels.
 * Recorded was none of it. Nothing runs by itself. Gives undefined for every other path.
 */
export function alertingDouble(options: AlertingDoubleOptions = {}): AlertingDouble {
  const { now = Date.now, engine, channels = [], withoutTypes = false } = options
  let index = new MonitorIndex()
  const errors = new Map<string, string>()
  const allow = async ({ caller }: Call, action: string): Promise<void> => {
    if (engine) await requireAction(engine, caller, `cluster:admin/${action}`)
  }
  const read = async ({ body, headers }: Call): Promise<Monitor> => {
    const monitor = readMonitor(parsed(body), { now: now(), withoutTypes })
    if (engine) await requireIndices(engine, monitor, headers.authorization)
    return monitor
  }
  const userOf = ({ caller }: Call): string | undefined => caller.info?.user_name

  const monitors: Record<string, (call: Call) => Promise<Answer>> = {
    POST: async (call) => {
      if (call.name === '_search') return search(call, call.body)
      if (call.name !== undefined) return noHandler('POST', `/monitors/${call.name}`)
      await allow(call, 'opendistro/alerting/monitor/write')
      return written(201, index.create(await read(call), userOf(call)))
    },
    PUT: async (call) => {
      await allow(call, 'opendistro/alerting/monitor/write')
      const [seqNo, primaryTerm] = [call.query.get('if_seq_no'), call.query.get('if_primary_term')]
      const expected = seqNo !== null &&
        primaryTerm !== null && { expected: { seqNo: +seqNo, primaryTerm: +primaryTerm } }
      const monitor = await read(call)
      return written(200, index.update(nameOf(call), monitor, { user: userOf(call), ...expected }))
    },
    GET: async (call) => {
      if (call.name === '_search') return search(call, call.query.get('source') ?? call.body)
      if (call.name === 'alerts') return alerts(call)
      await allow(call, 'opendistro/alerting/monitor/get')
      const { id, version, seqNo, monitor } = index.get(nameOf(call))
      return { status: 200, body: { ...numbers(id, version, seqNo), monitor, associated_workflows: [] } }
    },
    DELETE: async (call) => {
      await allow(call, 'opendistro/alerting/monitor/delete')
      const { id, version } = index.delete(nameOf(call))
      return { status: 200, body: { _id: id, _version: version + 1 } }
    },
  }
  /** elkctl asks for all monitors; other searches are not stood for. */
  const search = async (call: Call, source: string): Promise<Answer> => {
    await allow(call, 'opendistro/alerting/monitor/search')
    const { query, size, ...rest } = parsed(source)
    if (JSON.stringify(query) !== allMonitors || Object.keys(rest).length > 0)
      throw new Error(`the double does not stand for ${source}`)
    const found = index.search()
    const hits = found.slice(0, Number(size ?? 10)).map(({ id, version, seqNo, monitor }) => ({
      ...{ _index: configIndex, ...numbers(id, version, seqNo) },
      ...{ _score: 1, _source: monitor },
    }))
    const total = { value: found.length, relation: 'eq' }
    return { status: 200, body: { took: 1, timed_out: false, hits: { total, max_score: 1, hits } } }
  }
  /** Alerts that tell of an error (RestGetAlertsAction, TransportGetAlertsAction; Alert.kt of common-utils); without the index of alerts there are none. */
  const alerts = async (call: Call): Promise<Answer> => {
    await allow(call, 'opendistro/alerting/alerts/get')
    if (call.query.get('alertState') !== 'ERROR') throw new Error('the double stands for alerts of errors alone')
    const found = [...index.monitors.values()].flatMap(({ id, monitor: { name } }) => {
      const message = errors.get(name)
      const about = { id: `error-${id}`, version: 1, monitor_id: id, monitor_name: name, trigger_name: 'critical' }
      return message === undefined
        ? []
        : [{ ...about, state: 'ERROR', error_message: message, start_time: now(), end_time: null }]
    })
    return { status: 200, body: { alerts: found, totalAlerts: found.length } }
  }
  const channel = async (call: Call): Promise<Answer> => {
    await allow(call, 'opensearch/notifications/configs/get')
    const id = nameOf(call)
    if (!channels.includes(id)) throw refusal(404, 'status_exception', `NotificationConfig ${id} not found`)
    const config = { config_id: id, config: { name: id, config_type: 'slack', is_enabled: true } }
    return {
      status: 200,
      body: { start_index: 0, total_hits: 1, total_hit_relation: 'eq', config_list: [config] },
    }
  }
  const destination = async (call: Call): Promise<Answer> => {
    await allow(call, 'opendistro/alerting/destination/get')
    const id = nameOf(call)
    if (!channels.includes(id))
      throw alertingException(404, 'Destination not found.', 'org.opensearch.OpenSearchStatusException')
    return { status: 200, body: { totalDestinations: 1, destinations: [{ id, type: 'slack', name: id }] } }
  }
  const resources: Record<string, Record<string, (call: Call) => Promise<Answer>>> = {
    '_alerting/monitors': monitors,
    '_alerting/destinations': { GET: destination },
    '_notifications/configs': { GET: channel },
  }

  const answer = async ({ method, path, headers, body }: RequestToAnswer): Promise<Answer | undefined> => {
    const url = new URL(path, 'http://engine')
    const [, resource = '', name] =
      /^\/_(?:plugins|opendistro)\/((?:_alerting|_notifications)\/[^/]+)(?:\/([^/]+))?$/.exec(url.pathname) ?? []
    const methods = resources[resource]
    if (methods === undefined) return undefined
    const caller = engine ? await identify(engine, headers.authorization) : {}
    if (caller === 'drop' || caller === 'hang' || 'status' in caller) return caller
    const handle = methods[method]
    if (handle === undefined || (name === undefined && method !== 'POST')) return noHandler(method, path)
    try {
      const decoded = name === undefined ? undefined : decodeURIComponent(name)
      return await handle({ name: decoded, query: url.searchParams, body, headers, caller })
    } catch (error) {
      if (error instanceof Refusal) return error.answer
      throw error
    }
  }
  return Object.assign(answer, {
    get monitors() {
      return index.monitors
    },
    edit: (name: string, change: (monitor: Monitor) => Monitor) => {
      const found = [...index.monitors.values()].find(({ monitor }) => monitor.name === name)
      if (found === undefined) throw new Error(`there is no monitor ${name}`)
      index.update(found.id, change(found.monitor), { user: 'a person' })
    },
    fail: (name: string, message: string) => {
      errors.set(name, message)
    },
    clear: () => {
      errors.clear()
      index = new MonitorIndex()
    },
  })
}

const numbers = (id: string, version: number, seqNo: number) => ({
  ...{ _id: id, _version: version },
  ...{ _seq_no: seqNo, _primary_term: 1 },
})

const written = (status: number, { id, version, seqNo, monitor }: StoredMonitor): Answer => ({
  status,
  ...(status === 201 && { headers: { Location: `/_plugins/_alerting/monitors/${id}` } }),
  body: { ...numbers(id, version, seqNo), monitor },
})

/** Who saves a monitor must be able to search its indices (TransportIndexMonitorAction.checkIndicesAndExecute). */
async function requireIndices(
  engine: EngineAccess,
  monitor: Monitor,
  authorization: string | undefined,
): Promise<void> {
  const [input] = monitor['inputs'] as { search: { indices: string[] } }[]
  const indices = input?.search.indices ?? []
  const response = await fetch(`${engine.url}/${indices.map(encodeURIComponent).join()}/_search?size=1`, {
    headers: authorization === undefined ? {} : { authorization },
  })
  if (response.status === 404) throw indexMissing(indices.join())
  if (response.status === 403)
    throw alertingException(
      403,
      `User doesn't have read permissions for one or more configured index [${indices.join(', ')}]`,
      'org.opensearch.OpenSearchStatusException',
    )
}

function parsed(text: string): Json {
  const body: unknown = JSON.parse(text)
  if (!isObject(body))
    throw refusal(400, 'parsing_exception', 'Failed to parse object: expecting token of type [START_OBJECT]')
  return body
}

const allMonitors = JSON.stringify({ term: { 'monitor.type': 'monitor' } })

function nameOf({ name }: Call): string {
  if (name === undefined) throw refusal(400, 'illegal_argument_exception', 'Missing monitor ID')
  return name
}

/** What a server without the plugin says, too. */
const noHandler = (method: string, path: string): Answer => ({
  status: 400,
  body: { error: `no handler found for uri [${path}] and method [${method}]` },
})
