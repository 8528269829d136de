import { describe, expect, it } from '@jest/globals'
import { deletesAfter } from '../../../src/lifecycle/retention.js'
import type { Json, JsonObject } from '../../../src/json.js'

const day = 86_400_000
const ilm = (phases: JsonObject) => ({ policy: { phases } })
const remove: Json = { delete: {} }
const ism = (...states: JsonObject[]) => ({ policy: { default_state: 'hot', states } })
const state = (name: string, to: JsonObject, actions: Json[] = []) => ({ name, actions, transitions: [to] })
const end = { name: 'delete', actions: [remove], transitions: [] }

describe('a policy deletes', () => {
  it.each<[string, JsonObject, number | undefined]>([
    [
      'ILM, after days',
      ilm({ hot: { min_age: '0ms', actions: {} }, delete: { min_age: '15d', actions: remove } }),
      15 * day,
    ],
    ['ILM, never', ilm({ hot: { min_age: '0ms', actions: {} } }), undefined],
    ['ILM, a delete phase that deletes nothing', ilm({ delete: { min_age: '1d', actions: {} } }), undefined],
    ['ILM, after hours', ilm({ delete: { min_age: '36h', actions: remove } }), 1.5 * day],
    ['ISM, after days', ism(state('hot', { state_name: 'delete', conditions: { min_index_age: '7d' } }), end), 7 * day],
    [
      'ISM, by way of another state',
      ism(
        state('hot', { state_name: 'warm', conditions: { min_index_age: '30d' } }),
        state('warm', { state_name: 'delete', conditions: { min_index_age: '2d' } }),
        end,
      ),
      30 * day,
    ],
    ['ISM, never', ism({ name: 'hot', actions: [], transitions: [] }), undefined],
    ['ISM, in a state that is never reached', ism({ name: 'hot', actions: [], transitions: [] }, end), undefined],
    ['ISM, in circles', ism(state('hot', { state_name: 'hot' })), undefined],
    [
      'AWS, which gives single entries back as objects',
      {
        policy: {
          default_state: 'hot',
          states: [
            { name: 'hot', actions: [], transitions: { state_name: 'delete', conditions: { min_index_age: '7d' } } },
            { ...end, actions: { ...remove, retry: { count: 3 } } },
          ],
        },
      },
      7 * day,
    ],
  ])('%s', (_what, body, after) => {
    expect(deletesAfter(body)).toBe(after)
  })
})
