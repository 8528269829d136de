import type { Access } from '../../sandbox/dashboards/access.js'
import { findObjects } from '../../sandbox/dashboards/find-objects.js'
import { importObjects } from '../../sandbox/dashboards/import-objects.js'
import { Refusal } from '../../sandbox/dashboards/http.js'
import type { JsonObject } from '../../sandbox/dashboards/json.js'
import { savedObjectsServer as kibana } from '../../sandbox/dashboards/kibana-routes.js'
import { savedObjectsServer as openSearchDashboards } from '../../sandbox/dashboards/opensearch-dashboards-routes.js'
import { SavedObjects } from '../../sandbox/dashboards/saved-objects.js'
import { applyPlan, type Outcome } from '../../src/engine/apply.js'
import { apiOf, type Change } from '../../src/engine/change.js'
import type { PlanOptions } from '../../src/engine/plan-change.js'
import type { Definition } from '../../src/engine/definitions.js'
import { planChanges, type Plan } from '../../src/engine/plan.js'
import { savedObject } from '../../src/kinds/saved-object/saved-object.js'
import { opensearch } from '../../src/stack/flavors.js'
import type { Json } from '../../src/json.js'
import type { Stack, Writer } from '../../src/stack/stack.js'
import { options } from '../unit/engine/planning.js'
import { memoryEngine, reply, stackOf, type Answer } from '../unit/fake-stack.js'
import type { Server, StoredObject } from '../unit/kinds/own-bundle.js'

/** The saved objects of a double without its HTTP, sign-in and engine: whoever asks may do everything. */
export class DashboardsInMemory {
  private readonly objects = new SavedObjects()
  private readonly access: Access = {
    objects: this.objects,
    namespace: 'default',
    writeRefused: undefined,
    demand: () => Promise.resolve(),
    searchable: (types) => Promise.resolve(types),
  }

  constructor(private readonly server: Server) {}

  /** The body of the answer of `_import`. */
  import(text: string, overwrite: boolean): Promise<Json> {
    const { flavor, version } = this.server
    const rules = flavor === opensearch ? openSearchDashboards : kibana(version)
    return importObjects(text, { overwrite, createNewCopies: false }, this.access, rules)
  }

  /** The body of the answer of `_find`. */
  find(query: string): Promise<Json> {
    return findObjects(new URLSearchParams(query), this.access)
  }

  /** Everything that is there. */
  async all(): Promise<StoredObject[]> {
    const types = ['index-pattern', 'search', 'visualization', 'dashboard', 'lens'].map((type) => `type=${type}`)
    const body = await this.find(`${types.join('&')}&per_page=1000`)
    return (body as JsonObject)['saved_objects'] as StoredObject[]
  }

  /** As a browser saves an object: in the form of that server, which migrates nothing. */
  save(name: string, edit: (object: StoredObject) => void): void {
    const [type = '', id = ''] = name.split('/')
    const there = this.objects.get(type, id)
    if (there === undefined) throw new Error(`there is no ${name}`)
    const copy = structuredClone(there)
    edit(copy as unknown as StoredObject)
    this.objects.put(copy)
  }

  /** As a person deletes an object in the browser. */
  deleteByHand(name: string): void {
    const [type = '', id = ''] = name.split('/')
    if (!this.objects.delete(type, id)) throw new Error(`there is no ${name}`)
  }

  plan(desired: Definition[], given: Partial<PlanOptions> = {}): Promise<Plan> {
    return planChanges(desired, this.stack(), { ...options, ...given })
  }

  /** What a plan would change. */
  async pending(desired: Definition[], given: Partial<PlanOptions> = {}): Promise<Change[]> {
    const { changes } = await this.plan(desired, given)
    return changes.filter(({ action }) => action !== 'unchanged' && action !== 'skipped')
  }

  /** Plans, writes, and reads back, as `init` does. */
  async init(desired: Definition[], given: Partial<PlanOptions> = {}): Promise<Outcome[]> {
    const { writer: search } = memoryEngine()
    return applyPlan(
      await this.plan(desired, given),
      { search, dashboards: this.writer() },
      {
        secret: { password: undefined },
        signal: new AbortController().signal,
        readBack: () => Promise.resolve(this.stack()),
        onKind: () => undefined,
        onOutcome: () => undefined,
      },
    )
  }

  private stack(): Stack {
    return stackOf({ dashboards: { version: this.server.version, reader: this.writer() } }, this.server.flavor)
  }

  private async get(path: string): Promise<{ status: number; body: Json }> {
    const [, type, id] = /^\/api\/saved_objects\/([\w-]+)\/([^/?]+)$/.exec(path) ?? []
    if (type === undefined || id === undefined)
      return { status: 200, body: await this.find(path.replace(/^[^?]*\??/, '')) }
    const object = this.objects.get(type, id)
    return object === undefined
      ? { status: 404, body: {} }
      : { status: 200, body: structuredClone(object) as unknown as Json }
  }

  private writer(): Writer {
    const query = (path: string) => path.replace(/^[^?]*\??/, '')
    return {
      ...memoryEngine().writer,
      get: async (path) => reply('GET', path, await this.get(path)),
      upload: async (path, _filename, text) => {
        const overwrite = new URLSearchParams(query(path)).get('overwrite') === 'true'
        return reply('POST', path, await answered(this.import(text, overwrite)))
      },
      delete: (path) => {
        const [type = '', id = ''] = path.split('/').slice(-2).map(decodeURIComponent)
        return Promise.resolve(reply('DELETE', path, { status: this.objects.delete(type, id) ? 200 : 404, body: {} }))
      },
    }
  }

  /** Removes one, as its kind does. */
  async remove(name: string): Promise<void> {
    const { writer: search } = memoryEngine()
    await apiOf(savedObject, this.stack()).remove({ search, dashboards: this.writer() }, this.stack(), name)
  }
}

async function answered(body: Promise<Json>): Promise<Answer> {
  try {
    return { status: 200, body: await body }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: error.status, body: { statusCode: error.status, message: error.message } }
  }
}
