import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeInstallation, type Installation } from '../../../sandbox/installation.js'
import { packageFolder } from '../../../sandbox/package-folder.js'
import type { LocalStack } from '../../../sandbox/stack.js'
import { report } from '../../support/json-report.js'

/** An installation whose `.env` names the administrator, and whose user nobody else has. */
export interface Place {
  installation: Installation
  /** with the credentials in `.env` */
  elkctl: (command: string, ...args: string[]) => ReturnType<typeof report>
  /** as the administrator, whoever stands in `.env` */
  asAdmin: (command: string, ...args: string[]) => ReturnType<typeof report>
  credentials: Record<string, string>
}

export function placeOn(stack: LocalStack, dashboardsUrl = stack.dashboards?.url): Place {
  const { username, password } = stack.engine
  const installation = makeInstallation({
    searchUrl: stack.search.url,
    ...(dashboardsUrl !== undefined && { dashboardsUrl }),
    username,
    password,
  })
  const credentials = { ELKCTL_ADMIN_USERNAME: username, ELKCTL_ADMIN_PASSWORD: password }
  const run = (args: string[], env: Record<string, string>) =>
    report([...args, '--env-file', installation.envFile], { env })
  return {
    installation,
    credentials,
    elkctl: (...args) => run(args, {}),
    asAdmin: (...args) => run(args, credentials),
  }
}

/** A copy of the data folder in which one file says something else. */
export function dataWith(file: string, change: (body: Record<string, unknown>) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'elkctl-data-'))
  for (const name of ['templates', 'roles', 'dashboards'])
    cpSync(join(packageFolder(), name), join(folder, name), { recursive: true })
  const path = join(folder, file)
  const body = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  change(body)
  writeFileSync(path, JSON.stringify(body))
  return folder
}
