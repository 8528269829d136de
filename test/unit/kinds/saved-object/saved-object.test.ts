import { describe, expect, it } from '@jest/globals'
import { savedObject } from '../../../../src/kinds/saved-object/saved-object.js'
import type { ResourceApi } from '../../../../src/kinds/kind.js'
import type { JsonObject } from '../../../../src/json.js'
import { elasticsearch, opensearch } from '../../../../src/stack/flavors.js'
import { memoryEngine, ok, reply, readerOf, stackOf, type Answer } from '../../fake-stack.js'

describe('reading', () => {
  const api = savedObject.api.elasticsearch as ResourceApi
  const page = (number: number) =>
    `/api/saved_objects/_find?type=index-pattern&type=search&type=visualization&type=dashboard&per_page=1000&page=${number}`
  const object = (id: number) => ({ type: 'dashboard', id: String(id), attributes: {}, references: [] })
  const answer = (from: number, count: number): Answer =>
    ok({ saved_objects: Array.from({ length: count }, (_none, index) => object(from + index)) })
  const stackWith = (answers: Record<string, Answer>) => {
    const reader = readerOf(answers)
    return { reader, stack: stackOf({ dashboards: { version: '7.12.1', reader } }) }
  }

  it('goes on until everything that is wanted is found, or nothing is left', async () => {
    const { reader, stack } = stackWith({
      [page(1)]: answer(0, 1000),
      [page(2)]: answer(1000, 1000),
      [page(3)]: answer(2000, 5),
    })
    await api.read(stack, ['dashboard/3'])
    await api.read(stack, ['dashboard/3', 'dashboard/1999'])
    await api.read(stack, ['dashboard/3', 'dashboard/missing'])
    expect(reader.requests.map((request) => request.at(-1))).toEqual(['1', '1', '2', '1', '2', '3'])
  })

  describe('a list without anything that is wanted', () => {
    const wanted = ['index-pattern/p', 'dashboard/d', 'visualization/v']
    const one = '/api/saved_objects/dashboard/d'
    // https://github.com/elastic/kibana/pull/77699
    it('is what Kibana shows to a user without rights, and refuses one by one', async () => {
      const { stack } = stackWith({
        [page(1)]: answer(0, 0),
        [one]: { status: 403, body: { message: 'Unable to get dashboard' } },
      })
      expect(await api.read(stack, wanted)).toEqual({ status: 'refused', reason: '403 Unable to get dashboard' })
    })

    it('may also be all there is', async () => {
      const { stack } = stackWith({ [page(1)]: answer(0, 1), [one]: { status: 404, body: {} } })
      expect(await api.read(stack, wanted)).toMatchObject({ status: 'read' })
    })

    it.each([
      ['without security', { security: false }, elasticsearch],
      ['on OpenSearch Dashboards, which refuses the list', {}, opensearch],
    ])('is believed %s', async (_where, parts, flavor) => {
      const reader = readerOf({ [page(1)]: answer(0, 0) })
      const stack = stackOf({ dashboards: { version: '7.12.1', reader }, ...parts }, flavor)
      expect(await api.read(stack, wanted)).toMatchObject({ status: 'read' })
      expect(reader.requests).toHaveLength(1)
    })
  })

  it('says what it may not read', async () => {
    const { stack } = stackWith({ [page(1)]: { status: 403, body: { message: 'Unable to find dashboard' } } })
    expect(await api.read(stack, [])).toEqual({ status: 'refused', reason: '403 Unable to find dashboard' })
  })

  it('is absent without a dashboards server', async () => {
    expect((await api.read(stackOf(), [])).status).toBe('absent')
  })
})

describe('writing', () => {
  const api = savedObject.api.elasticsearch as ResourceApi
  const body = {
    type: 'visualization',
    id: 'v',
    attributes: { title: 't', visState: { a: 1 }, kibanaSavedObjectMeta: { searchSourceJSON: { query: {} } } },
    references: [],
  }

  async function upload(
    existing: boolean,
    answer: Answer,
    there = false,
  ): Promise<{ path: string; lines: JsonObject[] }> {
    let uploaded = { path: '', text: '' }
    const { writer } = memoryEngine()
    const dashboards = {
      ...writer,
      get: (path: string) => Promise.resolve(reply('GET', path, { status: there ? 200 : 404, body })),
      upload: (path: string, _filename: string, text: string) => {
        uploaded = { path, text }
        return Promise.resolve({ method: 'POST', path, headers: {}, ...answer })
      },
    }
    await api.write(
      { search: writer, dashboards },
      stackOf(),
      [{ name: 'visualization/v', body, existing: existing ? { body } : undefined }],
      { password: undefined },
    )
    return {
      path: uploaded.path,
      lines: uploaded.text
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text) as JsonObject),
    }
  }

  it.each([
    [false, '/api/saved_objects/_import'],
    [true, '/api/saved_objects/_import?overwrite=true'],
  ])('goes by one import; what is there is overwritten only when the plan says so: %s', async (existing, path) => {
    expect((await upload(existing, ok({ success: true }))).path).toBe(path)
  })

  it('sends as text what Kibana stores as text, at a level that every server takes', async () => {
    const { lines } = await upload(false, ok({ success: true }))
    expect(lines).toEqual([
      {
        ...body,
        attributes: { title: 't', visState: '{"a":1}', kibanaSavedObjectMeta: { searchSourceJSON: '{"query":{}}' } },
        migrationVersion: { visualization: '7.3.0' },
      },
    ])
  })

  it.each([
    ['a conflict', { type: 'conflict' }, { exit: 'conflict' }],
    ['a missing reference', { type: 'missing_references' }, { exit: 'failure' }],
    [
      'a refusal',
      { type: 'unknown', statusCode: 403, message: 'no permissions for []' },
      { exit: 'access', status: 403 },
    ],
    [
      'a refusal in words alone',
      { type: 'unknown', message: 'no permissions for [indices:data/write/index]' },
      { exit: 'access' },
    ],
  ])('does not believe 200 where it carries %s', async (_what, error, expected) => {
    const answer = ok({ success: false, errors: [{ type: 'visualization', id: 'v', error }] })
    await expect(upload(false, answer)).rejects.toMatchObject({
      ...expected,
      message: expect.stringContaining('visualization/v') as unknown,
    })
  })

  it('takes what another run has made since for its own work', async () => {
    const errors = [{ type: 'visualization', id: 'v', error: { type: 'conflict' } }]
    expect((await upload(false, ok({ success: false, errors }), true)).lines).toHaveLength(1)
  })

  it('does not believe 200 without a word either', async () => {
    await expect(upload(false, ok({}))).rejects.toMatchObject({ exit: 'unreachable' })
    await expect(upload(false, { status: 415, body: { message: 'Unsupported Media Type' } })).rejects.toMatchObject({
      status: 415,
    })
  })
})
