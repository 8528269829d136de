import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { fewObjects, type DataFolder } from '../../../sandbox/faults/few-objects.js'
import { runInProcess } from '../../../sandbox/faults/in-process.js'
import { startFaultyStack, type FaultyStack } from '../../../sandbox/faults/stack.js'
import { makeInstallation, type Installation } from '../../../sandbox/installation.js'
import type { RequestToAnswer, WholeAnswer } from '../../../sandbox/proxy.js'
import { exitCodes } from '../../../src/errors.js'
import type { Json } from '../../../src/json.js'
import { expectCalm } from '../../support/expectations.js'
import { patience } from '../../support/testbed.js'
import { seeded, type Random } from '../../unit/random.js'

let stack: FaultyStack
let data: DataFolder
let at: Installation

beforeAll(async () => {
  stack = await startFaultyStack()
  data = fewObjects()
  at = makeInstallation({ searchUrl: stack.urls.search, dashboardsUrl: stack.urls.dashboards, ...stack.admin })
  expect((await run('init', '--yes', '--write-env', '--data', data.folder)).code).toBe(0)
}, patience)
afterEach(() => {
  stack.answer = undefined
})
afterAll(async () => {
  at.remove()
  data.remove()
  await stack.stop()
})

const run = (command: string, ...more: string[]) =>
  runInProcess([command, '--env-file', at.envFile, '--wait', '100ms', ...more])

const strangers: [Json, ...Json[]] = [
  null,
  [],
  {},
  'x',
  '',
  0,
  -1,
  1e308,
  true,
  [null],
  [[]],
  [7],
  { a: null },
  { '': [] },
]

/** JSON with one value of it, anywhere in it, replaced by another one. */
function altered(value: Json, random: Random): Json {
  const inner = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (inner.length === 0 || random.chance(0.15)) return random.pick(strangers)
  const key = random.pick(inner as [string, ...string[]])
  if (Array.isArray(value))
    return value.map((entry, number) => (String(number) === key ? altered(entry, random) : entry))
  const object = value as Record<string, Json>
  return { ...object, [key]: altered(object[key] ?? null, random) }
}

const alteredAnswer = (answer: WholeAnswer, random: Random): WholeAnswer => {
  const { body } = answer
  const parsed = typeof body === 'string' && /^[[{]/.test(body) ? (JSON.parse(body) as Json) : null
  return { ...answer, headers: { 'content-type': 'application/json' }, body: JSON.stringify(altered(parsed, random)) }
}

const requestOf = ({ method, path }: RequestToAnswer): string => `${method} ${path.split('?')[0] ?? ''}`

/** As an administrator, where the account itself may not read everything. */
const admin = () => ['--admin-username', stack.admin.username]

const commands: [string, string[]][] = [
  ['plan', []],
  ['verify', []],
  ['rotate-password', ['--yes']],
  ['destroy', ['--dry-run']],
]

/** Of each read. */
const alterations = Number(process.env['FUZZED_ANSWERS'] ?? 1)

describe.each(commands)('%s that reads what no server answers', (command, more) => {
  it(
    'says so, and has no bug',
    async () => {
      const args = [...more, ...(command === 'rotate-password' ? [] : ['--data', data.folder, ...admin()])]
      process.env['ELKCTL_ADMIN_PASSWORD'] = command === 'rotate-password' ? '' : stack.admin.password
      const reads: string[] = []
      stack.answer = (server, request) => {
        if (request.method === 'GET') reads.push(`${server} ${requestOf(request)}`)
        return undefined
      }
      const { code } = await run(command, ...args)
      expect([command, code]).toEqual([command, command === 'destroy' ? 2 : 0])
      const codes: number[] = Object.values(exitCodes).map((exit) => exit.code)
      for (const [number, read] of [...new Set(reads)].entries())
        for (let turn = 0; turn < alterations; turn++) {
          const random = seeded(1000 * number + turn)
          let sent: unknown
          stack.answer = async (server, request) => {
            if (`${server} ${requestOf(request)}` !== read) return undefined
            const answer = alteredAnswer(await stack.passOn(server, request), random)
            sent = answer.body
            return answer
          }
          const result = await run(command, ...args)
          expectCalm(`${read} with ${String(sent)}\n${result.stdout}${result.stderr}`)
          expect(codes).toContain(result.code)
          stack.answer = undefined
          // A change of password that could not be finished is, by the next one.
          if (command === 'rotate-password') expect((await run(command, ...args)).code).toBe(0)
        }
    },
    patience,
  )
})
