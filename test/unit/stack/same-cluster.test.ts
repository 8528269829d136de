import { describe, expect, it } from '@jest/globals'
import { InterruptedError, UnreachableError } from '../../../src/errors.js'
import { elasticsearch, opensearch } from '../../../src/stack/flavors.js'
import { expectSameCluster } from '../../../src/stack/same-cluster.js'
import type { Reader } from '../../../src/stack/stack.js'
import { forbidden, ok, readerOf, stackOf, type Answer } from '../fake-stack.js'
import { authenticate, banner, detect } from './detecting.js'

const path = '/api/stats?extended=true&exclude_usage=true'
const html: Answer = { status: 200, body: '<html>Please sign in.</html>' }

const behind = (reader: Reader, clusterUuid: string | undefined, flavor = elasticsearch) =>
  expectSameCluster(stackOf({ clusterUuid, dashboards: { version: '7.12.1', reader } }, flavor))

describe('whether both belong to one cluster', () => {
  it.each([
    [
      elasticsearch,
      /^Kibana at http:\/\/ui:5601 .* Elasticsearch at .* Elasticsearch is cluster mine, .* cluster other\.$/,
    ],
    [
      opensearch,
      /^OpenSearch Dashboards at http:\/\/ui:5601 .* OpenSearch at .* OpenSearch is cluster mine, .* cluster other\.$/,
    ],
  ])('$title: another id is named, with both addresses', async (flavor, said) => {
    const checking = behind(readerOf({ [path]: ok({ cluster_uuid: 'other' }) }, 'http://ui:5601'), 'mine', flavor)
    await expect(checking).rejects.toMatchObject({ exit: 'unreachable', code: 'OTHER_CLUSTER' })
    await expect(checking).rejects.toThrow(said)
  })

  it.each<[string, Answer]>([
    ['the same id', ok({ cluster_uuid: 'mine' })],
    ['no id', ok({ kibana: {} })],
    ['no id yet', ok({ cluster_uuid: '_na_' })],
    ['a page', html],
    ['a refusal', forbidden],
    ['no such path', { status: 404, body: {} }],
  ])('%s: nothing is claimed', async (_what, answer) => {
    await expect(behind(readerOf({ [path]: answer }), 'mine')).resolves.toBeUndefined()
  })

  it('a search engine that names no cluster is not compared', async () => {
    const reader = readerOf({})
    await expect(behind(reader, undefined)).resolves.toBeUndefined()
    expect(reader.requests).toEqual([])
  })

  it('no answer claims nothing, an interruption ends it', async () => {
    const failing = (error: Error): Reader => ({ url: 'http://ui:5601', get: () => Promise.reject(error) })
    const cut = new UnreachableError('cut', { code: 'ECONNRESET', hint: '' })
    await expect(behind(failing(cut), 'mine')).resolves.toBeUndefined()
    await expect(behind(failing(new InterruptedError()), 'mine')).rejects.toBeInstanceOf(InterruptedError)
  })

  it.each([
    ['u', 'u'],
    ['_na_', undefined],
  ])('the search engine says it in its greeting: %s', async (said, expected) => {
    const greeting = { ...(banner('7.10.2').body as object), cluster_uuid: said }
    const { clusterUuid } = await detect(readerOf({ '/': ok(greeting), '/_security/_authenticate': authenticate }))
      .result
    expect(clusterUuid).toBe(expected)
  })
})
