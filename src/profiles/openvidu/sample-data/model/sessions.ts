import { lettersAndDigits, random } from '../../../../sample-data/random.js'
import { busyness, lengthOf, startOf } from '../../../../sample-data/moments.js'
import type { SampleOptions } from './options.js'
import type { SampleNode } from './nodes.js'
import { makeRecordings, type Recording } from './recordings.js'
import { makeUser, subscriptions, type User } from './users.js'

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
