import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, type JsonObject } from '../dashboards/json.js'
import { packageFolder } from '../package-folder.js'

/** The products that have been recorded, and the folder of the recording. */
export const recorded = {
  'elasticsearch-7.10': 'elasticsearch-7.10.2',
  'opensearch-2.19': 'opensearch-2.19.4',
} as const

export type RecordedEngine = keyof typeof recorded

/** A request that elkctl, or the double of a dashboards server for it, made of a real engine, and the answer. */
export interface Exchange {
  /** what elkctl was doing: "init", "rotate-password by itself" */
  during: string
  method: string
  path: string
  /** who signed in */
  user?: string
  /** parsed where it is JSON */
  request?: unknown
  status: number
  answer: unknown
}

export const recordingFile = (name: RecordedEngine): string =>
  join(packageFolder(), 'test/fixtures/recordings', recorded[name], 'elkctl.json')

export const exchangesOf = (name: RecordedEngine): Exchange[] =>
  JSON.parse(readFileSync(recordingFile(name), 'utf8')) as Exchange[]

/** The first answer to a question. */
export function recordedAnswer(exchanges: Exchange[], path: string, user?: string): JsonObject {
  const found = exchanges.find(
    (exchange) => exchange.method === 'GET' && exchange.path === path && (user === undefined || exchange.user === user),
  )
  const answer = found?.answer as JsonObject | undefined
  if (!isObject(answer)) throw new Error(`GET ${path} was not recorded`)
  return answer
}

/** Every run makes up the end of its probes' names. */
export const withoutRandom = (text: string): string => text.replaceAll(/(elkctl-check)-[0-9a-f]{8}\b/g, '$1-RANDOM')
