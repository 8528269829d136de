import type { Session } from './sessions.js'

/** How many there are at a moment (epoch milliseconds); what ends at that moment does not count any more. */
export interface Activity {
  sessions: (time: number) => number
  connections: (time: number) => number
  /** publishers and subscribers, on one media node or on all */
  streams: (time: number, nodeId?: string) => number
  recordings: (time: number) => number
}

interface Span {
  from: number
  to: number
}

export function activityOf(sessions: Session[]): Activity {
  const connections = sessions.flatMap(({ users }) => users.flatMap((user) => user.connections))
  const streamsOf = (some: Session[]): ((time: number) => number) =>
    counter(
      some
        .flatMap(({ users }) => users.flatMap((user) => user.connections))
        .flatMap(({ publishers, subscribers }) => [...publishers, ...subscribers])
        .map(({ createdAt, destroyedAt }) => ({ from: createdAt, to: destroyedAt })),
    )
  const everywhere = streamsOf(sessions)
  const nodeIds = new Set(sessions.map(({ node }) => node.id))
  const onNode = new Map(
    [...nodeIds].map((nodeId) => [nodeId, streamsOf(sessions.filter(({ node }) => node.id === nodeId))]),
  )
  return {
    sessions: counter(sessions.map(({ createdAt, destroyedAt }) => ({ from: createdAt, to: destroyedAt }))),
    connections: counter(connections.map(({ createdAt, destroyedAt }) => ({ from: createdAt, to: destroyedAt }))),
    streams: (time, nodeId) => (nodeId === undefined ? everywhere(time) : (onNode.get(nodeId)?.(time) ?? 0)),
    recordings: counter(
      sessions
        .flatMap(({ recordings }) => recordings)
        .map(({ startTime, stoppedAt }) => ({ from: startTime, to: stoppedAt })),
    ),
  }
}

/** Started so far less ended so far. */
function counter(spans: Span[]): (time: number) => number {
  const starts = spans.map(({ from }) => from).sort((a, b) => a - b)
  const ends = spans.map(({ to }) => to).sort((a, b) => a - b)
  return (time) => notAfter(starts, time) - notAfter(ends, time)
}

/** How many of the sorted numbers are at most `limit`. */
export function notAfter(sorted: number[], limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? Infinity) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
