import { describe, expect, it } from '@jest/globals'
import { applyPlan } from '../../../src/engine/apply.js'
import { planChanges } from '../../../src/engine/plan.js'
import { legacyTemplate } from '../../../src/kinds/index-template/index-template.js'
import { lifecyclePolicy } from '../../../src/kinds/lifecycle-policy/lifecycle-policy.js'
import { user } from '../../../src/kinds/user/user.js'
import { InterruptedError, UnreachableError } from '../../../src/errors.js'
import type { Change } from '../../../src/engine/change.js'
import { markOf } from '../../../src/kinds/mark.js'
import { memoryEngine, ok, stackOf } from '../fake-stack.js'

import { account, body, many, pipelines, planOn, policy, refusal, run, statuses, template, writes } from './applying.js'

describe('a plan that goes well', () => {
  it('writes each object once, reads each kind back once, and tells as it goes', async () => {
    const { plan, engine, outcomes, told, kinds } = await run([...pipelines, template])
    expect(statuses(outcomes)).toEqual([
      ['a', 'applied'],
      ['b', 'applied'],
      ['c', 'applied'],
      ['t', 'applied'],
    ])
    expect(told).toEqual(outcomes)
    expect(kinds).toEqual([
      ['ingest pipeline', ['a', 'b', 'c']],
      ['legacy template', ['t']],
    ])
    expect(engine.requests).toEqual([
      'PUT /_ingest/pipeline/a',
      'PUT /_ingest/pipeline/b',
      'PUT /_ingest/pipeline/c',
      'GET /_ingest/pipeline',
      'PUT /_template/t',
      'GET /_template',
    ])
    const [first] = plan.changes
    expect(engine.objects.get('/_ingest/pipeline/a')).toEqual(first?.action === 'create' ? first.after : undefined)
  })

  it('leaves nothing to do', async () => {
    const { engine } = await run([...pipelines, template])
    expect((await planOn(engine, [...pipelines, template])).changes.map(({ action }) => action)).toEqual(
      Array(4).fill('unchanged'),
    )
  })

  it('writes only what the plan changes', async () => {
    const { engine, outcomes } = await run(pipelines, undefined, {
      existing: [
        ['/_ingest/pipeline/a', body('a')],
        ['/_ingest/pipeline/b', body('theirs')],
      ],
    })
    expect(statuses(outcomes)).toEqual([
      ['b', 'applied'],
      ['c', 'applied'],
    ])
    expect(writes(engine)).toEqual(['PUT /_ingest/pipeline/b', 'PUT /_ingest/pipeline/c'])
  })

  it('makes no request for nothing', async () => {
    const { engine, outcomes } = await run(pipelines, undefined, {
      existing: ['a', 'b', 'c'].map((name) => [`/_ingest/pipeline/${name}`, body(name)]),
    })
    expect([engine.requests, outcomes]).toEqual([[], []])
  })

  it('gives the password to the user, and to nothing else', async () => {
    const { engine } = await run([...pipelines, account], undefined, { password: 'geheim' })
    expect(engine.objects.get('/_security/user/openvidu')).toMatchObject({ password: 'geheim', roles: ['r'] })
    engine.objects.delete('/_security/user/openvidu')
    expect(JSON.stringify([...engine.objects.values()])).not.toContain('geheim')
  })
})

describe('a refusal', () => {
  it('ends it: what was written before is applied, the rest is not tried', async () => {
    const { engine, outcomes } = await run([...pipelines, template, account], (method, path) =>
      method === 'PUT' && path.endsWith('/b') ? refusal(400) : undefined,
    )
    // What was under way with it was not stopped.
    expect(statuses(outcomes)).toEqual([
      ['a', 'applied'],
      ['b', 'failed'],
      ['c', 'applied'],
      ['t', 'not tried'],
      ['openvidu', 'not tried'],
    ])
    expect(outcomes[1]).toMatchObject({
      error: {
        exit: 'failure',
        message: expect.stringMatching(/Ingest pipeline b was refused: 400 because/) as unknown,
      },
    })
    expect(engine.requests).toEqual([
      ...['a', 'b', 'c'].map((name) => `PUT /_ingest/pipeline/${name}`),
      'GET /_ingest/pipeline',
    ])
  })

  it('of alerts stops alerts alone', async () => {
    const alerts = { ...legacyTemplate, onlyFor: 'alerts' as const, after: [] }
    const moreAlerts = { ...lifecyclePolicy, onlyFor: 'alerts' as const, after: [alerts.name] }
    const { outcomes } = await run(
      [
        { ...template, kind: alerts },
        { ...policy, kind: moreAlerts },
        // It begins when the alerts have failed.
        { ...account, kind: { ...user, after: [alerts.name] } },
      ],
      (method, path) => (method === 'PUT' && path.startsWith('/_template') ? refusal(400) : undefined),
    )
    expect(statuses(outcomes)).toEqual([
      ['t', 'failed'],
      ['p', 'not tried'],
      ['openvidu', 'applied'],
    ])
  })

  it('stops alerts, too', async () => {
    const alerts = { ...legacyTemplate, onlyFor: 'alerts' as const, after: ['ingest pipeline'] }
    const { outcomes } = await run([...pipelines.slice(0, 1), { ...template, kind: alerts }], (method, path) =>
      method === 'PUT' && path.endsWith('/a') ? refusal(400) : undefined,
    )
    expect(statuses(outcomes)).toEqual([
      ['a', 'failed'],
      ['t', 'not tried'],
    ])
  })

  it.each([
    [403, 'access'],
    [409, 'conflict'],
    [503, 'unreachable'],
  ])('%d keeps its exit code', async (status, exit) => {
    const { outcomes } = await run(pipelines, (method) => (method === 'PUT' ? refusal(status) : undefined))
    expect(outcomes[0]).toMatchObject({ status: 'failed', error: { exit } })
  })

  it('of a password alone is a failure, although everything else is as wanted', async () => {
    const made = { roles: ['r'] }
    const engine = memoryEngine((method) =>
      method === 'GET' ? ok({ openvidu: { username: 'openvidu', enabled: true, ...made } }) : refusal(400),
    )
    const options = { profile: 'openvidu', account: 'openvidu', adopt: false, resetPassword: true }
    const plan = await planChanges([account], stackOf({ search: engine.writer }), options)
    const outcomes = await applyPlan(
      plan,
      { search: engine.writer },
      {
        secret: { password: 'weak' },
        signal: new AbortController().signal,
        readBack: () => Promise.resolve(plan.stack),
        onKind: () => undefined,
        onOutcome: () => undefined,
      },
    )
    expect(statuses(outcomes)).toEqual([['openvidu', 'failed']])
  })

  it('of several at once is told for each of them', async () => {
    const { outcomes } = await run(pipelines, (method, path) =>
      method === 'PUT' && !path.endsWith('/b') ? refusal(400) : undefined,
    )
    expect(outcomes).toMatchObject([
      { status: 'failed', error: { message: expect.stringContaining('pipeline a') as unknown } },
      { status: 'applied' },
      { status: 'failed', error: { message: expect.stringContaining('pipeline c') as unknown } },
    ])
  })

  it('does not count as applied what differed in its mark alone and was not tried', async () => {
    const { outcomes, engine } = await run(
      many,
      (method, path) => (method === 'PUT' && path.endsWith('/p00') ? refusal(400) : undefined),
      { existing: [['/_ingest/pipeline/p19', { ...body('p19'), description: 'd [elkctl:openvidu:000000000000]' }]] },
    )
    const sent = writes(engine).map((request) => request.split('/').at(-1))
    expect(sent.length).toBeLessThan(many.length)
    expect(statuses(outcomes)).toEqual(
      many.map(({ name }) => [name, name === 'p00' ? 'failed' : sent.includes(name) ? 'applied' : 'not tried']),
    )
  })
})

describe('several at a time', () => {
  it('are kinds that do not need one another, told in the order of the plan', async () => {
    const { engine, kinds, told } = await run([policy, ...pipelines, template])
    expect(writes(engine)).toEqual([
      'PUT /_ilm/policy/p',
      ...['a', 'b', 'c'].map((name) => `PUT /_ingest/pipeline/${name}`),
      'PUT /_template/t',
    ])
    const read = (path: string) => engine.requests.indexOf(`GET ${path}`)
    // The policy is not read back before pipelines are written, and a template waits for both.
    expect(read('/_ilm/policy')).toBeGreaterThan(engine.requests.indexOf('PUT /_ingest/pipeline/c'))
    expect(engine.requests.indexOf('PUT /_template/t')).toBeGreaterThan(read('/_ingest/pipeline'))
    expect(kinds.map(([kind]) => kind)).toEqual(['lifecycle policy', 'ingest pipeline', 'legacy template'])
    expect(told.map(({ change }) => change.name)).toEqual(['p', 'a', 'b', 'c', 't'])
  })

  it('stop in other kinds too when one is refused', async () => {
    const { outcomes } = await run([policy, ...many], (method, path) =>
      method === 'PUT' && path.startsWith('/_ilm/') ? refusal(400) : undefined,
    )
    const of = (status: string) => outcomes.filter((outcome) => outcome.status === status).length
    expect(of('failed')).toBe(1)
    expect(of('applied') + of('not tried')).toBe(many.length)
    expect(of('not tried')).toBeGreaterThan(0)
  })
})

describe('an answer that is not evidence', () => {
  it('accepted, but reads back differently: what refers to it is written by then', async () => {
    const { outcomes } = await run([...pipelines, template], (method, path, { objects }) => {
      if (method !== 'PUT' || !path.endsWith('/b')) return undefined
      objects.set(path, body('something else'))
      return ok({ acknowledged: true })
    })
    expect(statuses(outcomes)).toEqual([
      ['a', 'applied'],
      ['b', 'failed'],
      ['c', 'applied'],
      ['t', 'applied'],
    ])
    expect(outcomes[1]).toMatchObject({
      error: { exit: 'failure', message: expect.stringMatching(/b was accepted, but/) as unknown },
    })
  })

  it('accepted, but is not there', async () => {
    const { outcomes } = await run(pipelines, (method, path) =>
      method === 'PUT' && path.endsWith('/c') ? ok({ acknowledged: true }) : undefined,
    )
    expect(statuses(outcomes)).toEqual([
      ['a', 'applied'],
      ['b', 'applied'],
      ['c', 'failed'],
    ])
    expect(outcomes[2]).toMatchObject({
      error: { message: expect.stringContaining('is not there when read back') as unknown },
    })
  })

  it('accepted, but may not be read back', async () => {
    const { outcomes } = await run(pipelines, (method) => (method === 'GET' ? refusal(403) : undefined))
    expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed'])
  })
})

describe('a server that goes away', () => {
  const away = () => {
    throw new UnreachableError('gone', { code: 'ECONNREFUSED', hint: 'h' })
  }

  it('in the middle of writing', async () => {
    let gone = false
    const { outcomes } = await run([...pipelines, template], (method, path) => {
      gone ||= method === 'PUT' && path.endsWith('/b')
      return gone ? away() : undefined
    })
    expect(outcomes.filter(({ status }) => status === 'failed')).toMatchObject([{ error: { exit: 'unreachable' } }])
    expect(outcomes.map(({ status }) => status)).not.toContain('applied')
    expect(statuses(outcomes).at(-1)).toEqual(['t', 'not tried'])
  })

  it('before reading back', async () => {
    const { outcomes } = await run(pipelines, (method) => (method === 'GET' ? away() : undefined))
    expect(statuses(outcomes)).toEqual([
      ['a', 'failed'],
      ['b', 'unclear'],
      ['c', 'unclear'],
    ])
  })
})

describe('Ctrl-C', () => {
  it('between two kinds leaves the rest alone', async () => {
    const controller = new AbortController()
    const { engine, outcomes } = await run(
      [...pipelines, template],
      (method) => {
        if (method === 'GET') controller.abort()
        return undefined
      },
      { signal: controller.signal },
    )
    expect(statuses(outcomes)).toEqual([
      ['a', 'applied'],
      ['b', 'applied'],
      ['c', 'applied'],
      ['t', 'not tried'],
    ])
    expect(writes(engine)).toHaveLength(3)
  })

  it('before the first one makes no request', async () => {
    const { engine, outcomes } = await run(pipelines, undefined, { signal: AbortSignal.abort() })
    expect([engine.requests, outcomes.map(({ status }) => status)]).toEqual([
      [],
      ['not tried', 'not tried', 'not tried'],
    ])
  })

  it('before a write stops there: what was written is told, the rest was not tried', async () => {
    const { outcomes } = await run(pipelines, (method, path) => {
      if (method === 'PUT' && path.endsWith('/b')) throw new InterruptedError()
      return undefined
    })
    expect(statuses(outcomes)).toEqual([
      ['a', 'applied'],
      ['b', 'not tried'],
      ['c', 'applied'],
    ])
  })

  it.each([
    { what: 'was done all the same is applied', done: true, status: 'applied' },
    { what: 'is not there is unclear: the server may still be at it', done: false, status: 'unclear' },
  ])('a write without an answer that $what', async ({ done, status }) => {
    const { outcomes } = await run(pipelines, (method, path, { objects }) => {
      if (method !== 'PUT' || !path.endsWith('/b')) return undefined
      const { description, ...rest } = body('b')
      if (done) objects.set(path, { description: `${String(description)} [${markOf('openvidu', body('b'))}]`, ...rest })
      throw new InterruptedError({ unanswered: `PUT ${path}?a=b` })
    })
    expect(statuses(outcomes)).toEqual([
      ['a', 'applied'],
      ['b', status],
      ['c', 'applied'],
    ])
  })

  it('in the middle of reading back: it is read again', async () => {
    let reads = 0
    const { outcomes } = await run(pipelines, (method) => {
      if (method === 'GET' && reads++ === 0) throw new InterruptedError()
      return undefined
    })
    expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied'])
  })

  it('whoever cannot be asked any more leaves it unclear', async () => {
    const { outcomes } = await run(pipelines, (method, path) => {
      if (method === 'GET') throw new InterruptedError()
      if (path.endsWith('/b')) throw new InterruptedError({ unanswered: `PUT ${path}` })
      return undefined
    })
    expect(outcomes.map(({ status }) => status)).toEqual(['unclear', 'unclear', 'unclear'])
  })

  it('a new password that got no answer is unclear, although everything else reads as wanted', async () => {
    const engine = memoryEngine((method, path) => {
      if (method === 'GET') return ok({ openvidu: { username: 'openvidu', enabled: true, roles: ['r'] } })
      throw new InterruptedError({ unanswered: `PUT ${path}` })
    })
    const options = { profile: 'openvidu', account: 'openvidu', adopt: false, resetPassword: true }
    const plan = await planChanges([account], stackOf({ search: engine.writer }), options)
    const bare = { ...plan, changes: plan.changes.map((change) => ({ ...change, after: { roles: ['r'] } }) as Change) }
    const outcomes = await applyPlan(
      bare,
      { search: engine.writer },
      {
        secret: { password: 'new' },
        signal: new AbortController().signal,
        readBack: () => Promise.resolve(plan.stack),
        onKind: () => undefined,
        onOutcome: () => undefined,
      },
    )
    expect(statuses(outcomes)).toEqual([['openvidu', 'unclear']])
  })
})

describe('a bug', () => {
  it('is not taken for a refusal', async () => {
    const running = run(pipelines, (method) => {
      if (method === 'PUT') throw new TypeError('a bug')
      return undefined
    })
    await expect(running).rejects.toBeInstanceOf(TypeError)
  })
})
