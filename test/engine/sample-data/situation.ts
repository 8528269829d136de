import { afterAll, beforeAll, expect } from '@jest/globals'
import type { EngineName } from '../../../sandbox/engine.js'
import { makeInstallation, type Installation } from '../../../sandbox/installation.js'
import type { AnswerFunction } from '../../../sandbox/proxy.js'
import { runElkctl, type RunOptions } from '../../../sandbox/run-elkctl.js'
import { startStack, type LocalStack } from '../../../sandbox/stack.js'
import { makeCluster } from '../../../src/profiles/openvidu/sample-data/model/cluster.js'
import { sampleDocuments } from '../../../src/profiles/openvidu/sample-data/documents.js'
import type { SampleOptions } from '../../../src/profiles/openvidu/sample-data/model/options.js'
import type { SampleDocument } from '../../../src/sample-data/document.js'
import { account, type Account } from '../../support/account.js'

/** What `sample-data … --json` prints, as far as tests look at it. */
interface Printed {
  exitCode: number
  verdict: string
  notes: string[]
  error?: { message: string; hint: string }
  sampleData?: {
    written: number
    alreadyThere: number
    refused: number
    retries: number
    reasons: Record<string, number>
    indicesMade: string[]
    seconds: number
    documentsPerSecond: number
    until: string
    ahead: number
    deleted: number
    indicesDeleted: string[]
    indicesKept: string[]
  }
}

/** Every index that OpenVidu's documents go to. */
export const families =
  'openvidu,openvidu-logs*,openvidu-browser-logs*,filebeat*,metricbeat*,server-metrics*,session-metrics*,loadtest*'

/** The hour at which most loads of these tests end. */
export const until = Date.parse('2026-11-21T12:00:00.000Z')

/** What one load writes, and the options that ask for it. */
export interface Sample {
  flags: string[]
  documents: SampleDocument[]
}

/** The installation of these tests is of release 2.20.0, whose Beats are 7.8.0. */
export function sampleOf({ seed, until, hours, scale }: Pick<SampleOptions, 'seed' | 'until' | 'hours' | 'scale'>) {
  const flags = Object.entries({ seed, until: new Date(until).toISOString(), hours, scale })
  return {
    flags: flags.flatMap(([flag, value]) => [`--${flag}`, String(value)]),
    documents: [...sampleDocuments(makeCluster({ seed, until, hours, ahead: 0, scale, beats: '7.8.0' }))],
  } satisfies Sample
}

/** The same without `--until`. */
export const withoutUntil = (flags: string[]): string[] =>
  flags.filter((_, position) => ![flags.indexOf('--until'), flags.indexOf('--until') + 1].includes(position))

export interface Situation {
  stack: LocalStack
  installation: Installation
  admin: Account
  /** takes a request to the engine over; what it leaves alone is passed on */
  answer: AnswerFunction
  elkctl: (args: string[], options?: RunOptions) => Promise<Printed & { code: number | null }>
  load: (flags: string[], options?: RunOptions) => ReturnType<Situation['elkctl']>
  remove: () => ReturnType<Situation['elkctl']>
  search: (index: string, body: object) => Promise<Record<string, unknown>>
  /** how many documents are there */
  count: () => Promise<number>
}

/** A real engine with security for the tests of a file, and OpenVidu's settings for it. */
export function onSampleDataStack(name: EngineName): Situation {
  const at = { answer: () => undefined } as unknown as Situation
  beforeAll(async () => {
    at.stack = await startStack({ engine: name, dashboards: false, answer: (request) => at.answer(request) })
    const { url, username, password } = at.stack.engine
    at.admin = account(url, username, password)
    at.installation = makeInstallation({
      ...{ searchUrl: at.stack.search.url, username, password },
      more: { OPENVIDU_PRO_KIBANA_HOST: 'http://127.0.0.1:9' },
    })
  }, 240_000)
  afterAll(async () => {
    at.installation.remove()
    await at.stack.stop()
  })
  const elkctl: Situation['elkctl'] = async (args, options) => {
    const { code, stdout } = await runElkctl([...args, '--env-file', at.installation.envFile, '--json'], options)
    return { ...(JSON.parse(stdout) as Printed), code }
  }
  return Object.assign(at, {
    elkctl,
    load: (flags, options) => elkctl(['sample-data', 'load', ...flags], options),
    remove: () => elkctl(['sample-data', 'remove', '--yes']),
    search: async (index, body) => {
      const { status, body: found } = await at.admin('POST', `/${index}/_search?ignore_unavailable=true`, body)
      expect([status, found['error']]).toEqual([200, undefined])
      return found
    },
    count: async () => {
      await at.admin('POST', `/${families}/_refresh`)
      return Number((await at.admin('GET', `/${families}/_count?ignore_unavailable=true`)).body['count'])
    },
  } satisfies Partial<Situation>)
}
