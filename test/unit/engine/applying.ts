import { applyPlan, type Outcome } from '../../../src/engine/apply.js'
import type { Change } from '../../../src/engine/change.js'
import type { Definition } from '../../../src/engine/definitions.js'
import { planChanges, type Plan } from '../../../src/engine/plan.js'
import { ingestPipeline } from '../../../src/kinds/ingest-pipeline.js'
import { legacyTemplate } from '../../../src/kinds/index-template/index-template.js'
import { lifecyclePolicy } from '../../../src/kinds/lifecycle-policy/lifecycle-policy.js'
import type { ResourceKind } from '../../../src/kinds/kind.js'
import { user } from '../../../src/kinds/user/user.js'
import type { Json, JsonObject } from '../../../src/json.js'
import { memoryEngine, ok, stackOf, type Answer, type MemoryEngine } from '../fake-stack.js'

export const body = (value: string): JsonObject => ({ description: 'd', processors: [{ set: { field: 'a', value } }] })
const definition = (kind: ResourceKind, name: string, content: JsonObject): Definition => ({
  kind,
  name,
  body: content,
  file: `${name}.json`,
})
export const pipelines = ['a', 'b', 'c'].map((name) => definition(ingestPipeline, name, body(name)))
/** more than are under way at a time */
export const many = Array.from({ length: 20 }, (_, number) => {
  const name = `p${String(number).padStart(2, '0')}`
  return definition(ingestPipeline, name, body(name))
})
export const policy = definition(lifecyclePolicy, 'p', { policy: { phases: {} } })
export const template = definition(legacyTemplate, 't', {
  index_patterns: ['x'],
  order: 1,
  mappings: { properties: {} },
})
export const account = definition(user, 'openvidu', { roles: ['r'] })

export const planOn = (engine: MemoryEngine, definitions: Definition[]): Promise<Plan> =>
  planChanges(definitions, stackOf({ search: engine.writer }), {
    profile: 'openvidu',
    account: 'openvidu',
    adopt: false,
    resetPassword: false,
  })

export interface Run {
  plan: Plan
  engine: MemoryEngine
  outcomes: Outcome[]
  told: Outcome[]
  kinds: [string, string[]][]
}

/** Plans on an engine, which then may interfere, and applies. */
export async function run(
  definitions: Definition[],
  interfere: (method: string, path: string, engine: MemoryEngine) => Answer | undefined = () => undefined,
  options: {
    signal?: AbortSignal
    onKind?: (kind: Change['kind']) => void
    existing?: [string, Json][]
    password?: string
  } = {},
): Promise<Run> {
  let planned = false
  const engine: MemoryEngine = memoryEngine((method, path) => {
    if (method === 'GET' && path.startsWith('/_security/user/')) {
      const found = engine.objects.get(path)
      return found === undefined
        ? { status: 404, body: {} }
        : ok({ openvidu: { username: 'openvidu', enabled: true, ...(found as JsonObject), password: undefined } })
    }
    return planned ? interfere(method, path, engine) : undefined
  })
  for (const [path, content] of options.existing ?? []) engine.objects.set(path, content)
  const plan = await planOn(engine, definitions)
  engine.requests.length = 0
  planned = true
  const told: Outcome[] = []
  const kinds: [string, string[]][] = []
  const outcomes = await applyPlan(
    plan,
    { search: engine.writer },
    {
      secret: { password: options.password },
      signal: options.signal ?? new AbortController().signal,
      readBack: () => Promise.resolve(plan.stack),
      onKind: (kind, changes) => {
        kinds.push([kind.name, changes.map(({ name }) => name)])
        options.onKind?.(kind)
      },
      onOutcome: (outcome) => told.push(outcome),
    },
  )
  return { plan, engine, outcomes, told, kinds }
}

export const statuses = (outcomes: Outcome[]) => outcomes.map(({ change, status }) => [change.name, status])
export const refusal = (status: number): Answer => ({ status, body: { error: { reason: 'because' }, status } })
export const writes = ({ requests }: MemoryEngine) => requests.filter((request) => !request.startsWith('GET'))
