import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { JsonObject } from '../json.js'
import type { Versioned } from './versioned.js'

/** What the recorded Kibana had, with a basic licence. */
const recordedRuleTypes = (): JsonObject[] => recorded('005-list-alert-types-200')

/** Derived: no `.es-query` before 7.12 (elastic/kibana#88528), no group of those that are over before 7.11 (#82799), no rights before 7.10 (#67157). */
export const ruleTypesOf = ({ isFrom }: Versioned): JsonObject[] =>
  recordedRuleTypes()
    .filter(({ id }) => isFrom('7.12') || id === '.index-threshold')
    .map(({ actionGroups, recoveryActionGroup, authorizedConsumers, ...type }) => ({
      ...type,
      actionGroups: (actionGroups as JsonObject[]).filter(({ id }) => isFrom('7.11') || id !== 'recovered'),
      ...(isFrom('7.11') && { recoveryActionGroup: recoveryActionGroup ?? null }),
      ...(isFrom('7.10') && { authorizedConsumers: authorizedConsumers ?? null }),
    }))

export const recordedConnectorTypes = (): JsonObject[] => recorded('007-list-action-types-200')

function recorded(name: string): JsonObject[] {
  const file = join(root(), 'test', 'fixtures', 'recordings', 'kibana-7.12.1-alerting', `${name}.json`)
  return (JSON.parse(readFileSync(file, 'utf8')) as { response: { body: JsonObject[] } }).response.body
}

const root = (folder = dirname(fileURLToPath(import.meta.url))): string =>
  existsSync(join(folder, 'package.json')) ? folder : root(dirname(folder))
