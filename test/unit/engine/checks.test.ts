import { describe, expect, it } from '@jest/globals'
import type { Sample } from '../../../src/data-files/schemas/templates.js'
import type { CheckContext } from '../../../src/engine/check.js'
import { InterruptedError } from '../../../src/errors.js'
import { runChecks } from '../../../src/engine/checks.js'
import { forbidden, memoryEngine, ok, stackOf, type Answer, type MemoryEngine } from '../fake-stack.js'

const closed: Answer = { status: 400, body: { error: { type: 'index_closed_exception', reason: 'closed' } } }
const broken: Answer = { status: 500, body: { error: { reason: 'cannot delete' } } }
const missing: Answer = { status: 404, body: { found: false } }

const sample = (title: string, keepIndex = false): Sample => ({
  title,
  index: 'openvidu',
  document: { a: 1 },
  types: { a: 'long' },
  ...(keepIndex && { keepIndex }),
})

/** Without security, and without anything to check but that it answers. */
const contextOn = ({ writer }: MemoryEngine): CheckContext => ({
  passwordElsewhere: undefined,
  as: { search: writer },
  reader: writer,
  onlyAdds: false,
  cleanupWriter: () => Promise.resolve(writer),
  username: undefined,
  role: 'r',
  stack: stackOf({ security: false }),
  savedObjects: [],
  samples: [],
  oldIndices: new Map(),
  suffix: '0123abcd',
  onResult: () => undefined,
  onSwept: () => undefined,
})

/** The checks of documents against an engine that answers so; what it is not told about, it does not have. */
async function check(samples: Sample[], answers: (method: string, path: string) => Answer | undefined) {
  const engine = memoryEngine((method, path) => {
    if (path === '/') return ok({})
    if (path.includes('_search')) return ok({ hits: { hits: [] } })
    return answers(method, path) ?? missing
  })
  const results = await runChecks({ ...contextOn(engine), samples })
  return { failed: results.filter(({ status }) => status === 'fail'), requests: engine.requests }
}

describe('a document that cannot be tried', () => {
  it('the error of the clean-up comes after the one that it cleans up after', async () => {
    const { failed } = await check([sample('events')], (method) => {
      if (method === 'PUT') return ok({ result: 'created' })
      return method === 'DELETE' ? broken : undefined
    })
    expect(failed).toHaveLength(1)
    expect(failed[0]?.detail).toMatch(/^Reading a document of .* And then: The probe in .* cannot delete/)
    expect(failed[0]?.hint).toContain('Delete it yourself')
  })

  it('an index that stays and did not take it is left alone, and what it said is all that is said', async () => {
    const { failed, requests } = await check([sample('events', true)], () => closed)
    expect(failed[0]?.detail).toMatch(/^Writing a document to openvidu was refused: 400 closed \(PUT \S+\)$/)
    expect(failed[0]?.hint).toContain('_open')
    expect(requests.filter((request) => request.startsWith('DELETE'))).toEqual([])
  })

  it('is asked of the engine with a time that is shorter than our own', async () => {
    const { requests } = await check([sample('events')], () => closed)
    const write = requests.find((request) => request.startsWith('PUT'))
    expect(new URLSearchParams(write?.split('?')[1]).get('timeout')).toBe('20s')
  })

  it('what to do about one cause is said once', async () => {
    const { failed } = await check([sample('a', true), sample('b', true), sample('c', true)], () => closed)
    expect(failed.map(({ hint }) => hint !== undefined)).toEqual([true, false, false])
  })
})

describe('several documents at a time', () => {
  const [slow, fast] = [
    { ...sample('slow'), index: 'slow-elkctl-check' },
    { ...sample('fast'), index: 'fast' },
  ]

  it('are told in the order of the checks, whichever ends first', async () => {
    const told: string[] = []
    const engine = memoryEngine((method, path) => {
      if (path.includes('_search')) return ok({ hits: { hits: [] } })
      if (path.startsWith('/fast')) return method === 'PUT' ? closed : missing
      if (path.includes('_doc')) return ok({ _source: { a: 1 } })
      return ok({ fields: { a: { long: {} } } })
    })
    const onResult: CheckContext['onResult'] = ({ title, status }) => told.push(`${title}: ${status}`)
    await runChecks({ ...contextOn(engine), samples: [slow, fast], onResult })
    expect(told).toEqual(['signs in: pass', 'slow (slow-elkctl-check): pass', 'fast (fast): fail'])
    const last = (index: string) => engine.requests.findLastIndex((request) => request.includes(`/${index}`))
    expect(last('slow')).toBeGreaterThan(last('fast'))
  })

  it('when they are interrupted, each takes its probe away, and each that may be left is named', async () => {
    const engine = memoryEngine((method, path) => {
      if (path === '/') return ok({})
      if (path.includes('_search')) return ok({ hits: { hits: [] } })
      if (method === 'DELETE' && path.startsWith('/slow')) return ok({})
      throw new InterruptedError(method === 'PUT' ? { unanswered: path } : {})
    })
    const other = { ...sample('other'), index: 'other' }
    await expect(runChecks({ ...contextOn(engine), samples: [slow, fast, other] })).rejects.toThrow(
      'Interrupted; the probes /slow-elkctl-check-0123abcd/_doc/elkctl-check-0123abcd, /fast-0123abcd/_doc/elkctl-check-0123abcd, /other-0123abcd/_doc/elkctl-check-0123abcd may be left behind; the next init or verify --write-probe removes them',
    )
    expect(engine.requests.filter((request) => request.startsWith('DELETE'))).toEqual([
      'DELETE /slow-elkctl-check-0123abcd',
      'DELETE /fast-0123abcd',
      'DELETE /other-0123abcd',
    ])
  })
})

describe('an account that is refused', () => {
  const tried = async (answers: (path: string) => Answer) => {
    const engine = memoryEngine((_method, path) => answers(path))
    const passwordElsewhere = 'copy it from a node'
    const [result] = await runChecks({ ...contextOn(engine), username: 'sender', passwordElsewhere, stack: stackOf() })
    return result
  }

  it('has another password: it is to be corrected', async () => {
    expect(await tried(() => ({ status: 401, body: {} }))).toMatchObject({
      status: 'fail',
      detail: 'the password of sender is refused: 401 {}',
      hint: 'Correct it in the configuration file (copy it from a node), or set a new one: elkctl init --reset-password --write-env.',
    })
  })

  it('has too few rights: nobody is told to sign in as an administrator', async () => {
    expect(await tried(() => forbidden)).toMatchObject({
      status: 'fail',
      hint: 'The right [x] is missing.',
    })
  })
})
