import { writeFileSync } from 'node:fs'
import { SettingsError, type Problem } from '../../../src/errors.js'
import { loadSettings } from '../load-settings.js'
import type { Settings, SettingsOptions } from '../../../src/settings/settings.js'
import type { Ask } from '../../../src/settings/sign-in/sign-in.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

export const folder = temporaryFolder()
export const envFile = () => folder.path('.env')
export const compose = () => folder.path('docker-compose.yml')

export const hosts =
  'OPENVIDU_PRO_ELASTICSEARCH_HOST=https://es.example.com:9200\nOPENVIDU_PRO_KIBANA_HOST=https://kb.example.com:5601\n'
export const account = 'ELASTICSEARCH_USERNAME=elastic\nELASTICSEARCH_PASSWORD=s3cret\n'

export interface Situation {
  text?: string | Buffer
  compose?: string
  options?: Partial<SettingsOptions>
  environment?: Record<string, string | undefined>
  ask?: Ask
}

/** Settings from a file with this text, for release 2.20.0 unless the situation says otherwise. */
export function settle({
  text = hosts + account,
  compose: beside,
  options,
  environment = {},
  ask,
}: Situation = {}): Promise<Settings> {
  writeFileSync(envFile(), text)
  if (beside !== undefined) writeFileSync(compose(), beside)
  const release = beside === undefined && !(options && 'release' in options) ? { release: '2.20.0' } : {}
  return loadSettings(
    { profile: 'openvidu', envFile: envFile(), wait: '60s', ...release, ...options },
    environment,
    ask,
  )
}

export async function problemsOf(situation: Situation): Promise<Problem[]> {
  const error: unknown = await settle(situation).catch((thrown: unknown) => thrown)
  if (!(error instanceof SettingsError))
    throw new Error(`no SettingsError but ${JSON.stringify(error)}`, { cause: error })
  return error.problems
}
