import type { SampleCluster } from '../../../../../src/profiles/openvidu/sample-data/model/cluster.js'
import type { HttpRequest } from '../../../../../src/profiles/openvidu/sample-data/model/http-request.js'
import { serverSteps } from '../../../../../src/profiles/openvidu/sample-data/model/server.js'
import { sum, type Value } from '../look.js'

/** The moments at which OpenVidu Server sends its meters. */
export const moments = (cluster: SampleCluster): number[] => serverSteps(cluster).map(({ time }) => time)

/** What meters that were sent in a part of the time tell of: after one moment, up to another. undefined: none was sent. */
export function toldOf(cluster: SampleCluster): (from: number, before: number) => Told | undefined {
  const all = moments(cluster)
  return (from, before) => {
    const upTo = all.findLast((time) => time < before)
    if (upTo === undefined || upTo < from) return undefined
    return { after: all.findLast((time) => time < from) ?? -Infinity, upTo }
  }
}

export interface Told {
  after: number
  upTo: number
}

/** How much the meters count in a part of the time; nothing is 0. */
export function counted<T extends { time: number }>(
  cluster: SampleCluster,
  things: T[],
  amount: (thing: T) => number = () => 1,
): Value {
  const told = toldOf(cluster)
  return (from, before) => {
    const { after, upTo } = told(from, before) ?? { after: 0, upTo: 0 }
    return sum(things.filter(({ time }) => time > after && time <= upTo).map(amount))
  }
}

/** Requests that OpenVidu Server answered. */
export const answered = ({ requests }: SampleCluster): HttpRequest[] => requests.filter(({ by }) => by === 'server')

export const failed = ({ status }: HttpRequest): boolean => status >= 400

/** OpenVidu's meters carry neither a host nor an application. */
export const nothingToSelect = () => ({ Host: {}, Application: {} })

export const logged = (cluster: SampleCluster, level: string): Value =>
  counted(
    cluster,
    cluster.serverLog.filter((line) => line.level === level.toUpperCase()),
  )
