import { cpuOf } from '../model/measures.js'
import type { SampleCluster } from '../model/cluster.js'
import { jvmStates } from '../model/jvm.js'
import { outcomeOf } from '../model/http-request.js'
import {
  httpSessionsOf,
  processCpuOf,
  questionsTo,
  receivedBytes,
  serverStartOf,
  serverSteps,
  type ServerStep,
} from '../model/server.js'
import type { Sent } from '../../../../sample-data/document.js'
import { jvmMeters } from './jvm.js'
import { asDocument, counter, gauge, timer, type Meter } from './micrometer.js'

/** The meters of OpenVidu Server as a Spring application. */
export function* serverMetrics(cluster: SampleCluster): Generator<Sent> {
  const steps = serverSteps(cluster)
  const jvm = jvmStates(cluster, steps)
  const tagsByKey = new Map<string, Record<string, string>>()
  for (const [index, step] of steps.entries()) {
    const state = jvm[index]
    const meters = [
      ...requestMeters(step, tagsByKey),
      ...clientMeters(cluster, step),
      ...logMeters(step),
      ...tomcatMeters(cluster, step),
      ...processMeters(cluster, step),
      ...(state === undefined ? [] : jvmMeters(state)),
    ]
    for (const meter of meters) yield asDocument('server-metrics', step.time, meter)
  }
}

/** A timer for each endpoint, method and status; once there is one it is sent in every step, with zeros when nothing came. */
function requestMeters({ requests }: ServerStep, tagsByKey: Map<string, Record<string, string>>): Meter[] {
  const times = new Map<string, number[]>()
  for (const { method, uri, status, exception, milliseconds } of requests) {
    const key = `${method} ${uri} ${status} ${exception}`
    tagsByKey.set(key, { exception, method, outcome: outcomeOf(status), status: String(status), uri })
    times.set(key, [...(times.get(key) ?? []), milliseconds])
  }
  return [...tagsByKey].map(([key, tags]) => timer('http_server_requests', times.get(key) ?? [], tags))
}

const clientMeters = (cluster: SampleCluster, step: ServerStep): Meter[] =>
  questionsTo(cluster, step).map(({ node, milliseconds }) =>
    timer('http_client_requests', milliseconds, {
      clientName: node.address,
      method: 'GET',
      outcome: 'SUCCESS',
      status: '200',
      uri: '/media-node/status',
    }),
  )

function logMeters({ log }: ServerStep): Meter[] {
  return (['error', 'warn', 'info', 'debug', 'trace'] as const).map((level) =>
    counter('logback_events', log.filter((line) => line.level.toLowerCase() === level).length, { level }),
  )
}

function tomcatMeters(cluster: SampleCluster, { time, requests }: ServerStep): Meter[] {
  // Micrometer's Elastic registry calls a tag `name` so, because the meter itself has that field.
  const connector = { name_tag: 'https-jsse-nio-5443' }
  const sessions = cluster.activity.sessions(time)
  return [
    gauge('tomcat_sessions_active_current', httpSessionsOf(cluster, time)),
    gauge('tomcat_sessions_active_max', 40),
    counter('tomcat_sessions_created', requests.filter(({ uri }) => uri.endsWith('/connection')).length),
    counter('tomcat_sessions_rejected', 0),
    counter('tomcat_global_error', requests.filter(({ status }) => status >= 400).length, connector),
    counter(
      'tomcat_global_sent',
      requests.reduce((sum, { bytes }) => sum + bytes, 0),
      connector,
    ),
    counter('tomcat_global_received', receivedBytes(requests), connector),
    gauge('tomcat_threads_config_max', 200, connector),
    gauge('tomcat_threads_current', 10 + Math.min(sessions, 60), connector),
    gauge('tomcat_threads_busy', 1 + Math.min(Math.ceil(sessions / 4), 50), connector),
  ]
}

function processMeters(cluster: SampleCluster, { time }: ServerStep): Meter[] {
  const cpu = cpuOf(cluster, cluster.master, time)
  const startedAt = serverStartOf(cluster)
  return [
    gauge('process_cpu_usage', processCpuOf(cluster, time)),
    gauge('process_start_time', startedAt),
    gauge('process_uptime', time - startedAt),
    gauge('process_files_open', 210 + cluster.activity.connections(time) * 2),
    gauge('process_files_max', 1_048_576),
    gauge('system_cpu_usage', cpu),
    gauge('system_cpu_count', cluster.master.cores),
    gauge('system_load_average_1m', Math.round(cpu * cluster.master.cores * 100) / 100),
  ]
}
