import { isObject, type Json, type JsonObject } from '../dashboards/json.js'
import { fromBasic, type Accounts } from './accounts.js'
import { refuse, securityException, type Asked, type Reply } from './reply.js'

/** Which right a refusal names: recorded for reading roles and users, the others are called in the same way in the documentation. */
const actions: Record<string, Record<string, string>> = {
  user: { GET: 'user/get', PUT: 'user/put', DELETE: 'user/delete', POST: 'user/change_password' },
  role: { GET: 'role/get', PUT: 'role/put', DELETE: 'role/delete' },
  role_mapping: { GET: 'role_mapping/get' },
  privilege: { PUT: 'privilege/put' },
}

/** Users, their passwords and their roles, as the native realm of Elasticsearch keeps them. */
export class NativeRealm implements Accounts {
  private readonly passwords = new Map<string, string>()
  private readonly users = new Map<string, JsonObject>()
  private readonly roles = new Map<string, JsonObject>()
  /** application → privilege → what it allows */
  private readonly privileges = new Map<string, Map<string, string[]>>()

  /** @param builtIn the users of a fresh engine, as recorded */
  constructor(
    private readonly builtIn: JsonObject,
    private readonly administrator: { username: string; password: string },
  ) {
    this.clear()
  }

  clear(): void {
    this.users.clear()
    this.roles.clear()
    this.passwords.clear()
    this.passwords.set(this.administrator.username, this.administrator.password)
    for (const [name, user] of Object.entries(this.builtIn)) this.users.set(name, user as JsonObject)
  }

  passwordOf(name: string): string | undefined {
    return this.passwords.get(name)
  }

  /** @returns the name, or what is answered to whoever has none */
  signIn(authorization: string | undefined, path: string): string | Reply {
    if (authorization === undefined)
      return securityException(401, `missing authentication credentials for REST request [${path}]`)
    const { name, password } = fromBasic(authorization)
    if (this.passwords.get(name) === password) return name
    return securityException(401, `unable to authenticate user [${name}] for REST request [${path}]`)
  }

  answer(asked: Asked): Reply {
    const { method, path, user } = asked
    const [, , kind = '', name = '', what] = path.split('/').map(decodeURIComponent)
    if (kind === '_authenticate') return { status: 200, body: this.authenticated(user) }
    if (kind === 'user' && name === '_privileges') return { status: 200, body: this.privilegesOf(user) }
    if (kind === 'user' && name === '_has_privileges') return { status: 200, body: this.hasPrivileges(asked) }
    if (kind === 'user' && name === '_password' && method === 'POST') return this.setPassword(user, asked)
    const action = actions[kind]?.[method]
    if (action === undefined) return refuse(asked)
    if (!this.isAdministrator(user))
      return securityException(
        403,
        `action [cluster:admin/xpack/security/${action}] is unauthorized for user [${user}]`,
      )
    if (kind === 'user' && what === '_password') return this.setPassword(name, asked)
    if (kind === 'user') return this.userRequest(name, asked)
    if (kind === 'role') return this.roleRequest(name, asked)
    if (kind === 'role_mapping') return { status: 200, body: {} }
    return this.register(asked.body)
  }

  private isAdministrator(name: string): boolean {
    return this.rolesOf(name).includes('superuser')
  }

  /** Those that are known: how they are answered is not recorded. */
  private builtInRoles(): string[] {
    return Object.values(this.builtIn).flatMap((user) => (user as { roles: string[] }).roles)
  }

  private rolesOf(name: string): string[] {
    return (this.users.get(name)?.['roles'] ?? []) as string[]
  }

  private authenticated(name: string): JsonObject {
    const realm = this.builtIn[name] === undefined ? ['default_native', 'native'] : ['reserved', 'reserved']
    const where = { name: String(realm[0]), type: String(realm[1]) }
    return {
      ...this.users.get(name),
      authentication_realm: where,
      lookup_realm: where,
      authentication_type: 'realm',
    }
  }

  private userRequest(name: string, asked: Asked): Reply {
    const found = this.users.get(name)
    if (asked.method === 'GET') {
      if (name === '') return { status: 200, body: Object.fromEntries(this.users) }
      return found ? { status: 200, body: { [name]: found } } : { status: 404, body: {} }
    }
    if (this.builtIn[name] !== undefined) return refuse(asked)
    if (asked.method === 'DELETE') {
      this.users.delete(name)
      this.passwords.delete(name)
      return { status: found ? 200 : 404, body: { found: found !== undefined } }
    }
    const { password, roles = [], full_name = null, metadata = {} } = asked.body
    if (typeof password === 'string') this.passwords.set(name, password)
    else if (!found) return refuse(asked)
    this.users.set(name, { username: name, roles, full_name, email: null, metadata, enabled: true })
    return { status: 200, body: { created: found === undefined } }
  }

  private setPassword(name: string, asked: Asked): Reply {
    if (!this.users.has(name) || this.builtIn[name] !== undefined) return refuse(asked)
    this.passwords.set(name, String(asked.body['password']))
    return { status: 200, body: {} }
  }

  private roleRequest(name: string, asked: Asked): Reply {
    const found = this.roles.get(name)
    if (this.builtInRoles().includes(name)) return refuse(asked)
    if (asked.method === 'GET' && name !== '')
      return found ? { status: 200, body: { [name]: found } } : { status: 404, body: {} }
    if (asked.method === 'DELETE') {
      this.roles.delete(name)
      return { status: found ? 200 : 404, body: { found: found !== undefined } }
    }
    if (asked.method !== 'PUT') return refuse(asked)
    const { cluster = [], indices = [], applications = [], run_as = [], metadata = {} } = asked.body
    this.roles.set(name, {
      cluster,
      indices: (indices as JsonObject[]).map((entry) => ({ ...entry, allow_restricted_indices: false })),
      applications,
      run_as,
      metadata,
      transient_metadata: { enabled: true },
    })
    return { status: 200, body: { role: { created: found === undefined } } }
  }

  /** Only of a user with one role that has one entry for indices: how Elasticsearch puts several together is not recorded. */
  private privilegesOf(name: string): Json {
    const roles = this.rolesOf(name).map((role) => this.roles.get(role))
    const [role] = roles
    const indices = (role?.['indices'] ?? []) as JsonObject[]
    if (role === undefined || roles.length > 1 || indices.length > 1)
      throw new Error(`the privileges of ${name} are not in the recording`)
    const sorted = (list: Json | undefined) => [...((list ?? []) as string[])].sort()
    return {
      cluster: sorted(role['cluster']),
      global: [],
      indices: indices.map((entry) => ({
        names: sorted(entry['names']),
        privileges: sorted(entry['privileges']),
        allow_restricted_indices: false,
      })),
      applications: role['applications'] ?? [],
      run_as: role['run_as'] ?? [],
    }
  }

  /** Of an application only, which is what a dashboards server asks. */
  private hasPrivileges({ body, user, method }: Asked): Json {
    if (method !== 'POST' || Object.keys(body).join() !== 'application')
      throw new Error(`asked whether ${user} has ${JSON.stringify(body)}: not in the recording`)
    let all = true
    const application: JsonObject = {}
    for (const asked of body['application'] as { application: string; resources: string[]; privileges: string[] }[]) {
      const of = (application[asked.application] ??= {}) as JsonObject
      for (const resource of asked.resources)
        of[resource] = Object.fromEntries(
          asked.privileges.map((privilege) => {
            const has = this.isAdministrator(user) || this.may(user, asked.application, resource, privilege)
            all &&= has
            return [privilege, has]
          }),
        )
    }
    return { username: user, has_all_requested: all, cluster: {}, index: {}, application }
  }

  private may(name: string, application: string, resource: string, privilege: string): boolean {
    const matches = (pattern: string, text: string) =>
      new RegExp(`^${pattern.replaceAll(/[.\\+^$()[\]{}|?]/g, '\\$&').replaceAll('*', '.*')}$`).test(text)
    const granted = this.rolesOf(name).flatMap((role) => (this.roles.get(role)?.['applications'] ?? []) as JsonObject[])
    return granted.some(
      (grant) =>
        grant['application'] === application &&
        (grant['resources'] as string[]).some((pattern) => matches(pattern, resource)) &&
        (grant['privileges'] as string[])
          .flatMap((of) => this.privileges.get(application)?.get(of) ?? [of])
          .some((pattern) => matches(pattern, privilege)),
    )
  }

  private register(body: JsonObject): Reply {
    const created: JsonObject = {}
    for (const [application, privileges] of Object.entries(body)) {
      const known = this.privileges.get(application) ?? new Map<string, string[]>()
      this.privileges.set(application, known)
      created[application] = Object.fromEntries(
        Object.entries(isObject(privileges) ? privileges : {}).map(([name, privilege]) => {
          const isNew = !known.has(name)
          known.set(name, (privilege as { actions: string[] }).actions)
          return [name, { created: isNew }]
        }),
      )
    }
    return { status: 200, body: created }
  }
}
