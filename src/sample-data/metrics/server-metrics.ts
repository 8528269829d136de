import { random } from '../random.js'
import type { SampleCluster } from '../model/cluster.js'
import { cpuOf } from '../model/measures.js'
import { ticks, type Pace } from '../model/options.js'
import { outcomeOf, type HttpRequest } from '../model/requests.js'
import type { ServerLogLine } from '../model/server-log.js'
import type { Sent } from '../document.js'
import { jvmMeters, startJvm } from './jvm.js'
import { asDocument, counter, gauge, timer, type Meter } from './micrometer.js'

/** Micrometer sends once a minute; before the last hour a step has three minutes, to keep the volume down. */
const pace: Pace = { every: 180, recently: 60, near: 3600 }

/** What the meters of OpenVidu Server count between two moments of sending. */
export interface ServerStep {
  /** epoch milliseconds: the end of the step */
  time: number
  seconds: number
  requests: HttpRequest[]
  log: ServerLogLine[]
}

/** Everything falls into one step: the first one begins with the data. */
export function serverSteps(cluster: SampleCluster): ServerStep[] {
  const moments = ticks(cluster.options, pace, cluster.options.scale)
  const requests = cluster.requests.filter(({ by }) => by === 'server')
  let [request, line] = [0, 0]
  return moments.map((time, index) => {
    const step: ServerStep = {
      time,
      seconds: (time - (moments[index - 1] ?? cluster.from)) / 1000,
      requests: [],
      log: [],
    }
    for (let next = requests[request]; next && next.time <= time; next = requests[++request]) step.requests.push(next)
    for (let next = cluster.serverLog[line]; next && next.time <= time; next = cluster.serverLog[++line])
      step.log.push(next)
    return step
  })
}

/** The meters of OpenVidu Server as a Spring application. */
export function* serverMetrics(cluster: SampleCluster): Generator<Sent> {
  const jvm = startJvm(cluster)
  const known = new Map<string, Record<string, string>>()
  for (const step of serverSteps(cluster)) {
    const meters = [
      ...requestMeters(step, known),
      ...clientMeters(cluster, step),
      ...logMeters(step),
      ...tomcatMeters(cluster, step),
      ...processMeters(cluster, step),
      ...jvmMeters(cluster, jvm, step),
    ]
    for (const meter of meters) yield asDocument('server-metrics', step.time, meter)
  }
}

/** A timer for each endpoint, method and status; once there is one it is sent in every step, with zeros when nothing came. */
function requestMeters({ requests }: ServerStep, known: Map<string, Record<string, string>>): Meter[] {
  const times = new Map<string, number[]>()
  for (const { method, uri, status, exception, milliseconds } of requests) {
    const key = `${method} ${uri} ${status} ${exception}`
    known.set(key, { exception, method, outcome: outcomeOf(status), status: String(status), uri })
    times.set(key, [...(times.get(key) ?? []), milliseconds])
  }
  return [...known].map(([key, tags]) => timer('http_server_requests', times.get(key) ?? [], tags))
}

/** OpenVidu Server asks the media node controllers how they are. */
function clientMeters(cluster: SampleCluster, { time, seconds }: ServerStep): Meter[] {
  const dice = random(cluster.options.seed, 'client', time)
  return cluster.mediaNodes.slice(0, 3).map((node) => {
    const asked = Array.from(
      { length: Math.max(1, Math.round(seconds / 20)) },
      () => Math.round(dice.between(4, 45) * 1000) / 1000,
    )
    return timer('http_client_requests', asked, {
      clientName: node.address,
      method: 'GET',
      outcome: 'SUCCESS',
      status: '200',
      uri: '/media-node/status',
    })
  })
}

function logMeters({ log }: ServerStep): Meter[] {
  return (['error', 'warn', 'info', 'debug', 'trace'] as const).map((level) =>
    counter('logback_events', log.filter((line) => line.level.toLowerCase() === level).length, { level }),
  )
}

function tomcatMeters({ activity }: SampleCluster, { time, requests }: ServerStep): Meter[] {
  // Micrometer's Elastic registry calls a tag `name` so, because the meter itself has that field.
  const connector = { name_tag: 'https-jsse-nio-5443' }
  const sessions = activity.sessions(time)
  return [
    gauge('tomcat_sessions_active_current', activity.connections(time) + 2),
    gauge('tomcat_sessions_active_max', 40),
    counter('tomcat_sessions_created', requests.filter(({ uri }) => uri.endsWith('/connection')).length),
    counter('tomcat_sessions_rejected', 0),
    counter('tomcat_global_error', requests.filter(({ status }) => status >= 400).length, connector),
    counter(
      'tomcat_global_sent',
      requests.reduce((sum, { bytes }) => sum + bytes, 0),
      connector,
    ),
    counter('tomcat_global_received', requests.filter(({ method }) => method === 'POST').length * 210, connector),
    gauge('tomcat_threads_config_max', 200, connector),
    gauge('tomcat_threads_current', 10 + Math.min(sessions, 60), connector),
    gauge('tomcat_threads_busy', 1 + Math.min(Math.ceil(sessions / 4), 50), connector),
  ]
}

function processMeters(cluster: SampleCluster, { time }: ServerStep): Meter[] {
  const cpu = cpuOf(cluster, cluster.master, time)
  const startedAt = serverStartOf(cluster)
  return [
    gauge('process_cpu_usage', Math.round(cpu * 0.35 * 10_000) / 10_000),
    gauge('process_start_time', startedAt),
    gauge('process_uptime', time - startedAt),
    gauge('process_files_open', 210 + cluster.activity.connections(time) * 2),
    gauge('process_files_max', 1_048_576),
    gauge('system_cpu_usage', cpu),
    gauge('system_cpu_count', cluster.master.cores),
    gauge('system_load_average_1m', Math.round(cpu * cluster.master.cores * 100) / 100),
  ]
}

/** Epoch milliseconds: OpenVidu Server has run since three minutes after its machine was booted. */
export const serverStartOf = ({ master }: SampleCluster): number => master.bootedAt + 180_000
