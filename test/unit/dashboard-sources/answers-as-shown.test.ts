import { expect, it } from '@jest/globals'
import { requestsFor } from '../../engine/content/kibana-request.js'
import { every } from '../../engine/content/saved-objects.js'
import type { Shown } from '../../engine/content/panel-request.js'
import type { SearchAnswer } from '../../engine/content/search-client.js'

/** What a panel shows of an answer, as what reads it for the proofs and the drawings. */
function shownOf(id: string, aggregations: object, time: { from: string; to: string; auto: number }): Shown {
  const object = every.visualizations.get(id)
  const [request] = object === undefined ? [] : requestsFor(object, time)
  if (request === undefined) throw new Error(`${id} asks nothing`)
  return request.read({ aggregations, hits: { total: { value: 0 }, hits: [] } } as unknown as SearchAnswer)
}

const hour = { from: '2026-11-21T02:00:07.000Z', to: '2026-11-21T02:20:07.000Z', auto: 300 }

it('named filters are shown as they are listed, in whichever order they are answered', () => {
  const buckets = {
    'More than 1 h': { doc_count: 7 },
    'Up to 1 h': { doc_count: 0 },
    'Up to 15 min': { doc_count: 42 },
    'Up to 30 min': { doc_count: 2 },
    'Up to 5 min': { doc_count: 94 },
  }
  expect(Object.entries(shownOf('openvidu-recordings-by-duration', { 2: { buckets } }, hour) as object)).toEqual([
    ['Up to 5 min', 94],
    ['Up to 15 min', 42],
    ['Up to 30 min', 2],
    ['Up to 1 h', 0],
    ['More than 1 h', 7],
  ])
})

it('a rate leaves out the intervals that the time range cuts off', () => {
  const of = (time: string) => ({ key: Date.parse(`2026-11-21T${time}:00.000Z`), doc_count: 1, 1: { value: 300 } })
  const buckets = [
    { key: 'GET sessions', doc_count: 5, 3: { buckets: ['02:00', '02:05', '02:10', '02:15', '02:20'].map(of) } },
  ]
  expect(shownOf('openvidu-server-application-metrics-most-used-endpoints', { 2: { buckets } }, hour)).toEqual({
    'GET sessions': { '02:05:00': 1, '02:10:00': 1, '02:15:00': 1 },
  })
})
