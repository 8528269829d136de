import { random } from '../../../../sample-data/random.js'
import type { SampleCluster } from './cluster.js'
import { cpuOf } from './measures.js'
import type { SampleNode } from './nodes.js'
import { linePace, ticks } from '../../../../sample-data/moments.js'
import type { HttpRequest } from './http-request.js'
import type { ServerLogLine } from './server-log.js'

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
  const moments = ticks(cluster.options, linePace, cluster.options.scale)
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

/** OpenVidu Server asks the media node controllers how they are. @returns milliseconds of each answer in a step */
export function questionsTo(
  cluster: SampleCluster,
  { time, seconds }: ServerStep,
): { node: SampleNode; milliseconds: number[] }[] {
  const dice = random(cluster.options.seed, 'client', time)
  return cluster.mediaNodes.slice(0, 3).map((node) => ({
    node,
    milliseconds: Array.from(
      { length: Math.max(1, Math.round(seconds / 20)) },
      () => Math.round(dice.between(4, 45) * 1000) / 1000,
    ),
  }))
}

/** Epoch milliseconds: OpenVidu Server has run since three minutes after its machine was booted. */
export const serverStartOf = ({ master }: SampleCluster): number => master.bootedAt + 180_000

/** Share of all cores. */
export const processCpuOf = (cluster: SampleCluster, time: number): number =>
  Math.round(cpuOf(cluster, cluster.master, time) * 0.35 * 10_000) / 10_000

/** HTTP sessions that Tomcat holds open: two of the operators, and one for each connection. */
export const httpSessionsOf = ({ activity }: SampleCluster, time: number): number => activity.connections(time) + 2

/** Bytes that Tomcat received: only what is posted has a body. */
export const receivedBytes = (requests: HttpRequest[]): number =>
  requests.filter(({ method }) => method === 'POST').length * 210
