import { isObject, type Json, type JsonObject } from '../dashboards/json.js'
import { fromBasic, type Accounts, type Administrator } from './accounts.js'
import { recordedAnswer, type Exchange } from './exchange.js'
import { refuse, type Asked, type Reply } from './reply.js'

export const securityPath = '/_plugins/_security'

type Kind = 'internalusers' | 'roles' | 'rolesmapping'

/** What an object has that its body does not name. */
const defaults: Record<Kind, JsonObject> = {
  internalusers: { hash: '', backend_roles: [], attributes: {}, opendistro_security_roles: [], static: false },
  roles: { cluster_permissions: [], index_permissions: [], tenant_permissions: [], static: false },
  rolesmapping: { hosts: [], users: [], backend_roles: [], and_backend_roles: [] },
}

/** Users, roles and role mappings, as the security plugin of OpenSearch keeps them. Only the administrator was recorded to ask for them. */
export class SecurityPlugin implements Accounts {
  private readonly passwords = new Map<string, string>()
  private readonly kept: Record<Kind, Map<string, JsonObject>> = {
    internalusers: new Map(),
    roles: new Map(),
    rolesmapping: new Map(),
  }

  constructor(
    private readonly exchanges: Exchange[],
    private readonly administrator: Administrator,
  ) {
    this.clear()
  }

  clear(): void {
    for (const kind of Object.keys(this.kept) as Kind[]) {
      const fresh = recordedAnswer(this.exchanges, `${securityPath}/api/${kind}`)
      this.kept[kind] = new Map(Object.entries(fresh) as [string, JsonObject][])
    }
    this.passwords.clear()
    this.passwords.set(this.administrator.username, this.administrator.password)
  }

  passwordOf(name: string): string | undefined {
    return this.passwords.get(name)
  }

  signIn(authorization: string | undefined): string | Reply {
    const { name, password } = fromBasic(authorization ?? '')
    return authorization !== undefined && this.passwords.get(name) === password
      ? name
      : { status: 401, body: 'Unauthorized' }
  }

  answer(asked: Asked): Reply {
    const { method, path, user } = asked
    const [, , , api, kind = '', name = ''] = path.split('/').map(decodeURIComponent)
    if (method === 'GET' && api === 'authinfo') return { status: 200, body: this.authenticated(asked) }
    if (method === 'PUT' && kind === 'account') return this.changeOwn(asked)
    if (user !== this.administrator.username) return refuse(asked)
    if (method === 'GET' && kind === 'actiongroups') return { status: 200, body: recordedAnswer(this.exchanges, path) }
    if (isKind(kind)) return this.about(kind, name, asked)
    return refuse(asked)
  }

  private about(kind: Kind, name: string, asked: Asked): Reply {
    const objects = this.kept[kind]
    const found = objects.get(name)
    if (asked.method === 'GET' && name === '') return { status: 200, body: Object.fromEntries(objects) }
    if (asked.method === 'GET' && found) return { status: 200, body: { [name]: found } }
    if (asked.method === 'PUT' && found?.['reserved'] !== true) return this.put(kind, name, asked)
    if (asked.method !== 'DELETE' || found?.['reserved'] === true) return refuse(asked)
    if (kind === 'internalusers' && !found)
      return { status: 404, body: { status: 'NOT_FOUND', message: `user '${name}' not found.` } }
    if (!objects.delete(name)) return refuse(asked)
    this.passwords.delete(name)
    return { status: 200, body: { status: 'OK', message: `'${name}' deleted.` } }
  }

  private put(kind: Kind, name: string, asked: Asked): Reply {
    const isNew = !this.kept[kind].has(name)
    const { password, ...body } = asked.body
    if (kind === 'internalusers') {
      if (typeof password === 'string') this.passwords.set(name, password)
      else if (isNew) return refuse(asked)
    }
    this.kept[kind].set(name, { reserved: false, hidden: false, ...defaults[kind], ...withFields(body) })
    return isNew
      ? { status: 201, body: { status: 'CREATED', message: `'${name}' created.` } }
      : { status: 200, body: { status: 'OK', message: `'${name}' updated.` } }
  }

  private changeOwn(asked: Asked): Reply {
    const { current_password: current, password } = asked.body
    if (current !== this.passwords.get(asked.user) || asked.user === this.administrator.username) return refuse(asked)
    this.passwords.set(asked.user, String(password))
    return { status: 200, body: { status: 'OK', message: `'${asked.user}' updated.` } }
  }

  private authenticated({ user, path }: Asked): Json {
    const recorded = recordedAnswer(this.exchanges, path, this.administrator.username)
    if (user === this.administrator.username) return recorded
    const { opendistro_security_roles: own, attributes } = this.kept.internalusers.get(user) ?? {}
    const mapped = [...this.kept.rolesmapping].filter(([, { users }]) =>
      (users as string[]).some((name) => name === user || name === '*'),
    )
    const roles = [...((own ?? []) as string[]), ...mapped.map(([role]) => role)]
    return {
      ...recorded,
      user: `User [name=${user}, backend_roles=[], requestedTenant=null]`,
      user_name: user,
      backend_roles: [],
      custom_attribute_names: Object.keys(attributes ?? {}).map((name) => `attr.internal.${name}`),
      roles,
      tenants: { ...(roles.some((role) => this.writesGlobalTenant(role)) && { global_tenant: true }), [user]: true },
    }
  }

  private writesGlobalTenant(role: string): boolean {
    const grants = (this.kept.roles.get(role)?.['tenant_permissions'] ?? []) as JsonObject[]
    return grants.some((grant) => JSON.stringify(grant) === globalTenant)
  }
}

const globalTenant = JSON.stringify({ tenant_patterns: ['global_tenant'], allowed_actions: ['kibana_all_write'] })

const isKind = (kind: string): kind is Kind => kind in defaults

/** Rights on indices always have both lists. */
function withFields(body: JsonObject): JsonObject {
  const rights = body['index_permissions']
  if (!Array.isArray(rights)) return body
  return {
    ...body,
    index_permissions: rights.map((right) => ({ fls: [], masked_fields: [], ...(isObject(right) ? right : {}) })),
  }
}
