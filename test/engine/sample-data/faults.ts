import type { ChildProcess } from 'node:child_process'
import { afterEach, describe, expect, it } from '@jest/globals'
import type { Answer, AnswerFunction, RequestToAnswer } from '../../../sandbox/proxy.js'
import { batchLimits } from '../../../src/sample-data/bulk.js'
import { countBy } from './panels/look.js'
import { sampleOf, until, withoutUntil, type Situation } from './situation.js'

/** One load, in three requests, which breaks off, is interrupted, and is completed by a busy server. */
export function describeFaults(at: Situation): void {
  const { flags, documents } = sampleOf({ seed: 7, until, hours: 1, scale: 0.35 })
  const batch = batchLimits.documents

  describe('a load', () => {
    afterEach(() => {
      at.answer = () => undefined
    })

    it('tells what was written when the connection breaks', async () => {
      at.answer = whenTwoAreUnderWay(() => 'drop')
      const broken = await at.load(flags)
      expect(broken).toMatchObject({ code: 5, sampleData: { written: batch } })
      expect(broken.verdict).toContain('documents written; run the same command again to continue')
      expect(await at.count()).toBe(batch)
    }, 120_000)

    it('goes on from there, and stops at Ctrl-C after the requests that are under way', async () => {
      let child: ChildProcess | undefined
      at.answer = whenTwoAreUnderWay(() => {
        child?.kill('SIGINT')
        return undefined
      })
      const stopped = await at.load(withoutUntil(flags), { onStart: (started) => (child = started) })
      expect(stopped).toMatchObject({ code: 130, sampleData: { written: batch, alreadyThere: batch } })
      expect(stopped.verdict).toBe(
        'Interrupted: 5,000 documents written, 5,000 were there already; run the same command again to continue, or sample-data remove to delete them.',
      )
      expect(await at.count()).toBe(2 * batch)
    }, 120_000)

    it('waits when the server is busy, sends again only what was refused, and completes what is there', async () => {
      const sent: number[] = []
      at.answer = async (request) => {
        if (!isBulk(request)) return undefined
        sent.push(request.body.trimEnd().split('\n').length / 2)
        // First the whole request, then every third document of the next one.
        if (sent.length === 1) return { status: 429, body: { error: { reason: 'too many requests' }, status: 429 } }
        return sent.length === 2 ? refuseEveryThird(at.stack.engine.url, request) : undefined
      }
      const loaded = await at.load(withoutUntil(flags))
      expect(loaded).toMatchObject({
        code: 0,
        sampleData: {
          ...{ written: documents.length - 2 * batch, alreadyThere: 2 * batch, refused: 0, retries: 2 },
          until: new Date(until).toISOString(),
        },
      })
      expect(sent.reduce((sum, items) => sum + items, 0)).toBe(documents.length + batch + Math.ceil(batch / 3))
      // Also where documents were refused and sent again, how fast it was is told.
      const { documentsPerSecond = 0, seconds = 0 } = loaded.sampleData ?? {}
      expect(documents.length / documentsPerSecond).toBeCloseTo(seconds, 1)
      expect(loaded.verdict).toContain(`(${documentsPerSecond.toLocaleString('en-US')} documents/s)`)
      expect(await at.count()).toBe(documents.length)
      await at.remove()
      expect(await at.count()).toBe(0)
    }, 120_000)

    it('tells what the server refuses for good, and that the rest is there', async () => {
      const small = sampleOf({ seed: 7, until, hours: 0.25, scale: 0.05 })
      at.answer = (request) => (isBulk(request) ? refuseEveryThird(at.stack.engine.url, request, 400) : undefined)
      const partly = await at.load(small.flags)
      const refused = small.documents.filter((_, index) => index % 3 === 0)
      const reasons = countBy(refused, ({ index }) => `${index.replace(/[-.\d]*$/, '')}: 400 a test says no`)
      const written = small.documents.length - refused.length
      expect(partly).toMatchObject({ code: 8, sampleData: { written, refused: refused.length, reasons } })
      expect(await at.count()).toBe(written)
      await at.remove()
    }, 120_000)
  })
}

const isBulk = ({ path }: RequestToAnswer): boolean => path.startsWith('/_bulk')

/** Answers the second bulk request, and passes on the others: the first one only then, so that both are under way. */
function whenTwoAreUnderWay(answer: () => Answer | undefined): AnswerFunction {
  let requests = 0
  let letFirstGo: () => void = () => undefined
  const second = new Promise<void>((resolve) => (letFirstGo = resolve))
  return async (request) => {
    if (!isBulk(request)) return undefined
    const turn = ++requests
    if (turn === 1) await second
    if (turn !== 2) return undefined
    letFirstGo()
    return answer()
  }
}

/** Passes on a bulk request without every third document, and answers for those itself. */
async function refuseEveryThird(engine: string, request: RequestToAnswer, status = 429): Promise<Answer> {
  const lines = request.body.trimEnd().split('\n')
  const items = Array.from({ length: lines.length / 2 }, (_, index) => lines.slice(2 * index, 2 * index + 2))
  const passed = items.filter((_, index) => index % 3 !== 0)
  const response = await fetch(engine + request.path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: String(request.headers.authorization) },
    body: `${passed.flat().join('\n')}\n`,
  })
  const taken = ((await response.json()) as { items: object[] }).items
  const refusal = { create: { status, error: { type: 'test', reason: 'a test says no' } } }
  return { status: 200, body: { items: items.map((_, index) => (index % 3 === 0 ? refusal : taken.shift())) } }
}
