import { join } from 'node:path'
import { makeInstallation, type Installation } from '../../../sandbox/installation.js'
import type { LocalStack } from '../../../sandbox/stack.js'
import { openvidu } from '../../../src/profiles/openvidu/index.js'
import { projectFolder, readJson } from '../../unit/fixtures.js'
import { account, type Account, type Answer } from '../../support/account.js'
import { report } from '../../support/json-report.js'

export const password = 'kT7-velvet-Orbit-93'

export type Role = Record<string, unknown>

/** The role of a kind of account, as its data file has it. */
export const roleOf = (kind: 'service' | 'viewer' | 'checker', dialect: 'elasticsearch' | 'opensearch'): Role =>
  readJson<Role>(join(projectFolder, 'roles/openvidu/roles', `${openvidu.roles[kind]}.${dialect}.json`))

/** An installation whose `.env` names this user. */
export function installationOf(stack: LocalStack, username: string, secret = password): Installation {
  return makeInstallation({
    searchUrl: stack.search.url,
    dashboardsUrl: String(stack.dashboards?.url),
    username,
    password: secret,
  })
}

/** What a test looks at in a report on rights. */
export async function verify(installation: Installation, ...more: string[]) {
  const found = await report(['verify', '--env-file', installation.envFile, ...more])
  const titles = (status: string) =>
    (found.access?.rights ?? []).filter((right) => right.status === status).map(({ title }) => title)
  return { found, lacks: titles('missing'), excess: titles('excess'), unclear: titles('unclear') }
}

/** Clients of one user, past the proxies. */
export function clientsOf(
  stack: LocalStack,
  username: string,
  secret = password,
): { search: Account; dashboards: Account } {
  return {
    search: account(stack.search.url, username, secret),
    dashboards: account(String(stack.dashboards?.url), username, secret),
  }
}

/** Throws unless the request succeeded: a test must not go on with half a setup. */
export async function succeed(answer: Promise<Answer>): Promise<Answer> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
  return { status, body }
}

/** Imports one dashboard, as the dashboards page does. */
export async function importDashboard(
  stack: LocalStack,
  username: string,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const form = new FormData()
  const object = {
    type: 'dashboard',
    id: 'elkctl-test',
    attributes: { title: 'test', panelsJSON: '[]' },
    references: [],
  }
  form.append('file', new Blob([JSON.stringify(object)]), 'import.ndjson')
  const response = await fetch(`${String(stack.dashboards?.url)}/api/saved_objects/_import`, {
    method: 'POST',
    body: form,
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      'kbn-xsrf': 'true',
      'osd-xsrf': 'true',
      securitytenant: 'global',
    },
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
