import { describe, expect, it } from '@jest/globals'
import { planChange } from '../../../src/engine/plan-change.js'
import { apiOf } from '../../../src/engine/change.js'
import type { JsonObject } from '../../../src/json.js'
import { writeAlias } from '../../../src/kinds/write-alias.js'
import { definition, options } from '../engine/planning.js'
import { memoryEngine, ok, readerOf, stackOf } from '../fake-stack.js'

const path = '/logs,logs-0*/_alias?ignore_unavailable=true'
const body = { first_index: 'logs-000001' }
const leadsTo = (alias: JsonObject = {}): JsonObject => ({ aliases: { logs: alias } })
const plain: JsonObject = { aliases: {} }

/** https://www.elastic.co/guide/en/elasticsearch/reference/7.10/indices-get-alias.html */
const readingOf = (indices: JsonObject) => {
  const search = readerOf({ [path]: ok(indices), '/logs/_mapping?ignore_unavailable=true': ok({}) })
  const stack = stackOf({ search })
  return { stack, reading: apiOf(writeAlias, stack).read(stack, ['logs']) }
}

async function planned(indices: JsonObject, adopt = false) {
  const { stack, reading } = readingOf(indices)
  return planChange(
    definition(writeAlias, 'logs', body),
    await reading,
    { stack, lifecycle: true },
    { ...options, adopt },
  )
}

/** What is sent for it. */
async function written(indices: JsonObject): Promise<[string, unknown][]> {
  const { stack, reading } = readingOf(indices)
  const found = await reading
  const sent: [string, unknown][] = []
  const { writer } = memoryEngine((method, to, what) => {
    sent.push([`${method} ${to}`, what])
    return ok({ acknowledged: true })
  })
  const existing = found.status === 'read' ? found.objects.get('logs') : undefined
  await apiOf(writeAlias, stack).write({ search: writer }, stack, [{ name: 'logs', body, existing }], {
    password: undefined,
  })
  return sent
}

const add = (index: string, is_write_index: boolean) => ({ add: { index, alias: 'logs', is_write_index } })

describe('a write alias', () => {
  it('is made with its first index in one request: nobody writes in between', async () => {
    expect(await planned({})).toMatchObject({ action: 'create' })
    expect(await written({})).toEqual([['PUT /logs-000001', { aliases: { logs: { is_write_index: true } } }]])
  })

  it.each([
    ['of the first index', { 'logs-000001': leadsTo({ is_write_index: true }) }],
    ['that is not told to be one, but leads to one index alone', { 'logs-000001': leadsTo() }],
    [
      'that was rolled over',
      { 'logs-000001': leadsTo({ is_write_index: false }), 'logs-000002': leadsTo({ is_write_index: true }) },
    ],
    [
      'whose first index was shrunken',
      {
        'shrink-logs-000001': { aliases: { 'logs-000001': {}, logs: { is_write_index: false } } },
        'logs-000002': leadsTo({ is_write_index: true }),
      },
    ],
  ])('is as it should be: one %s', async (_title, indices) => {
    expect(await planned(indices)).toMatchObject({ action: 'unchanged' })
  })

  it.each([
    ['no alias yet', { 'logs-000001': plain, 'logs-000002': plain }, [add('logs-000002', true)]],
    [
      'an alias that nothing can be written to',
      { 'logs-000001': leadsTo({ is_write_index: false }), 'logs-000002': leadsTo({ is_write_index: false }) },
      [add('logs-000002', true)],
    ],
  ])('is completed where there is %s', async (_title, indices, actions) => {
    expect(await planned(indices)).toMatchObject({
      action: 'update',
      differences: [{ path: 'series', before: null, after: 'logs-' }],
    })
    expect(await written(indices)).toEqual([['POST /_aliases', { actions }]])
  })

  it('that leads to another index stays, unless it is taken over', async () => {
    const indices = { theirs: leadsTo({ is_write_index: true }) }
    expect(await planned(indices)).toMatchObject({
      action: 'blocked',
      reason: 'it exists, elkctl did not write it, and what is written to it goes to theirs',
      hint: 'Take the alias off that index, or take it over with --adopt.',
    })
    expect(await planned(indices, true)).toMatchObject({ action: 'update' })
    expect(await written(indices)).toEqual([
      ['PUT /logs-000001', {}],
      ['POST /_aliases', { actions: [add('theirs', false), add('logs-000001', true)] }],
    ])
  })

  it('cannot be made beside an index of its name: the way out is printed', async () => {
    expect(await planned({ logs: plain, 'logs-000001': plain })).toMatchObject({
      action: 'blocked',
      exit: 'conflict',
      reason: expect.stringMatching(/^an index is called logs, and an alias of that name cannot be made/) as unknown,
      hint: 'Stop what writes to logs, then: POST /_reindex {"source":{"index":"logs"},"dest":{"index":"before-logs"}}; DELETE /logs; run this command again; POST /_reindex {"source":{"index":"before-logs"},"dest":{"index":"logs"}}; DELETE /before-logs.',
    })
  })

  it('is removed without its indices', async () => {
    const sent: unknown[] = []
    const { writer } = memoryEngine((method, to, what) => {
      sent.push(`${method} ${to}`, what)
      return ok({ acknowledged: true })
    })
    const stack = stackOf()
    await apiOf(writeAlias, stack).remove({ search: writer }, stack, 'logs')
    expect(sent).toEqual(['POST /_aliases', { actions: [{ remove: { index: '*', alias: 'logs' } }] }])
  })
})

describe('an index in the place of the alias', () => {
  const withFields = async (...names: string[]) => {
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'keyword' }]))
    const stack = stackOf({
      search: readerOf({
        [path]: ok({ logs: plain }),
        '/logs/_mapping?ignore_unavailable=true': ok({ logs: { mappings: { properties } } }),
      }),
    })
    const wanted = definition(writeAlias, 'logs', { ...body, fields: ['timestamp', 'level'] })
    const application = { title: 'Acme', writes: {}, prefixes: { logs: 'LOG_PREFIX' } }
    const reading = await apiOf(writeAlias, stack).read(stack, ['logs'])
    return planChange(wanted, reading, { stack, lifecycle: true }, { ...options, application })
  }

  it('is the application’s own where it has the fields of its documents: it is copied', async () => {
    expect(await withFields('timestamp', 'level', 'message')).toMatchObject({
      action: 'blocked',
      hint: expect.stringContaining('DELETE /logs;') as unknown,
    })
  })

  it.each([
    [['timestamp', 'event'], 'level'],
    [[], 'timestamp, level'],
  ])('is left to others where it has only %j', async (fields, lacks) => {
    expect(await withFields(...fields)).toMatchObject({
      ...{ action: 'blocked', exit: 'conflict' },
      reason: `an index is called logs, and an alias of that name cannot be made beside it; the application did not write it: it has no field ${lacks}`,
      hint: 'Choose another LOG_PREFIX; elkctl leaves the index logs as it is.',
    })
  })
})
