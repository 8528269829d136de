import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { JsonObject } from '../json.js'

/** What the recorded Kibana had, with a basic licence. */
export const recordedRuleTypes = (): JsonObject[] => recorded('005-list-alert-types-200')
export const recordedConnectorTypes = (): JsonObject[] => recorded('007-list-action-types-200')

function recorded(name: string): JsonObject[] {
  const file = join(root(), 'test', 'fixtures', 'recordings', 'kibana-7.12.1-alerting', `${name}.json`)
  return (JSON.parse(readFileSync(file, 'utf8')) as { response: { body: JsonObject[] } }).response.body
}

const root = (folder = dirname(fileURLToPath(import.meta.url))): string =>
  existsSync(join(folder, 'package.json')) ? folder : root(dirname(folder))
