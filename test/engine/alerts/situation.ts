import { expect } from '@jest/globals'
import type { EngineName } from '../../../sandbox/engine.js'
import { makeInstallation } from '../../../sandbox/installation.js'
import { startStack, type LocalStack } from '../../../sandbox/stack.js'
import { readAlerts } from '../../../src/alerts/read.js'
import type { Alert } from '../../../src/alerts/alert.js'
import { askAlerts, type Asking } from '../../../src/alerts/ask.js'
import type { AlertResult } from '../../../src/alerts/result.js'
import { isObject, type Json, type JsonObject } from '../../../src/json.js'
import { defaultVariables } from '../../../src/profiles/variables.js'
import { profiles } from '../../../src/profiles/index.js'
import type { Profile } from '../../../src/profiles/profile.js'
import type { Sent } from '../../../src/sample-data/document.js'
import type { Reply } from '../../../src/stack/stack.js'
import { account, type Account } from '../../support/account.js'
import { report } from '../../support/json-report.js'
import { wrongDocuments, type Healthy, type Wrong } from './wrong-documents.js'

/** With the format of dates that the ISP platform needs. */
export const variablesFor = (profile: Profile): Record<string, string> => ({
  ...defaultVariables(profile),
  ...('dateFormat' in profile.settings && { dateFormat: '%Y.%m.%d' }),
})

/** The end of the healthy data. */
export const healthyUntil = Date.parse('2026-10-01T12:00:00Z')

/** When an alert is asked for: while all is well, when it must fire, when it must be quiet again. */
export interface Moments {
  quiet: number
  wrong: number
  right: number
}

export interface Case {
  alert: Alert
  wrong: Wrong
  at: Moments
}

/** The alerts of an application, each at a time of its own, two days from the next, and all of them after the healthy data of all applications. */
export const casesOf = (profile: Profile): Case[] =>
  readAlerts({ profile: profile.name, variables: variablesFor(profile) }).map((alert, index) => {
    const wrong = wrongDocuments[profile.name]?.[alert.name]
    if (wrong === undefined) throw new Error(`${profile.name}: no documents are wrong in the way of ${alert.name}`)
    const moment = healthyUntil + (40 * profiles.indexOf(profile) + 2 * (index + 1)) * 86_400_000
    return { alert, wrong, at: { quiet: healthyUntil, wrong: moment, right: moment + wrong.later } }
  })

/** Nodes of OpenVidu have made-up names behind their role. */
export const shortened = (group: string, { name }: Profile): string =>
  name === 'openvidu' ? group.replace(/_.*$/, '') : group

/** What the sample data tells of ills, which is left out. */
const ills: Record<string, (document: JsonObject) => boolean> = {
  openvidu: () => false,
  // One container fails its health check for some of the time, one is started again and again.
  dodas: (document) => /"(schedd|cvmfs)-\d"/.test(JSON.stringify(document)),
  // Cards are declined.
  isp: ({ message }) => message === 'Payment failed: card declined',
}

export interface AlertStack {
  stack: LocalStack
  admin: Account
  /** makes the stack ready for an application, and sends healthy, wrong and right documents */
  prepare: (profile: Profile) => Promise<void>
  /** how it stands with an alert at a moment, as `elkctl alerts check` asks for it */
  ask: (alert: Alert, end: number) => Promise<AlertResult | undefined>
  /** settings of an application, as options */
  options: (profile: Profile) => string[]
  stop: () => Promise<void>
}

/** A real engine with security, and what `init` makes on it for all three applications. */
export async function alertStackOn(engine: EngineName): Promise<AlertStack> {
  const stack = await startStack({ engine, dashboards: false })
  const { url, username, password } = stack.engine
  const admin = account(url, username, password)
  const installation = makeInstallation({
    ...{ searchUrl: stack.search.url, username, password },
    more: { OPENVIDU_PRO_KIBANA_HOST: 'http://127.0.0.1:9', ELASTICSEARCH_ENABLED: 'true' },
  })
  const options = ({ name }: Profile) => [
    ...['--profile', name, '--search-url', stack.search.url, '--admin-username', username],
    ...(name === 'openvidu' ? ['--env-file', installation.envFile] : []),
  ]
  return {
    stack,
    admin,
    options,
    ask: async (alert, end) => {
      const [result] = await askAlerts([alert], { ...asker(stack), end })
      return result
    },
    prepare: async (profile) => {
      if (engine.startsWith('opensearch')) await withoutPolicies(account(stack.search.url, username, password))
      const env = environment(password)
      const made = await report(
        ['init', '--yes', '--no-dashboards', ...options(profile), ...credentialsOf(profile, installation.folder)],
        { env },
      )
      expect({ code: made.code, error: made.error }).toEqual({ code: 0, error: undefined })
      const healthy = await healthyDocuments(profile)
      const find = finder(healthy.everything)
      const cases = casesOf(profile)
      const others = cases.flatMap(({ wrong, at }) => [...wrong.wrong(find, at.wrong), ...wrong.right(find, at.wrong)])
      await send(stack, [...healthy.sent, ...others])
    },
    stop: async () => {
      installation.remove()
      await stack.stop()
    },
  }
}

/** ISM takes no two policies of one priority for the same indices: of two applications with Metricbeat, one is in the way of the other. */
async function withoutPolicies(admin: Account): Promise<void> {
  const { body } = await admin('GET', '/_plugins/_ism/policies')
  for (const { _id } of (body['policies'] ?? []) as { _id: string }[])
    await admin('DELETE', `/_plugins/_ism/policies/${_id}`)
}

export const environment = (password: string): Record<string, string> => ({
  ELKCTL_ADMIN_PASSWORD: password,
  ELASTICSEARCH_ENABLED: 'true',
  ELASTICSEARCH_INDEX_DATE_FORMAT: '%Y.%m.%d',
})

const credentialsOf = ({ name }: Profile, folder: string): string[] =>
  name === 'openvidu' ? ['--write-env'] : ['--credentials-file', `${folder}/${name}.credentials`]

/** `sent`: without ills */
async function healthyDocuments(profile: Profile): Promise<{ everything: Sent[]; sent: Sent[] }> {
  const data = await profile.sampleData?.load(variablesFor(profile))
  const load = { seed: 1, until: healthyUntil, hours: 0.5, ahead: 0, scale: 0.5, variant: '7.12.1' }
  const everything = [...(data?.documents(load) ?? [])]
  return { everything, sent: everything.filter(({ document }) => ills[profile.name]?.(document) !== true) }
}

const finder =
  (documents: Sent[]): Healthy =>
  (has) => {
    const found = documents.findLast(({ document }) =>
      Object.entries(has).every(([path, word]) => at(document, path) === word),
    )
    if (found === undefined) throw new Error(`no document of the sample data has ${JSON.stringify(has)}`)
    return found
  }

const at = (document: JsonObject, path: string): Json | undefined =>
  path.split('.').reduce<Json | undefined>((inner, part) => (isObject(inner) ? inner[part] : undefined), document)

/** The engine itself, past the proxy. */
function asker({ engine: { url, username, password } }: LocalStack): Omit<Asking, 'end'> {
  const headers = {
    'content-type': 'application/x-ndjson',
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
  }
  const ask = async (method: string, path: string, body?: string): Promise<Reply> => {
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) })
    return { ...{ method, path }, status: answer.status, headers: {}, body: await answer.json() }
  }
  return { reader: { url, get: (path) => ask('GET', path) }, search: (lines) => ask('POST', '/_msearch', lines) }
}

async function send({ engine }: LocalStack, documents: Sent[]): Promise<void> {
  const lines = documents.map(({ index, pipeline, document }) => {
    const action = { index: { _index: index, ...(pipeline !== undefined && { pipeline }) } }
    return `${JSON.stringify(action)}\n${JSON.stringify(document)}\n`
  })
  const answer = await fetch(`${engine.url}/_bulk?refresh=true`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      authorization: `Basic ${Buffer.from(`${engine.username}:${engine.password}`).toString('base64')}`,
    },
    body: lines.join(''),
  })
  const { items } = (await answer.json()) as { items: { index: { status: number; error?: unknown } }[] }
  expect(items.filter(({ index }) => index.status !== 201).slice(0, 3)).toEqual([])
}
