import { refusalOf, type EngineClient } from './engine-client.js'
import { isObject, type Json, type JsonObject } from './json.js'

/** Under this name Kibana keeps its privileges and roles in Elasticsearch (`kibana-` and the name of its index). */
export const application = 'kibana-.kibana'

interface FeaturePrivilege {
  all: readonly string[]
  read: readonly string[]
}

const telemetry = [
  'ui-counter',
  'ui-metric',
  'kql-telemetry',
  'search-telemetry',
  'sample-data-telemetry',
  'lens-ui-telemetry',
  'telemetry',
]
const managed = [
  'url',
  'query',
  'index-pattern',
  'visualization',
  'timelion-sheet',
  'dashboard',
  'search',
  'tag',
  'lens',
  ...telemetry,
]

/** Which saved objects a feature privilege may write and read, from `GET /api/features` of Kibana 7.12.1 (recording 102). */
const features: Record<string, { all: FeaturePrivilege; read: FeaturePrivilege }> = {
  discover: {
    all: { all: ['search', 'query', 'index-pattern', 'telemetry', 'url', 'search-session'], read: ['config', 'url'] },
    read: { all: [], read: ['index-pattern', 'search', 'query', 'config', 'telemetry', 'url'] },
  },
  dashboard: {
    all: {
      all: ['dashboard', 'query', 'telemetry', 'url', 'search-session'],
      read: [
        'index-pattern',
        'search',
        'visualization',
        'timelion-sheet',
        'canvas-workpad',
        'lens',
        'map',
        'tag',
        'config',
        'url',
      ],
    },
    read: {
      all: [],
      read: [
        ...[
          'index-pattern',
          'search',
          'visualization',
          'timelion-sheet',
          'canvas-workpad',
          'lens',
          'map',
          'dashboard',
          'query',
          'tag',
        ],
        ...['config', 'telemetry', 'url'],
      ],
    },
  },
  visualize: {
    all: {
      all: ['visualization', 'query', 'lens', 'telemetry', 'url'],
      read: ['index-pattern', 'search', 'tag', 'config', 'url'],
    },
    read: {
      all: [],
      read: ['index-pattern', 'search', 'visualization', 'query', 'lens', 'tag', 'config', 'telemetry', 'url'],
    },
  },
  indexPatterns: {
    all: { all: ['index-pattern', 'telemetry'], read: ['config', 'url'] },
    read: { all: [], read: ['index-pattern', 'config', 'telemetry', 'url'] },
  },
  savedObjectsManagement: {
    all: { all: ['config', ...managed], read: ['config', 'url'] },
    read: { all: [], read: ['config', ...managed] },
  },
}

/** The applications in the browser that a feature opens, with `all` and `read` alike (the same recording). */
const applications: Record<string, readonly string[]> = {
  discover: ['discover', 'kibana'],
  dashboard: ['dashboards', 'kibana'],
  visualize: ['visualize', 'lens', 'kibana'],
  indexPatterns: ['kibana'],
  savedObjectsManagement: ['kibana'],
}

const readOperations = ['bulk_get', 'get', 'find']
const writeOperations = [...readOperations, 'create', 'bulk_create', 'update', 'bulk_update', 'delete']

export interface Account {
  username: string
  password: string
}

/** The rights of users in Kibana, which only Elasticsearch knows: Kibana tells it once what a privilege means, then asks. */
export class KibanaPrivileges {
  constructor(
    private readonly engine: EngineClient,
    private readonly version: string,
  ) {}

  /**
   * What Kibana does when it starts: registers its privileges, so that `feature_dashboard.all` in a role stands for actions.
   *
   * @throws EngineGone
   * @throws Refusal the account may not
   */
  async register({ username, password }: Account): Promise<void> {
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    const answer = await this.engine.ask(
      'PUT',
      '/_security/privilege',
      { authorization },
      { [application]: this.definitions() },
    )
    if (answer.status !== 200) throw refusalOf(answer)
  }

  /** Those of `types` on which the user may do `operation` in the space. */
  async allowedTypes(
    operation: string,
    types: string[],
    space: string,
    authorization: string | undefined,
  ): Promise<string[]> {
    if (types.length === 0) return []
    const granted = await this.granted(
      types.map((type) => this.savedObject(type, operation)),
      space,
      authorization,
    )
    return types.filter((type) => granted[this.savedObject(type, operation)] === true)
  }

  /** Whether the user may enter the space at all. */
  async mayLogIn(space: string, authorization: string | undefined): Promise<boolean> {
    return (await this.granted(['login:'], space, authorization))['login:'] === true
  }

  /** Only who has Kibana's base privilege everywhere, such as a superuser (recordings 100, 102). */
  async mayReadFeatures(authorization: string | undefined): Promise<boolean> {
    const action = `api:${this.version}:features`
    return (await this.granted([action], '*', authorization, '*'))[action] === true
  }

  private async granted(
    privileges: string[],
    space: string,
    authorization: string | undefined,
    resource = `space:${space}`,
  ): Promise<JsonObject> {
    const asked = { application, resources: [resource], privileges }
    const answer = await this.engine.ask(
      'POST',
      '/_security/user/_has_privileges',
      { authorization },
      { application: [asked] },
    )
    if (answer.status !== 200) throw refusalOf(answer)
    return child(child(child(answer.body, 'application'), application), resource)
  }

  private definitions(): JsonObject {
    const ofFeatures = Object.entries(features).flatMap(([feature, { all, read }]) => [
      this.definition(`feature_${feature}.all`, all, applications[feature]),
      this.definition(`feature_${feature}.read`, read, applications[feature]),
    ])
    const everyApplication = Object.values(applications).flat()
    const union = (level: 'all' | 'read'): FeaturePrivilege => ({
      all: Object.values(features).flatMap((feature) => feature[level].all),
      read: Object.values(features).flatMap((feature) => feature[level].read),
    })
    const ofBase = (['all', 'read'] as const).flatMap((level) => [
      this.definition(level, union(level), everyApplication),
      this.definition(`space_${level}`, union(level), everyApplication),
    ])
    return Object.fromEntries([...ofBase, ...ofFeatures])
  }

  private definition(
    name: string,
    { all, read }: FeaturePrivilege,
    apps: readonly string[] = [],
  ): [string, JsonObject] {
    const actions = [
      'login:',
      `version:${this.version}`,
      ...apps.map((app) => `app:${this.version}:${app}`),
      ...all.flatMap((type) => writeOperations.map((operation) => this.savedObject(type, operation))),
      ...read.flatMap((type) => readOperations.map((operation) => this.savedObject(type, operation))),
    ]
    return [name, { application, name, actions: [...new Set(actions)], metadata: {} }]
  }

  private savedObject(type: string, operation: string): string {
    return `saved_object:${this.version}:${type}/${operation}`
  }
}

function child(value: Json, name: string): JsonObject {
  const inner = isObject(value) ? value[name] : undefined
  return isObject(inner) ? inner : {}
}
