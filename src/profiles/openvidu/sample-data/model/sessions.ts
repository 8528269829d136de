import { hexDigits, lettersAndDigits, random, type Random } from '../../../../sample-data/random.js'
import { busyness, lengthOf, startOf } from '../../../../sample-data/moments.js'
import type { SampleOptions } from './options.js'
import type { SampleNode } from './nodes.js'
import { people, type Person } from './people.js'
import { makeRecordings, type Recording } from './recordings.js'

/** Times are epoch milliseconds everywhere; a connection lies within its session, a publisher or subscriber within its connection. */
export interface Session {
  sessionId: string
  uniqueSessionId: string
  /** the media node that carries it */
  node: SampleNode
  createdAt: number
  destroyedAt: number
  reason: 'sessionClosedByServer' | 'lastParticipantLeft'
  users: User[]
  recordings: Recording[]
}

export interface User extends Person {
  /** 16 hexadecimal digits */
  id: string
  /** more than one after a network failure */
  connections: Connection[]
}

export interface Connection {
  connectionId: string
  createdAt: number
  destroyedAt: number
  clientData: string
  reason: 'sessionClosedByServer' | 'disconnect' | 'networkDisconnect'
  /** 1 (bad) to 5 */
  quality: number
  publishers: MediaEndpoint[]
  subscribers: MediaEndpoint[]
}

/** A WebRTC endpoint: a publisher sends to the media node, a subscriber receives from it what another connection sends. */
export interface MediaEndpoint {
  kind: 'publisher' | 'subscriber'
  /** as Kurento events name it: a publisher by its stream, a subscriber by connection and stream */
  name: string
  streamId: string
  createdAt: number
  destroyedAt: number
  reason: Connection['reason'] | 'unpublish'
  /** subscriber: the connection that publishes */
  receivingFrom?: string
  media: {
    source: 'CAMERA' | 'SCREEN'
    framerate: number
    width: number
    height: number
    audio: boolean
    video: boolean
  }
  /** the connection never came about: no media, no statistics */
  iceFailed: boolean
}

const sessionsPerHour = 14
const minute = 60_000

export function makeSessions(options: SampleOptions, nodes: SampleNode[]): Session[] {
  const count = Math.max(1, Math.round(sessionsPerHour * lengthOf(options) * options.scale))
  return Array.from({ length: count }, (_, index) => makeSession(options, nodes, index, count)).sort(
    (a, b) => a.createdAt - b.createdAt,
  )
}

function makeSession(options: SampleOptions, nodes: SampleNode[], index: number, count: number): Session {
  const dice = random(options.seed, 'session', index)
  // The first is always one of the long ones, and early: dashboards have a bucket for recordings of more than an hour.
  const first = index === 0
  const createdAt = Math.round(
    first ? startOf(options) + dice.between(60_000, 180_000) : startTime(options, (index + dice.next()) / count),
  )
  const long = first || dice.chance(0.02)
  const length = long
    ? dice.between(62, 85)
    : dice.weighted([
        [dice.between(2, 15), 88],
        [dice.between(15, 38), 12],
      ])
  const destroyedAt = createdAt + Math.round(length * minute)
  const sessionId = dice.chance(0.6)
    ? `${dice.pick(['Standup', 'MathClass', 'Support', 'Interview', 'Webinar', 'Consultation'])}${index + 1}`
    : `ses_${dice.text(10, lettersAndDigits)}`
  const closedByServer = dice.chance(0.7)
  const guests = long
    ? 2
    : dice.weighted([
        [1, 6],
        [2, 44],
        [3, 28],
        [4, 14],
        [5, 6],
        [6, 2],
      ])
  const users = Array.from({ length: guests }, () => makeUser(dice, { createdAt, destroyedAt, closedByServer }))
  const connections = users.flatMap((user) => user.connections)
  for (const user of users)
    for (const connection of user.connections)
      connection.subscribers = subscriptions(
        dice,
        connection,
        connections.filter((other) => !user.connections.includes(other)),
      )
  const session: Session = {
    sessionId,
    uniqueSessionId: `${sessionId}_${createdAt}`,
    node: dice.pick(nodes),
    createdAt,
    destroyedAt: closedByServer ? destroyedAt : Math.max(...connections.map((connection) => connection.destroyedAt)),
    reason: closedByServer ? 'sessionClosedByServer' : 'lastParticipantLeft',
    users,
    recordings: [],
  }
  return { ...session, recordings: makeRecordings(options, session, index) }
}

/** More sessions begin when the cluster is busy. @param share 0 to 1: how many of all sessions have begun by then */
function startTime(options: SampleOptions, share: number): number {
  // A second from either end, so that what comes just before and after fits in.
  const [from, to] = [startOf(options) + 1000, options.until - 1000]
  const parts = 200
  const moments = Array.from({ length: parts }, (_, part) => from + ((part + 0.5) / parts) * (to - from))
  let left = share * moments.reduce((sum, time) => sum + busyness(options, time), 0)
  for (const time of moments) {
    const busy = busyness(options, time)
    if (left < busy) return time + (left / busy - 0.5) * ((to - from) / parts)
    left -= busy
  }
  return to
}

interface Bounds {
  createdAt: number
  destroyedAt: number
  closedByServer: boolean
}

function makeUser(dice: Random, bounds: Bounds): User {
  const person = dice.pick(people)
  const length = bounds.destroyedAt - bounds.createdAt
  const joined = bounds.createdAt + Math.round(dice.between(200, 0.35 * length))
  const staysToTheEnd = bounds.closedByServer && dice.chance(0.7)
  const left = staysToTheEnd
    ? bounds.destroyedAt - dice.whole(10, 60)
    : bounds.createdAt + Math.round(dice.between(0.6, 0.98) * length)
  const reason = staysToTheEnd ? 'sessionClosedByServer' : 'disconnect'
  const connections = dice.chance(0.06)
    ? interrupted(dice, joined, left, reason)
    : [makeConnection(dice, joined, left, reason)]
  return { ...person, id: dice.text(16, hexDigits), connections }
}

/** The network fails for some seconds in the middle; the user comes back as a new connection. */
function interrupted(dice: Random, joined: number, left: number, reason: Connection['reason']): Connection[] {
  const failed = Math.round(joined + dice.between(0.3, 0.5) * (left - joined))
  const back = failed + dice.whole(4000, 9000)
  return [makeConnection(dice, joined, failed, 'networkDisconnect', 2), makeConnection(dice, back, left, reason)]
}

function makeConnection(
  dice: Random,
  createdAt: number,
  destroyedAt: number,
  reason: Connection['reason'],
  quality = dice.weighted([
    [5, 60],
    [4, 25],
    [3, 10],
    [2, 5],
  ]),
): Connection {
  const connectionId = `con_${dice.text(10, lettersAndDigits)}`
  const publishes = dice.chance(0.8)
  const connection: Connection = {
    connectionId,
    createdAt,
    destroyedAt,
    clientData: publishes ? 'publisherClient' : 'subscriberClient',
    reason,
    quality,
    publishers: [],
    subscribers: [],
  }
  if (publishes) connection.publishers.push(makePublisher(dice, connection, 'CAMERA'))
  if (publishes && destroyedAt - createdAt > 60_000 && dice.chance(0.08))
    connection.publishers.push(makePublisher(dice, connection, 'SCREEN'))
  return connection
}

function makePublisher(dice: Random, connection: Connection, source: 'CAMERA' | 'SCREEN'): MediaEndpoint {
  const streamId = `str_${source === 'CAMERA' ? 'CAM' : 'SCR'}_${dice.text(4)}_${connection.connectionId}`
  const [width, height] =
    source === 'SCREEN'
      ? [1920, 1080]
      : dice.pick([
          [640, 480],
          [640, 480],
          [1280, 720],
        ])
  const wanted = connection.createdAt + dice.whole(300, 1800) + (source === 'SCREEN' ? 15_000 : 0)
  const destroyedAt = connection.destroyedAt - dice.whole(5, 40)
  return {
    kind: 'publisher',
    name: streamId,
    streamId,
    createdAt: Math.min(wanted, destroyedAt),
    destroyedAt,
    reason: connection.reason,
    media: {
      source,
      framerate: source === 'CAMERA' ? 30 : 15,
      width,
      height,
      audio: source === 'CAMERA',
      video: source === 'SCREEN' || !dice.chance(0.06),
    },
    iceFailed: dice.chance(0.03),
  }
}

/** A connection receives every stream of the others that is there at the same time for more than three seconds. */
function subscriptions(dice: Random, connection: Connection, others: Connection[]): MediaEndpoint[] {
  return others.flatMap((other) =>
    other.publishers.flatMap((published): MediaEndpoint[] => {
      const createdAt = Math.max(connection.createdAt, published.createdAt) + dice.whole(120, 700)
      const publisherEndsFirst = published.destroyedAt < connection.destroyedAt
      const destroyedAt = Math.min(connection.destroyedAt, published.destroyedAt) - dice.whole(1, 4)
      if (published.iceFailed || destroyedAt - createdAt < 3000) return []
      const { kind: _, ...endpoint } = published
      return [
        {
          ...endpoint,
          kind: 'subscriber',
          name: `${connection.connectionId}_${published.streamId}`,
          createdAt,
          destroyedAt,
          reason: publisherEndsFirst ? 'unpublish' : connection.reason,
          receivingFrom: other.connectionId,
          iceFailed: dice.chance(0.05),
        },
      ]
    }),
  )
}
