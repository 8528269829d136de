import { describe, expect, it } from '@jest/globals'
import { deletesAfter, type Retention } from '../../../src/lifecycle/retention.js'
import type { Json, JsonObject } from '../../../src/json.js'

const day = 86_400_000
const ilm = (phases: JsonObject) => ({ policy: { phases } })
const remove: Json = { delete: {} }
const ism = (...states: JsonObject[]) => ({ policy: { default_state: 'hot', states } })
const state = (name: string, to: JsonObject, actions: Json[] = []) => ({ name, actions, transitions: [to] })
const end = { name: 'delete', actions: [remove], transitions: [] }

describe('a policy deletes', () => {
  it.each<[string, JsonObject, Retention]>([
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
    ['ILM, without an age', ilm({ delete: { actions: remove } }), 0],
    ['ILM, "0"', ilm({ delete: { min_age: '0', actions: remove } }), 0],
    ...Object.entries({ '90m': 5_400_000, '30s': 30_000, '250ms': 250, '5000micros': 5, '2000000nanos': 2 }).map(
      ([age, after]): [string, JsonObject, Retention] => [
        `ILM, ${age}`,
        ilm({ delete: { min_age: age, actions: remove } }),
        after,
      ],
    ),
    ['ILM, an age of another form', ilm({ delete: { min_age: '2 weeks', actions: remove } }), 'unknown'],
    [
      'ILM, after the longest of several phases',
      ilm({
        hot: { min_age: '0ms', actions: {} },
        warm: { min_age: '30d', actions: {} },
        delete: { min_age: '10d', actions: remove },
      }),
      30 * day,
    ],
    [
      'ILM, once a snapshot was made',
      ilm({
        delete: { min_age: '1d', actions: { wait_for_snapshot: { policy: 'daily' }, ...remove } },
      }),
      'unknown',
    ],
    ...[{ min_rollover_age: '1d' }, { min_size: '50gb' }, { min_doc_count: 5 }, { cron: { cron: {} } }].map(
      (conditions: JsonObject): [string, JsonObject, Retention] => [
        `ISM, ${Object.keys(conditions).join()}`,
        ism(state('hot', { state_name: 'delete', conditions }), end),
        'unknown',
      ],
    ),
    [
      'ISM, an age and a size together',
      ism(state('hot', { state_name: 'delete', conditions: { min_index_age: '7d', min_size: '50gb' } }), end),
      'unknown',
    ],
    [
      'ISM, by size or by age',
      ism(
        {
          name: 'hot',
          actions: [],
          transitions: [
            { state_name: 'delete', conditions: { min_size: '50gb' } },
            { state_name: 'delete', conditions: { min_index_age: '7d' } },
          ],
        },
        end,
      ),
      'unknown',
    ],
    [
      'ISM, never: by size it goes to a state that keeps it',
      ism(state('hot', { state_name: 'kept', conditions: { min_size: '50gb' } }), {
        name: 'kept',
        actions: [],
        transitions: [],
      }),
      undefined,
    ],
    [
      'ISM, never: a state that keeps it is due first',
      ism(
        {
          name: 'hot',
          actions: [],
          transitions: [
            { state_name: 'delete', conditions: { min_index_age: '20d' } },
            { state_name: 'kept', conditions: { min_index_age: '10d' } },
          ],
        },
        { name: 'kept', actions: [], transitions: [] },
        end,
      ),
      undefined,
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

describe('a policy that rolls over', () => {
  const rollsOver = { rollover: { max_age: '1d' } }
  it.each<[string, JsonObject, Retention, Retention]>([
    [
      'ILM',
      ilm({ hot: { min_age: '0ms', actions: rollsOver }, delete: { min_age: '7d', actions: remove } }),
      'unknown',
      7 * day,
    ],
    [
      'ISM, by the age of the index',
      ism(state('hot', { state_name: 'delete', conditions: { min_index_age: '7d' } }, [rollsOver]), end),
      'unknown',
      7 * day,
    ],
    [
      'ISM, by the age of the rollover',
      ism(state('hot', { state_name: 'delete', conditions: { min_rollover_age: '7d' } }, [rollsOver]), end),
      'unknown',
      'unknown',
    ],
    ['ISM, never', ism({ name: 'hot', actions: [rollsOver], transitions: [] }), undefined, undefined],
  ])('%s: holds up an index that has no successor yet', (_what, body, written, rolledOver) => {
    expect([deletesAfter(body), deletesAfter(body, true)]).toEqual([written, rolledOver])
  })
})
