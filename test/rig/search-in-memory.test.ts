import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { exchangesOf, recorded, withoutRandom, type RecordedEngine } from '../../sandbox/search-in-memory/exchange.js'
import { startSearchInMemory, type SearchInMemory } from '../../sandbox/search-in-memory/index.js'
import { basic } from '../support/testbed.js'

/** What is different each time: how long it took, who asked from which port, when an index was made, how often a document of that name was written before. */
function comparable(answer: unknown): unknown {
  const text = withoutRandom(JSON.stringify(answer))
    .replaceAll(/"took":\d+/g, '"took":0')
    .replaceAll(/"creation_date":"\d+"/g, '"creation_date":""')
    .replaceAll(/"remote_address":"127.0.0.1:\d+"/g, '"remote_address":""')
    .replaceAll(/"timestamp":\d+/g, '"timestamp":0')
    .replaceAll(/"_(seq_no|version|primary_term)":\d+/g, '"_$1":0')
  return sorted(JSON.parse(text))
}

/** Engines list what they keep in maps and sets in no order. */
function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) {
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, sorted(entry)]))
  }
  const entries = value.map(sorted)
  return entries.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}
function nameOf(entry: unknown): string {
  const { name, id } = (typeof entry === 'object' ? entry : { name: entry }) as { name?: unknown; id?: unknown }
  return JSON.stringify(name ?? id ?? '')
}

describe.each(Object.keys(recorded) as RecordedEngine[])('%s in memory', (name) => {
  let engine: SearchInMemory
  beforeAll(async () => {
    engine = await startSearchInMemory(name)
  })
  afterAll(() => engine.stop())

  it('answers each request of a whole life as the real one was recorded to', async () => {
    const exchanges = exchangesOf(name)
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
      const text = await response.text()
      const found = { status: response.status, answer: comparable(text.startsWith('{') ? JSON.parse(text) : text) }
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
    ['PUT', name === 'elasticsearch-7.10' ? '/_ilm/policy/mine' : '/_plugins/_ism/policies/mine'],
    ['POST', '/openvidu/_search'],
    ['GET', name === 'elasticsearch-7.10' ? '/_security/role' : '/_plugins/_security/api/tenants'],
  ])('refuses %s %s, which is not recorded, loudly', async (method, path) => {
    engine.clear()
    const headers = { authorization: basic(engine), 'content-type': 'application/json' }
    const { status } = await fetch(engine.url + path, { method, headers, ...(method !== 'GET' && { body: '{}' }) })
    expect([status, engine.unknown]).toEqual([500, [expect.stringContaining(`${method} ${path}`)]])
  })
})
