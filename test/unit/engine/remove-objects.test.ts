import { describe, expect, it } from '@jest/globals'
import { applyPlan } from '../../../src/engine/apply.js'
import type { Change } from '../../../src/engine/change.js'
import { savedObject } from '../../../src/kinds/saved-object/saved-object.js'
import type { JsonObject } from '../../../src/json.js'
import { noIndices } from '../../../src/lifecycle/index.js'
import { forbidden, memoryEngine, ok, stackOf, type Answer } from '../fake-stack.js'

const removal = (name: string, asked?: true, body: JsonObject = {}): Change => ({
  ...{ kind: savedObject, name, file: '', action: 'remove', existing: { body } },
  ...(asked && { asked }),
})

/** Removes two charts; a dashboard that shows the second has come since the plan was made. */
const removeBeside = (...changes: Change[]) => removeWhere(() => ok({}), ...changes)

/** @param answer to a removal */
async function removeWhere(answer: (path: string) => Answer, ...changes: Change[]) {
  const server = memoryEngine((method, path) => {
    if (method === 'DELETE') return answer(path)
    const mine = { type: 'dashboard', id: 'mine', attributes: {}, references: [{ type: 'visualization', id: 'b' }] }
    return ok({ saved_objects: path.includes('fields=title') ? [mine] : [] })
  })
  const stack = stackOf({ security: false, dashboards: { version: '7.12.1', reader: server.writer } })
  const outcomes = await applyPlan(
    { stack, lifecycle: true, changes, indices: noIndices, missing: [] },
    { search: server.writer, dashboards: server.writer },
    {
      secret: { password: undefined },
      signal: new AbortController().signal,
      readBack: () => Promise.resolve(stack),
      onKind: () => undefined,
      onOutcome: () => undefined,
    },
  )
  return { outcomes, requests: server.requests.map((request) => request.replace(/\?.*/, '')) }
}

const list = 'GET /api/saved_objects/_find'

it('a saved object that has come into use since the plan was made stays, and the others with it', async () => {
  const { outcomes, requests } = await removeBeside(removal('visualization/a'), removal('visualization/b'))
  expect(requests).toEqual([list])
  expect(outcomes.map(({ status }) => status)).toEqual(['not tried', 'failed'])
  expect(outcomes[1]).toMatchObject({
    error: {
      exit: 'conflict',
      message:
        'The saved object visualization/b has come into use since the plan was made: by saved object dashboard/mine.',
    },
  })
})

it('one that was asked for goes, and what uses them is listed once, however many they are', async () => {
  const { outcomes, requests } = await removeBeside(removal('visualization/a'), removal('visualization/b', true))
  expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'applied'])
  expect(requests).toEqual([
    list,
    'DELETE /api/saved_objects/visualization/a',
    'DELETE /api/saved_objects/visualization/b',
    list,
  ])
})

it('what was refused because it had gone before is no failure, and stops nothing', async () => {
  const names = 'abcdefghij'.split('').map((id) => `visualization/${id}`)
  const refuse = (path: string) => (path.endsWith('/a') ? { status: 400, body: { error: 'gone' } } : ok({}))
  const { outcomes, requests } = await removeWhere(refuse, ...names.map((name) => removal(name, true)))
  expect(outcomes.map(({ status }) => status)).toEqual(names.map(() => 'applied'))
  expect(requests.filter((request) => request.startsWith('DELETE'))).toEqual(
    names.map((name) => `DELETE /api/saved_objects/${name}`),
  )
})

describe('eight go at a time, and last of all the record that has the marks of the others', () => {
  const record = 'visualization/isp-installed-by-elkctl'
  const charts = 'abcdefghij'.split('').map((id) => `visualization/${id}`)
  const changes = [record, ...charts].map((name) => removal(name, true, { elkctl: 'elkctl:isp:0' }))
  const removed = (requests: string[]) =>
    requests.flatMap((request) => request.split('DELETE /api/saved_objects/').slice(1))

  it('when all goes well', async () => {
    const { outcomes, requests } = await removeWhere(() => ok({}), ...changes)
    expect(outcomes.map(({ status }) => status)).toEqual(changes.map(() => 'applied'))
    expect(removed(requests)).toEqual([...charts, record])
  })

  it('which stays when one of them is refused', async () => {
    const refuse = (path: string) => (path.endsWith('/a') ? forbidden : ok({}))
    const { requests } = await removeWhere(refuse, ...changes)
    expect(removed(requests).slice(0, 8)).toEqual(charts.slice(0, 8))
    expect(requests[9]).toBe(list)
  })
})
