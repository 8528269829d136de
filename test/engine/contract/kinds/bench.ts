import { afterAll, beforeAll, expect } from '@jest/globals'
import { startStack } from '../../../../sandbox/stack.js'
import { applyPlan, type Outcome } from '../../../../src/engine/apply.js'
import { apiOf, type Change } from '../../../../src/engine/change.js'
import type { Definition } from '../../../../src/engine/definitions.js'
import type { PlanOptions } from '../../../../src/engine/plan-change.js'
import { planChanges, type Plan } from '../../../../src/engine/plan.js'
import type { Existing, ResourceKind } from '../../../../src/kinds/kind.js'
import { isObject, objectIn, type JsonObject } from '../../../../src/json.js'
import { expectOk } from '../../../../src/http/answer.js'
import type { Stack, Writers } from '../../../../src/stack/stack.js'
import { connectTo, detected } from '../../../support/connection.js'
import type { ContractStack } from '../stacks.js'

const profile = 'kinds'
const secret = { password: 'kT7-velvet-Orbit-93' }

/** A stack on which the parts of elkctl that plan and write are used as `init` uses them, and hands that are not elkctl's. */
export interface Bench {
  stack: Stack
  writers: Writers
  securityPath: string
  /** what is to be done about these, all of one kind, and what belongs to them */
  plan: (objects: Definition[], given?: Partial<PlanOptions>) => Promise<Plan>
  /** plans, writes, and reads back */
  init: (objects: Definition[]) => Promise<Outcome[]>
  read: (kind: ResourceKind, name: string) => Promise<Existing | undefined>
  /** what a data file's body is on this stack */
  adapted: (kind: ResourceKind, name: string, body: JsonObject) => JsonObject
  /** as a person writes it, who knows nothing of marks */
  byHand: (kind: ResourceKind, name: string, body: JsonObject) => Promise<void>
  remove: (kind: ResourceKind, name: string) => Promise<void>
  /** removes these, and what belongs to them */
  clear: (objects: Definition[]) => Promise<void>
}

/** One stack for a test file. */
export function onBench({ options }: ContractStack): Bench {
  const bench = {} as Bench
  let stop: (() => Promise<void>) | undefined
  beforeAll(async () => {
    const local = await startStack(options)
    stop = local.stop
    const { username, password } = local.engine
    const writers = await connectTo(local, { username, password })
    const stack = await detected(writers, { username, password })
    Object.assign(bench, {
      stack,
      writers,
      securityPath: `${stack.flavor.pluginPath}/_security/api`,
      ...handsOn(stack, writers),
    } satisfies Bench)
  }, 400_000)
  afterAll(() => stop?.())
  return bench
}

function handsOn(
  stack: Stack,
  writers: Writers,
): Pick<Bench, 'plan' | 'init' | 'read' | 'adapted' | 'byHand' | 'remove' | 'clear'> {
  const plan: Bench['plan'] = (objects, given = {}) =>
    planChanges(withWhatBelongs(objects), stack, {
      profile,
      account: 'nobody',
      adopt: false,
      resetPassword: false,
      ...given,
    })
  const read: Bench['read'] = async (kind, name) => {
    const reading = await apiOf(kind, stack).read(stack, [name])
    if (reading.status !== 'read') throw new Error(`reading ${kind.name} ${name}: ${reading.reason}`)
    return reading.objects.get(name)
  }
  const remove: Bench['remove'] = (kind, name) => apiOf(kind, stack).remove(writers, stack, name)
  return {
    plan,
    read,
    remove,
    init: async (objects) =>
      applyPlan(await plan(objects), writers, {
        secret,
        signal: new AbortController().signal,
        readBack: () => Promise.resolve(stack),
        onKind: () => undefined,
        onOutcome: () => undefined,
      }),
    adapted: (kind, name, body) => {
      const adapted = apiOf(kind, stack).adapt?.(body, { stack, lifecycle: true }, name) ?? body
      if (typeof adapted === 'string') throw new Error(`${kind.name} ${name}: ${adapted}`)
      return adapted
    },
    byHand: async (kind, name, body) => {
      if (kind.needs === 'dashboards') await importByHand(writers, name, body)
      else await apiOf(kind, stack).write(writers, stack, [{ name, body, existing: await read(kind, name) }], secret)
    },
    clear: async (objects) => {
      for (const { kind, name } of withWhatBelongs(objects)) await remove(kind, name)
    },
  }
}

/** Objects of one kind, with the record of saved objects, which is one of them. */
function withWhatBelongs(objects: Definition[]): Definition[] {
  const [first] = objects
  if (first === undefined) return []
  const expanded = first.kind.expand?.(objects, { profile, title: 'Kinds', elkctl: '0.0.0' }) ?? objects
  return expanded.map((object) => ({ ...object, kind: first.kind }))
}

/** As a browser imports an export: without the record, and so without marks. */
async function importByHand(
  { dashboards }: Writers,
  name: string,
  { elkctl: _mark, ...body }: JsonObject,
): Promise<void> {
  const [type = '', id = ''] = name.split('/')
  const attributes = { ...objectIn(body, 'attributes') }
  const source = objectIn(attributes, 'kibanaSavedObjectMeta')
  const texts = (members: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(members).map(([key, value]) => [key, isObject(value) ? JSON.stringify(value) : value]),
    )
  const line = { ...body, type, id, attributes: { ...texts(attributes), kibanaSavedObjectMeta: texts(source) } }
  if (dashboards === undefined) throw new Error('there is no dashboards server')
  const path = '/api/saved_objects/_import?overwrite=true'
  const reply = expectOk(await dashboards.upload(path, 'mine.ndjson', `${JSON.stringify(line)}\n`), 'The import')
  expect(reply.body).toMatchObject({ success: true })
}

/** What the plan says of one of its objects. */
export function changeOf({ changes }: Plan, name: string): Change {
  const change = changes.find((candidate) => candidate.name === name)
  if (change === undefined) throw new Error(`${name} is not in the plan`)
  return change
}
