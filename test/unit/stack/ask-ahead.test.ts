import { describe, expect, it } from '@jest/globals'
import { askAhead } from '../../../src/stack/ask-ahead.js'
import { ok, readerOf } from '../fake-stack.js'

describe('what is asked ahead', () => {
  const answers: Parameters<typeof readerOf>[0] = { '/a': [ok(1), ok(2)], '/b': [ok(3), ok(4)], '/c': ok(5) }
  const asking = () => {
    const server = readerOf(answers)
    const reader = askAhead(server, ['/a', '/b'])
    return { server, get: async (path: string) => (await reader.get(path)).body }
  }

  it('goes out at once, and is not asked again', async () => {
    const { server, get } = asking()
    expect(server.requests).toEqual(['GET /a', 'GET /b'])
    expect([await get('/b'), await get('/a')]).toEqual([3, 1])
    expect(server.requests).toHaveLength(2)
  })

  it('is asked again the second time', async () => {
    const { get } = asking()
    expect([await get('/a'), await get('/a')]).toEqual([1, 2])
  })

  it.each(['/a', '/c'])('is old when something else was asked in between: %s', async (other) => {
    const { get } = asking()
    await get('/a')
    await get(other)
    expect(await get('/b')).toBe(4)
  })

  it('may fail unheard', async () => {
    const reader = askAhead(readerOf({ '/a': ok(1) }), ['/a', '/away'])
    expect((await reader.get('/a')).body).toBe(1)
    await expect(reader.get('/away')).rejects.toThrow('no answer for GET /away')
  })
})
