import { describe, expect, it } from '@jest/globals'
import { ElkctlError, UnreachableError } from '../../../src/errors.js'
import { ismIndices } from '../../../src/lifecycle/managed-index-ism.js'
import { ilmIndices } from '../../../src/lifecycle/managed-index-ilm.js'
import { kinds } from '../../../src/kinds/index.js'
import { passwordApi } from '../../../src/kinds/user/user-password.js'
import { roleHolders } from '../../../src/kinds/role/role-holders.js'
import { elasticsearch, opensearch, type Dialect, type Flavor } from '../../../src/stack/flavors.js'
import type { Reader, Writer } from '../../../src/stack/stack.js'
import { actualTenant } from '../../../src/stack/tenant.js'
import { memoryEngine, reply, stackOf } from '../fake-stack.js'

const flavors: Record<Dialect, Flavor> = { elasticsearch, opensearch }
const dialects = ['elasticsearch', 'opensearch'] as const

/** What a page in between, half of an answer, or another program may say with 200. */
const bodies: unknown[] = ['<html>', '{"a":', '', [], 'x', null, 7, { message: 'ok' }, { a: [1] }]

/** A server that answers everything so. */
const saying = (body: unknown): Writer => memoryEngine(() => ({ status: 200, body })).writer

const stackWith = (dialect: Dialect, reader: Reader) =>
  stackOf(
    { search: reader, dashboards: { version: '7.12.1', reader }, grafana: { version: '10.4.0', reader } },
    flavors[dialect],
  )

describe('200 with something else than the server answers', () => {
  const reads = dialects.flatMap((dialect) => [
    ...kinds.flatMap(({ name, api }): [string, (writer: Writer) => Promise<unknown>][] => {
      const read = api[dialect]?.read
      return read ? [[`${name} (${dialect})`, (writer) => read(stackWith(dialect, writer), ['x'])]] : []
    }),
    [`who has a role (${dialect})`, (writer: Writer) => roleHolders[dialect](stackWith(dialect, writer))] as const,
  ])
  const more: [string, (writer: Writer) => Promise<unknown>][] = [
    ['existing indices (ILM)', (writer) => ilmIndices.read(stackWith('elasticsearch', writer), ['*'])],
    ['existing indices (ISM)', (writer) => ismIndices.read(stackWith('opensearch', writer), ['*'])],
    ['the tenant', (writer) => actualTenant(writer)],
    [
      'a user whose password is set',
      (writer) => passwordApi.opensearch.set(writer, stackWith('opensearch', writer), 'u', 'p'),
    ],
  ]

  it.each([...reads, ...more])('%s: is told, with the request and the words', async (_what, read) => {
    for (const body of bodies) {
      const outcome: unknown = await read(saying(body)).catch((error: unknown) => error)
      if (outcome instanceof Error && !(outcome instanceof ElkctlError)) throw outcome
      if (typeof body === 'string')
        expect(outcome instanceof UnreachableError ? outcome.message : outcome).toMatch(
          new RegExp(`^.* is not possible: GET /.* answered 200 with (text that is not JSON: ${body}|nothing at all)`),
        )
    }
  })

  it('is an object of an answer, where nothing is listed', async () => {
    const engine: Reader = {
      url: '',
      get: (path) => Promise.resolve(reply('GET', path, { status: 200, body: {} })),
    }
    const pipelines = kinds.find(({ name }) => name === 'ingest pipeline')
    expect(await pipelines?.api.elasticsearch?.read(stackWith('elasticsearch', engine), [])).toEqual({
      status: 'read',
      objects: new Map(),
    })
  })
})
