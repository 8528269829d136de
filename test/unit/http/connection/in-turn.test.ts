import { describe, expect, it } from '@jest/globals'
import { InterruptedError } from '../../../../src/errors.js'
import { inTurn } from '../../../../src/http/connection/in-turn.js'
import type { HttpAnswer, Send } from '../../../../src/http/server.js'

/** A server that answers when it is told to, the one that was asked first. */
function server() {
  const asked: ((status: number) => void)[] = []
  const send = inTurn(
    () =>
      new Promise<HttpAnswer>((resolve) => {
        asked.push((status) => {
          resolve({ status, headers: {}, body: {} })
        })
      }),
  )
  const never = new AbortController().signal
  const ask = (begin = never) =>
    send({ method: 'PUT', path: '/x' }, {}, { timeout: 1000, begin, end: never } satisfies Parameters<Send>[2])
  const answer = async (...statuses: number[]) => {
    for (const status of statuses) asked.shift()?.(status)
    await new Promise((resolve) => setImmediate(resolve))
    return asked.length
  }
  return { ask, answer }
}

describe('requests to one server', () => {
  it('are 8 at a time, the others wait', async () => {
    const { ask, answer } = server()
    const all = Promise.all(Array.from({ length: 12 }, () => ask()))
    expect(await answer()).toBe(8)
    expect(await answer(200, 200)).toBe(8)
    expect(await answer(...Array.from({ length: 8 }, () => 200))).toBe(2)
    await answer(200, 200)
    expect(await all).toHaveLength(12)
  })

  it.each([429, 503])('are half as many after %d, and more again with each answer that is none', async (status) => {
    const { ask, answer } = server()
    const all = Promise.all(Array.from({ length: 40 }, () => ask()))
    await answer()
    expect(await answer(status, 200, 200, 200)).toBe(4)
    for (let answered = 0; answered < 36; answered++) await answer(200)
    expect(await all).toHaveLength(40)
    void Array.from({ length: 12 }, () => ask())
    expect(await answer()).toBe(8)
  })

  it('are never fewer than one', async () => {
    const { ask, answer } = server()
    const all = Promise.all(Array.from({ length: 12 }, () => ask()))
    await answer()
    expect(await answer(...Array.from({ length: 8 }, () => 503))).toBe(1)
    for (let answered = 0; answered < 4; answered++) await answer(200)
    expect(await all).toHaveLength(12)
  })

  it('are not begun after Ctrl-C, when they still wait', async () => {
    const { ask, answer } = server()
    const interruption = new AbortController()
    const underWay = Array.from({ length: 8 }, () => ask(interruption.signal))
    const waiting = ask(interruption.signal)
    await answer()
    interruption.abort()
    const outcome = expect(waiting).rejects.toBeInstanceOf(InterruptedError)
    expect(await answer(...Array.from({ length: 8 }, () => 200))).toBe(0)
    await outcome
    await expect(waiting).rejects.toMatchObject({ unanswered: undefined })
    expect(await Promise.all(underWay)).toHaveLength(8)
  })
})
