import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { fewObjects, type DataFolder } from '../../sandbox/faults/few-objects.js'
import { runInProcess } from '../../sandbox/faults/in-process.js'
import { startFaultyStack, type FaultyStack } from '../../sandbox/faults/stack.js'
import { makeInstallation, type Installation } from '../../sandbox/installation.js'
import type { RequestToAnswer } from '../../sandbox/proxy.js'
import { expectCalm } from '../support/expectations.js'
import { patience } from '../support/testbed.js'
import { seeded } from '../unit/random.js'

let stack: FaultyStack
let data: DataFolder
let installations: Installation[] = []

beforeAll(async () => {
  stack = await startFaultyStack()
  data = fewObjects()
})
afterEach(() => {
  installations.splice(0).forEach((installation) => {
    installation.remove()
  })
  stack.clear()
})
afterAll(async () => {
  data.remove()
  await stack.stop()
})

const init = ({ envFile }: Installation, ...more: string[]) =>
  runInProcess(['init', '--env-file', envFile, '--yes', '--write-env', '--data', data.folder, ...more])

/** Eight hosts, each with its own `.env` that names the administrator. */
function eight(): Installation[] {
  const { search: searchUrl, dashboards: dashboardsUrl } = stack.urls
  installations = Array.from({ length: 8 }, () => makeInstallation({ searchUrl, dashboardsUrl, ...stack.admin }))
  return installations
}

const isWriteOfUser = ({ method, path }: RequestToAnswer) => method === 'PUT' && path === '/_security/user/openvidu'

/** Those whose `.env` signs in as the account, once all have ended. */
const owners = (): Installation[] =>
  installations.filter(
    (at) =>
      at.value('ELASTICSEARCH_USERNAME') === 'openvidu' &&
      at.value('ELASTICSEARCH_PASSWORD') === stack.passwordOf('openvidu'),
  )

/** One has the password, the others were not changed and say where it is; what an operator does then ends well. */
async function expectOneOwner(runs: Awaited<ReturnType<typeof init>>[]): Promise<void> {
  const [owner, ...more] = owners()
  expect(more).toEqual([])
  if (owner === undefined) throw new Error('no .env has the password')
  const secret = String(owner.value('ELASTICSEARCH_PASSWORD'))
  for (const [number, at] of installations.entries()) {
    const { code, stdout, stderr } = runs[number] ?? {}
    expectCalm(`${String(stdout)}${String(stderr)}`)
    expect(`${String(stdout)}${String(stderr)}`).not.toContain(secret)
    expect({ code, stderr }).toEqual({ code: at === owner ? 0 : 8, stderr: '' })
    if (at === owner) continue
    expect(at.value('ELASTICSEARCH_USERNAME')).toBe(stack.admin.username)
    expect(stdout).toMatch(
      /(copy|Copy) the lines ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD from there.*run this command again/,
    )
  }
  const plan = await runInProcess(['plan', '--env-file', owner.envFile, '--data', data.folder])
  expect(plan.code).toBe(0)
}

describe('eight init at the same moment', () => {
  it(
    'that all saw no user: the password is in one of the eight files, and the others say so',
    async () => {
      eight()
      const waiting: (() => void)[] = []
      stack.answer = async (_server, request) => {
        if (!isWriteOfUser(request) || waiting.length >= 8) return undefined
        await new Promise<void>((go) => {
          waiting.push(go)
          if (waiting.length === 8)
            waiting.forEach((each) => {
              each()
            })
        })
        return undefined
      }
      await expectOneOwner(await Promise.all(installations.map((at) => init(at))))
    },
    patience,
  )

  it(
    'in any order',
    async () => {
      eight()
      const random = seeded(1)
      stack.answer = async () => {
        await new Promise((resolve) => setTimeout(resolve, random.below(20)))
        return undefined
      }
      await expectOneOwner(await Promise.all(installations.map((at) => init(at))))
    },
    patience,
  )
})
