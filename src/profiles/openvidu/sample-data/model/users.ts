import { hexDigits, lettersAndDigits, type Random } from '../../../../sample-data/random.js'
import { people, type Person } from './people.js'

/** Times are epoch milliseconds everywhere. */
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

/** The session that a user takes part in. */
interface Bounds {
  createdAt: number
  destroyedAt: number
  closedByServer: boolean
}

export function makeUser(dice: Random, bounds: Bounds): User {
  const person = dice.pick(people)
  const length = bounds.destroyedAt - bounds.createdAt
  const joined = bounds.createdAt + Math.round(dice.between(200, 0.35 * length))
  const staysToTheEnd = bounds.closedByServer && dice.chance(0.7)
  const left = staysToTheEnd
    ? bounds.destroyedAt - dice.whole(10, 60)
    : bounds.createdAt + Math.round(dice.between(0.6, 0.98) * length)
  const reason = staysToTheEnd ? 'sessionClosedByServer' : 'disconnect'
  const stay: Stay = { createdAt: joined, destroyedAt: left, reason }
  const connections = dice.chance(0.06) ? interrupted(dice, stay) : [makeConnection(dice, stay)]
  return { ...person, id: dice.text(16, hexDigits), connections }
}

/** When a user is there, and why it leaves. */
type Stay = Pick<Connection, 'createdAt' | 'destroyedAt' | 'reason'>

/** The network fails for some seconds in the middle; the user comes back as a new connection. */
function interrupted(dice: Random, stay: Stay): Connection[] {
  const { createdAt, destroyedAt } = stay
  const failed = Math.round(createdAt + dice.between(0.3, 0.5) * (destroyedAt - createdAt))
  const back = failed + dice.whole(4000, 9000)
  return [
    makeConnection(dice, { createdAt, destroyedAt: failed, reason: 'networkDisconnect' }, 2),
    makeConnection(dice, { ...stay, createdAt: back }),
  ]
}

function makeConnection(
  dice: Random,
  { createdAt, destroyedAt, reason }: Stay,
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
  const intended = connection.createdAt + dice.whole(300, 1800) + (source === 'SCREEN' ? 15_000 : 0)
  const destroyedAt = connection.destroyedAt - dice.whole(5, 40)
  return {
    kind: 'publisher',
    name: streamId,
    streamId,
    createdAt: Math.min(intended, destroyedAt),
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
export function subscriptions(dice: Random, connection: Connection, others: Connection[]): MediaEndpoint[] {
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
