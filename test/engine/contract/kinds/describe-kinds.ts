import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Change, Origin } from '../../../../src/engine/change.js'
import { pending } from '../../../../src/engine/plan.js'
import type { ResourceApi, ResourceKind } from '../../../../src/kinds/kind.js'
import type { Dialect } from '../../../../src/stack/flavors.js'
import type { ContractStack } from '../stacks.js'
import { changeOf, onBench, type Bench } from './bench.js'
import { kindCases, kindsWithCases, type KindCase } from './cases.js'

export interface KindsOnStack {
  /** kinds that this version of the product does not have */
  absent?: string[]
  /** kinds of which this version keeps no mark */
  unmarkable?: string[]
}

/**
 * The same cases for each kind, as it is on this stack: what elkctl wrote is known, left alone, told apart from a person's edit, from an earlier elkctl
 * and from what others have under that name; and is removed, alone.
 */
export function describeKinds(contract: ContractStack, { absent = [], unmarkable = [] }: KindsOnStack = {}): Bench {
  const bench = onBench(contract)
  const dialect: Dialect = contract.options.engine.startsWith('opensearch') ? 'opensearch' : 'elasticsearch'
  describe(`each kind on ${contract.title}`, () => {
    for (const kind of kindsWithCases.filter(({ api }) => api[dialect] !== undefined)) {
      const [one, api] = [kindCases[kind.name]?.[dialect], kind.api[dialect]]
      if (one === undefined || api === undefined) throw new Error(`${kind.name} has no case for ${dialect}`)
      describe(kind.name, () => {
        if (absent.includes(kind.name))
          it('is not there: it is skipped, with the reason', async () => {
            const name = `${one.prefix ?? ''}kinds-a`
            const plan = await bench.plan([{ kind, name, body: one.body(name), file: 'the test' }])
            expect(changeOf(plan, name)).toMatchObject({ action: 'skipped', reason: expect.any(String) as unknown })
          })
        else describeKind(bench, kind, one, { hasMark: !unmarkable.includes(kind.name), api })
      })
    }
  })
  return bench
}

interface OnStack {
  hasMark: boolean
  api: ResourceApi
}

function describeKind(bench: Bench, kind: ResourceKind, one: KindCase, { hasMark, api }: OnStack): void {
  const [name, other] = ['kinds-a', 'kinds-b'].map((bare) => `${one.prefix ?? ''}${bare}`) as [string, string]
  const object = (body = one.body(name), called = name) => ({ kind, name: called, body, file: 'the test' })
  /** How the plan sees what is there. */
  const found = async () => changeOf(await bench.plan([object()]), name)
  /** Whose it is, where there is a mark. */
  const whose = (origin: Origin) => (hasMark ? origin : 'unmarkable')
  const written = async (...objects: ReturnType<typeof object>[]) => {
    const outcomes = await bench.init(objects)
    expect(outcomes.filter(({ status }) => status !== 'applied')).toEqual([])
  }
  const isRepaired = async () => {
    await written(object())
    expect(pending(await bench.plan([object()]))).toEqual([])
  }
  const fresh = () => bench.clear([object(), object(one.body(other), other)])
  const after: (() => Promise<void>)[] = []
  beforeAll(async () => {
    for (const each of [name, other]) if (one.before) after.push(await one.before(bench, each))
  })
  afterAll(async () => {
    await fresh()
    for (const undo of after) await undo()
  })

  it('that elkctl wrote is known as its own, and left alone', async () => {
    await fresh()
    expect(await found()).toMatchObject({ action: 'create' })
    await written(object())
    expect(pending(await bench.plan([object()]))).toEqual([])
    const mark = api.mark(bench.stack, name)
    expect(mark?.read((await bench.read(kind, name))?.body ?? {}) !== undefined).toBe(hasMark)
  })

  it('that a person edited is found edited, and repaired', async () => {
    await fresh()
    await written(object())
    await bench.byHand(kind, name, one.edited((await bench.read(kind, name))?.body ?? {}))
    const change = await found()
    expect(change).toMatchObject({ action: 'update', origin: whose('edited') })
    expect(pathsIn(change).map((path) => path.replace(/^template\./, ''))).toContain(one.path)
    await isRepaired()
  })

  it('of an earlier elkctl, or of other settings, is known as that, and brought up to date', async () => {
    await fresh()
    await written(object(one.older(name)))
    expect(await found()).toMatchObject({ action: 'update', origin: whose('older') })
    await isRepaired()
  })

  if (api.unmarkedBefore && hasMark)
    it('of an earlier elkctl that kept no mark gets one, in a step without a difference', async () => {
      await fresh()
      await bench.byHand(kind, name, bench.adapted(kind, name, one.body(name)))
      expect(await found()).toMatchObject({ action: 'update', origin: 'older', differences: [] })
      await isRepaired()
    })

  it('of others is not taken for ours: it is refused where they would lose something, and shown where not', async () => {
    await fresh()
    await bench.byHand(kind, name, bench.adapted(kind, name, one.theirs(name)))
    const change = await found()
    if (one.refused) expect(change).toMatchObject({ action: 'blocked', exit: 'conflict' })
    else expect(change).toMatchObject({ action: 'update', origin: whose('unmarked') })
    const taken = changeOf(await bench.plan([object()], { adopt: true }), name)
    expect(taken).toMatchObject({ action: 'update', origin: whose('unmarked') })
    expect(pathsIn(taken)).not.toEqual([])
  })

  it('is removed, alone; that it is gone already is no error', async () => {
    await fresh()
    await written(object(), object(one.body(other), other))
    await bench.remove(kind, name)
    await bench.remove(kind, name)
    expect(await bench.read(kind, name)).toBeUndefined()
    expect(changeOf(await bench.plan([object(one.body(other), other)]), other)).toMatchObject({ action: 'unchanged' })
  })
}

const pathsIn = (change: Change): string[] =>
  change.action === 'update' ? change.differences.map(({ path }) => path) : []
