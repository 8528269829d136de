import type { Shown } from '../../../content/panel-request.js'
import type { SampleCluster } from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import type { HttpRequest } from '../../../../../src/profiles/openvidu/sample-data/model/http-request.js'
import { questionsTo, serverSteps } from '../../../../../src/profiles/openvidu/sample-data/model/server.js'
import { asksNothing, line, mean, most, sum, type Look, type PanelProofs, type Value, wholeBars } from '../look.js'
import { answered, counted, failed, logged, nothingToSelect, toldOf } from './server.js'

/** How many there are in all that the dashboard looks at. */
const total = (cluster: SampleCluster, { from, to }: Look, which: (request: HttpRequest) => boolean): number =>
  counted(cluster, answered(cluster).filter(which))(from, to + 1) ?? NaN

/** Requests a second. Micrometer knows of a timer from its first request on, and says 0 from then on: before, there is nothing to show. */
const perSecond =
  (cluster: SampleCluster, which: (request: HttpRequest) => boolean, seconds: number): Value =>
  (from, before) => {
    const requests = answered(cluster).filter(which)
    const { upTo = -Infinity } = toldOf(cluster)(from, before) ?? {}
    if (!requests.some(({ time }) => time <= upTo)) return undefined
    return Number(counted(cluster, requests)(from, before)) / seconds
  }

/** Short, so that a legend shows all of it: in the API of OpenVidu nothing but sessions has connections. */
function endpoint({ method, uri }: HttpRequest): string {
  const short = uri.replace('/openvidu/api/', '').replace('/openvidu/', '').replace('sessions/{sessionId}/', '')
  return `${method} ${short.replace('{sessionId}', '{id}').replace('{recordingId}', '{id}')}`
}

/** The ten highest, by a number for each endpoint. @throws Error where the tenth is not clearly so: then an engine may choose */
function topTen(numbers: Map<string, number>): string[] {
  const ranked = [...numbers].sort(([, a], [, b]) => b - a)
  if (ranked.length > 10 && ranked[9]?.[1] === ranked[10]?.[1]) throw new Error('the tenth and the eleventh are equal')
  return ranked.slice(0, 10).map(([name]) => name)
}

/** As meters are sent. */
const threeDecimals = (value: number): number => Math.round(value * 1000) / 1000

/** The means that the timers of an endpoint send in a part of the time: one for each step, status and exception with requests. */
function means(cluster: SampleCluster): (name: string, from: number, before: number) => number[] {
  const sent = serverSteps(cluster).flatMap(({ time, requests }) => {
    const timers = new Map<string, HttpRequest[]>()
    for (const request of requests) {
      const timer = `${endpoint(request)} ${request.status} ${request.exception}`
      timers.set(timer, [...(timers.get(timer) ?? []), request])
    }
    return [...timers.values()].map((timed) => ({
      time,
      name: timed[0] === undefined ? '' : endpoint(timed[0]),
      mean: threeDecimals(threeDecimals(sum(milliseconds(timed))) / timed.length),
    }))
  })
  return (name, from, before) =>
    sent.filter((one) => one.name === name && one.time >= from && one.time < before).map((one) => one.mean)
}

/** OpenVidu Server's own questions, by when it tells of them. */
const asked = (cluster: SampleCluster): { time: number; milliseconds: number }[] =>
  serverSteps(cluster).flatMap((step) =>
    questionsTo(cluster, step).flatMap(({ milliseconds }) =>
      milliseconds.map((each) => ({ time: step.time, milliseconds: each })),
    ),
  )

const milliseconds = (timed: { milliseconds: number }[]): number[] => timed.map((one) => one.milliseconds)

const statusCodes = (cluster: SampleCluster, look: Look): Shown =>
  Object.fromEntries(
    [1, 2, 3, 4, 5].map((digit) => [
      `${digit}XX`,
      line(
        look,
        perSecond(cluster, ({ status }) => Math.floor(status / 100) === digit, look.intervals.tsvb),
      ),
    ]),
  )

export const serverApplicationPanels: PanelProofs<SampleCluster> = {
  dashboard: 'openvidu-server-application-metrics',
  time: ['now-2h', 'now'],
  intervals: { tsvb: 60, chart: 300 },
  shows: {
    'Host and Application': nothingToSelect,
    Application: asksNothing,
    'Total Requests': (cluster, look) => total(cluster, look, () => true),
    'Failed Requests': (cluster, look) => total(cluster, look, failed),
    'Error Rate': (cluster, look) => ({
      'Error Rate': total(cluster, look, failed) / total(cluster, look, () => true),
    }),
    'Log Event': (cluster, look) =>
      Object.fromEntries(
        ['error', 'warn', 'info', 'debug', 'trace'].map((level) => [level, line(look, logged(cluster, level))]),
      ),
    'Http Server Requests': asksNothing,
    'Response time': (cluster, look) => {
      const told = toldOf(cluster)
      const times = (from: number, before: number): number[] => {
        const { after, upTo } = told(from, before) ?? { after: 0, upTo: 0 }
        return milliseconds(answered(cluster).filter(({ time }) => time > after && time <= upTo))
      }
      return {
        Average: line(look, (from, before) => mean(times(from, before))),
        Max: line(look, (from, before) => most(times(from, before))),
      }
    },
    'Http Status Code': statusCodes,
    'Top 10 Most Used API endpoints': (cluster, look) => {
      const names = new Set(answered(cluster).map(endpoint))
      const is = (name: string) => (request: HttpRequest) => endpoint(request) === name
      const top = topTen(new Map([...names].map((name) => [name, total(cluster, look, is(name))])))
      return Object.fromEntries(
        top.map((name) => [name, wholeBars(look, perSecond(cluster, is(name), look.intervals.chart))]),
      )
    },
    'Top 10 Slowest API endpoints': (cluster, look) => {
      const names = [...new Set(answered(cluster).map(endpoint))]
      const meansOf = means(cluster)
      const overall = new Map(
        names
          .map((name) => [name, mean(meansOf(name, look.from, look.to + 1)) ?? -1] as const)
          .filter(([, value]) => value >= 0),
      )
      return Object.fromEntries(
        topTen(overall).map((name) => {
          const asked = answered(cluster).filter((request) => endpoint(request) === name)
          const { after, upTo } = toldOf(cluster)(look.from, look.to + 1) ?? { after: 0, upTo: 0 }
          const told = asked.filter(({ time }) => time > after && time <= upTo)
          return [
            name,
            {
              'Average (ms)': overall.get(name) ?? NaN,
              'Longest (ms)': most(milliseconds(told)) ?? NaN,
              Requests: told.length,
            },
          ]
        }),
      )
    },
    'Http Client Requests': asksNothing,
    'Average Response Time': (cluster, look) => {
      const all = asked(cluster)
      return {
        'Response Time': line(look, (from, before) =>
          mean(milliseconds(all.filter(({ time }) => time >= from && time < before))),
        ),
      }
    },
    'Max Response Time': (cluster, { from, to }) =>
      most(milliseconds(asked(cluster).filter(({ time }) => time >= from && time <= to))),
  },
}
