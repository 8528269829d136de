import type { HttpRequest } from './http-request.js'
import type { SampleNode } from './nodes.js'
import type { SampleOptions } from './options.js'
import type { ServerLogLine } from './server-log.js'
import type { Session } from './sessions.js'
import type { Connection, MediaEndpoint, User } from './users.js'
import { makeNodes } from './nodes.js'
import { makeRequests } from './requests.js'
import { makeServerLog } from './server-log.js'
import { makeSessions } from './sessions.js'
import { startOf } from '../../../../sample-data/moments.js'
import { activityOf, type Activity } from './activity.js'

/**
 * Everything that happened in the made-up cluster, before any document is written of it. Documents are written from this and
 * from nothing else, so every number that a search engine can find in them can be computed here without one.
 */
export interface SampleCluster {
  options: SampleOptions
  /** epoch milliseconds, included */
  from: number
  /** epoch milliseconds, included */
  until: number
  master: SampleNode
  mediaNodes: SampleNode[]
  /** in the order of their creation; some are still going on at `until` */
  sessions: Session[]
  /** what NGINX passed on or answered, in the order of time */
  requests: HttpRequest[]
  /** what OpenVidu Server wrote into its log, in the order of time */
  serverLog: ServerLogLine[]
  /** how many there are of each at a moment */
  activity: Activity
}

export function makeCluster(options: SampleOptions): SampleCluster {
  const { master, mediaNodes } = makeNodes(options)
  const sessions = makeSessions(options, mediaNodes)
  const requests = makeRequests(options, sessions)
  return {
    options,
    from: startOf(options),
    until: options.until,
    master,
    mediaNodes,
    sessions,
    requests,
    serverLog: makeServerLog(options, sessions, requests),
    activity: activityOf(sessions),
  }
}

/** A publisher or a subscriber, and whose it is. */
export interface EndpointOfSession {
  session: Session
  user: User
  connection: Connection
  endpoint: MediaEndpoint
}

export const connectionsOf = (session: Session): Connection[] => session.users.flatMap(({ connections }) => connections)

/** Every publisher and subscriber of a session: of each connection first what it publishes, then what it receives. */
export function endpointsOf(session: Session): EndpointOfSession[] {
  return session.users.flatMap((user) =>
    user.connections.flatMap((connection) =>
      [...connection.publishers, ...connection.subscribers].map((endpoint) => ({
        session,
        user,
        connection,
        endpoint,
      })),
    ),
  )
}

/** Summaries are written when the session is over. */
export const isClosed = ({ until }: { until: number }, session: Session): boolean => session.destroyedAt <= until
