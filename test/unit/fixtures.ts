import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json } from '../../src/json.js'
import type { Reply } from '../../src/stack/stack.js'

function projectRoot(folder = dirname(fileURLToPath(import.meta.url))): string {
  return existsSync(join(folder, 'package.json')) ? folder : projectRoot(dirname(folder))
}

/** The folder that holds `src`, `templates`, `roles`, `dashboards` and `test`. */
export const projectFolder = projectRoot()

export const fixture = (...path: string[]): string => join(projectFolder, 'test', 'fixtures', ...path)

/** `$schema` is for editors. */
const withoutSchema = (key: string, value: unknown): unknown => (key === '$schema' ? undefined : value)

// What the file holds, the caller says.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export const readJson = <T = Json>(file: string): T => JSON.parse(readFileSync(file, 'utf8'), withoutSchema) as T

/** One exchange with a real server; see the README beside the recordings. */
export interface Recording<Answer = Json> {
  request: { method: string; path: string; headers: Record<string, string>; body: Json }
  response: { status: number; headers?: Record<string, string>; body: Answer }
}

export type Rig =
  'kibana-7.12.1' | 'opensearch-dashboards-2.19.2' | 'opensearch-ism-2.19.4' | 'opensearch-ism-completed'

/** The recording that a number names, e.g. `recording('kibana-7.12.1', '012')`. */
export function recording<Answer = Json>(rig: Rig, number: string): Recording<Answer> {
  const folder = fixture('recordings', rig)
  const files = readdirSync(folder).filter((file) => file.startsWith(`${number}-`))
  if (files.length !== 1) throw new Error(`${files.length} recordings of ${rig} have the number ${number}`)
  return readJson<Recording<Answer>>(join(folder, String(files[0])))
}

/** The answer of a recording, as a Reader gives it: names of headers in lower case. */
export function recordedReply(rig: Rig, number: string): Pick<Reply, 'status' | 'headers' | 'body'> {
  const { status, headers, body } = recording(rig, number).response
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
    body,
  }
}
