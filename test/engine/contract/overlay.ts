import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StackEngine } from '../../../sandbox/stack.js'
import { packageFolder } from '../../../sandbox/package-folder.js'
import type { Answer, RequestToAnswer } from '../../../sandbox/proxy.js'

/** In test/fixtures/stacks: where a stack that cannot run here answers differently from the engine that stands behind it. */
export interface StackFile {
  /** 'recorded', or 'derived' from documentation or sources */
  evidence: 'recorded' | 'derived'
  /** where it is written */
  source: string
  /** the first one that fits counts; method and path are regular expressions */
  answers?: { method: string; path: string; status: number; body: unknown }[]
  /** of Kibana's `GET /api/features` */
  features?: Record<string, unknown>[]
}

export const readStackFile = (name: string): StackFile =>
  JSON.parse(readFileSync(join(packageFolder(), 'test/fixtures/stacks', `${name}.json`), 'utf8')) as StackFile

/** Answers as the file says, once the engine has let the user in; everything else is the engine's own. */
export function answersOf(
  name: string,
): (request: RequestToAnswer, engine: StackEngine) => Promise<Answer | undefined> {
  const { answers = [] } = readStackFile(name)
  return async ({ method, path, headers }, engine) => {
    const found = answers.find(
      (answer) => new RegExp(`^(${answer.method})$`).test(method) && new RegExp(answer.path).test(path),
    )
    if (found === undefined) return undefined
    const { authorization } = headers
    const root = await fetch(`${engine.url}/`, { headers: authorization === undefined ? {} : { authorization } })
    if (root.status === 401) return undefined
    // The dashboards server in front of this engine tells its id too.
    const { cluster_uuid: id = '' } = (await root.json()) as { cluster_uuid?: string }
    const body = JSON.stringify(found.body)
      .replaceAll('${path}', path)
      .replaceAll('${method}', method)
      .replaceAll('${cluster_uuid}', id)
    return { status: found.status, body: JSON.parse(body) as unknown }
  }
}
