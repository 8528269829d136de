import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../package-folder.js'
import type { Json } from './json.js'

/** The answer of `GET /api/features` of Kibana 7.12.1, as recorded. */
export function recordedFeatures(): Json {
  const file = join(packageFolder(), 'test/fixtures/recordings/kibana-7.12.1/102-features-200.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { response: { body: Json } }).response.body
}
