import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { exchangesOf, withoutRandom } from '../../sandbox/search-in-memory/exchange.js'
import { startSearchInMemory, type SearchInMemory } from '../../sandbox/search-in-memory/index.js'
import { basic } from '../support/testbed.js'

let engine: SearchInMemory
beforeAll(async () => {
  engine = await startSearchInMemory()
})
afterAll(() => engine.stop())

/** What is different each time: how long it took, when an index was made, how often a document of that name was written before. */
function comparable(answer: unknown): unknown {
  const text = withoutRandom(JSON.stringify(answer))
    .replaceAll(/"took":\d+/g, '"took":0')
    .replaceAll(/"creation_date":"\d+"/g, '"creation_date":""')
    .replaceAll(/"_(seq_no|version|primary_term)":\d+/g, '"_$1":0')
  return sorted(JSON.parse(text))
}

/** Elasticsearch lists what it keeps in maps in no order. */
function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) {
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, sorted(entry)]))
  }
  const entries = value.map(sorted)
  return entries.every((entry) => typeof entry === 'object')
    ? entries.sort((a, b) => (JSON.stringify(nameOf(a)) < JSON.stringify(nameOf(b)) ? -1 : 1))
    : entries
}
const nameOf = (entry: unknown): unknown => {
  const { name, id } = entry as { name?: string; id?: string }
  return name ?? id ?? ''
}

it('the engine in memory answers each request of a whole life as Elasticsearch 7.10 was recorded to', async () => {
  const exchanges = exchangesOf('elasticsearch-7.10')
  const differences: unknown[] = []
  for (const { during, method, path, user, request, status, answer } of exchanges) {
    const password = user === undefined ? undefined : engine.passwordOf(user)
    const response = await fetch(engine.url + path, {
      method,
      headers: {
        ...(user !== undefined && { authorization: basic({ username: user, password: String(password) }) }),
        'content-type': 'application/json',
      },
      ...(request !== undefined && { body: JSON.stringify(request) }),
    })
    const found = { status: response.status, answer: comparable(await response.json()) }
    try {
      expect(found).toEqual({ status, answer: comparable(answer) })
    } catch (error) {
      differences.push([during, method, path.slice(0, 200), String(error).slice(0, 1500)])
    }
  }
  expect(differences).toEqual([])
  expect(engine.unknown).toEqual([])
})

it.each([
  ['GET', '/_nodes'],
  ['PUT', '/_ilm/policy/mine'],
  ['POST', '/openvidu/_search'],
  ['GET', '/_security/role'],
])('%s %s, which is not recorded, is refused loudly', async (method, path) => {
  engine.clear()
  const headers = { authorization: basic(engine), 'content-type': 'application/json' }
  const { status } = await fetch(engine.url + path, { method, headers, ...(method !== 'GET' && { body: '{}' }) })
  expect([status, engine.unknown]).toEqual([500, [expect.stringContaining(`${method} ${path}`)]])
})
