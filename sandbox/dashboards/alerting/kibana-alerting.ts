import { ok, Refusal, type Answer, type Request } from '../http.js'
import type { Json, JsonObject } from '../json.js'
import { jsonBody, knownQuery } from '../payload.js'
import type { Caller } from './caller.js'
import { ConnectorStore } from './connector-store.js'
import { RuleStore } from './rule-store.js'
import { versioned, type Versioned } from './versioned.js'

export interface AlertingOptions {
  version?: string
  /** `xpack.encryptedSavedObjects.encryptionKey` is set; default true */
  encryptionKey?: boolean
  /** Elasticsearch makes API keys, or has no security; default true */
  apiKeys?: boolean | (() => Promise<boolean>)
  /** default: now */
  now?: () => string
  /** how the first run of each rule ends (`executionStatus`), or that it never comes; default: well */
  firstRun?: JsonObject | 'never'
}

type Route = (caller: Caller) => Promise<Answer> | Answer

/**
 * Kibana's alerting: rules and connectors are kept, and nothing runs them. It answers as 7.12.1 was recorded; what other versions call differently, what
 * they know beyond it, and what those from 7.8 on lack, is derived from documentation, and marked so. What is neither is refused.
 */
export class KibanaAlerting {
  readonly connectors = new ConnectorStore()
  readonly rules: RuleStore
  private readonly versioned: Versioned

  constructor(private readonly options: AlertingOptions = {}) {
    const { version = '7.12.1', now = () => new Date().toISOString(), firstRun = { status: 'ok' } } = options
    this.versioned = versioned(version)
    this.rules = new RuleStore({
      versioned: this.versioned,
      connectors: this.connectors,
      canRun: async () => this.hasKey() && (await this.hasApiKeys()),
      now,
      firstRun: firstRun === 'never' ? undefined : firstRun,
    })
  }

  clear(): void {
    this.rules.clear()
    this.connectors.clear()
  }

  /** The route of a request, with its payload read; undefined: none of alerting. @throws Refusal 400 */
  route(request: Request): Route | undefined {
    const { method, path } = request
    const { paths } = this.versioned
    const id = (below: string) =>
      path.startsWith(`${below}/`) ? decodeURIComponent(path.slice(below.length + 1)) : undefined
    const [rule, connector] = [id(paths.rule), id(paths.connector)]
    switch (`${method} ${path}`) {
      case `GET ${paths.health}`:
        return () => this.answer(this.health())
      case `GET ${paths.ruleTypes}`:
        return ({ rules }) => ok(rules === undefined ? [] : this.rules.types.map((type) => this.typeFor(type, rules)))
      case `GET ${paths.rules}`:
        return this.find(request)
      case `POST ${paths.rule}`:
        return this.createRule(undefined, request)
      case `GET ${paths.connectors}`:
        return (caller) => this.listConnectors(caller)
      case `GET ${paths.connectorTypes}`:
        return () => {
          this.expectKey()
          return ok(this.connectors.types.map(this.versioned.named))
        }
      case `POST ${paths.connector}`: {
        const body = this.body(request)
        return (caller) => this.withKey(() => this.answer(this.connectors.create(body, caller)))
      }
    }
    if (rule !== undefined) return this.oneRule(rule, request)
    return connector === undefined ? undefined : this.oneConnector(connector, request)
  }

  private oneRule(rest: string, request: Request): Route | undefined {
    const [id = '', what, ...more] = rest.split('/')
    if (more.length > 0) return undefined
    if (what !== undefined) {
      if (request.method !== 'POST') return undefined
      return async (caller) => {
        await this.rules.act(id, what, caller)
        return { status: 204 }
      }
    }
    switch (request.method) {
      case 'GET':
        return (caller) => this.answer(this.rules.get(id, caller))
      case 'POST':
        return this.createRule(id, request)
      case 'PUT': {
        const body = this.body(request)
        return async (caller) => this.answer(await this.rules.update(id, body, caller))
      }
      case 'DELETE':
        return (caller) => {
          this.rules.remove(id, caller)
          return { status: 204 }
        }
      default:
        return undefined
    }
  }

  private oneConnector(id: string, request: Request): Route | undefined {
    switch (request.method) {
      case 'GET':
        return (caller) => this.withKey(() => this.answer(this.connectors.get(id, caller)))
      case 'PUT': {
        const body = this.body(request)
        return (caller) => this.withKey(() => this.answer(this.connectors.update(id, body, caller)))
      }
      case 'DELETE':
        return (caller) =>
          this.withKey(() => {
            this.connectors.remove(id, caller)
            return { status: 204 }
          })
      default:
        return undefined
    }
  }

  private createRule(id: string | undefined, request: Request): Route {
    const body = this.body(request)
    return async (caller) => this.answer(await this.rules.create(id, body, caller))
  }

  private find(request: Request): Route {
    const query = knownQuery(request.query, ['page', 'per_page'])
    const [page, perPage] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 10)]
    return (caller) => {
      if (perPage > 10_000) throw new Refusal(400, 'all shards failed: search_phase_execution_exception')
      const all = this.rules.list(caller)
      const data = all.slice((page - 1) * perPage, page * perPage).map((rule) => this.named(rule))
      return ok({ ...this.versioned.named({ page, perPage, total: all.length }), data })
    }
  }

  private listConnectors(caller: Caller): Answer {
    this.expectKey()
    const list = this.connectors.list(caller, (id) => this.rules.references(id)) as JsonObject[]
    return ok(list.map(this.versioned.named))
  }

  private typeFor(type: JsonObject, right: 'all' | 'read'): Json {
    if (!this.versioned.isFrom('7.10')) {
      if (right !== 'all') throw new Error('what a Kibana before 7.10 answers to a user with few rights is not known')
      return type
    }
    const may = { read: true, all: right === 'all' }
    return this.versioned.named({ ...type, authorizedConsumers: { alerts: may, stackAlerts: may } })
  }

  private health(): JsonObject {
    const timestamp = new Date().toISOString()
    const state = { status: 'ok', timestamp }
    return {
      isSufficientlySecure: false,
      hasPermanentEncryptionKey: this.hasKey(),
      // Derived: 7.8 says no more than that.
      ...(this.versioned.isFrom('7.11') && {
        alertingFrameworkHeath: { decryptionHealth: state, executionHealth: state, readHealth: state },
      }),
    }
  }

  /** A rule has objects in it whose fields are named likewise. */
  private named(body: JsonObject): JsonObject {
    const { actions, executionStatus } = body
    const within = (value: Json | undefined): Json | undefined => {
      if (Array.isArray(value)) return value.map((one) => this.versioned.named(one as JsonObject))
      return value === undefined ? undefined : this.versioned.named(value as JsonObject)
    }
    const [own, status] = [within(actions), within(executionStatus)]
    return this.versioned.named({
      ...body,
      ...(own !== undefined && { actions: own }),
      ...(status !== undefined && { executionStatus: status }),
    })
  }

  private answer = (body: JsonObject): Answer => ok(this.named(body))

  private body(request: Request): Json {
    const body = jsonBody(request)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? this.versioned.unnamed(body) : body
  }

  private hasKey = (): boolean => this.options.encryptionKey ?? true

  private async hasApiKeys(): Promise<boolean> {
    const { apiKeys = true } = this.options
    return typeof apiKeys === 'function' ? apiKeys() : apiKeys
  }

  private expectKey(): void {
    if (!this.hasKey()) throw new Refusal(500, 'An internal server error occurred.')
  }

  private withKey(work: () => Answer): Answer {
    this.expectKey()
    return work()
  }
}
