import { visualization } from '../../../../src/dashboard-sources/visualization.js'
import { kinds } from '../../../../src/kinds/index.js'
import type { ResourceKind } from '../../../../src/kinds/kind.js'
import { objectIn, type JsonObject } from '../../../../src/json.js'
import { dialects, type Dialect } from '../../../../src/stack/flavors.js'
import type { Bench } from './bench.js'

/** One object of a kind, as a data file has it, and what else may stand under its name. */
export interface KindCase {
  /** default: that of all cases */
  prefix?: string
  body: (name: string) => JsonObject
  /** what an earlier elkctl made of it, or this one with other settings */
  older: (name: string) => JsonObject
  /** what a person made of what is there */
  edited: (found: JsonObject) => JsonObject
  /** what others have under this name */
  theirs: (name: string) => JsonObject
  /** it takes something away from others: that is refused without --adopt; everything else is shown */
  refused?: true
  /** where the edit is found; of an index template, in its older form */
  path: string
  /** what the server demands to be there first; gives back what takes it away again */
  before?: (bench: Bench, name: string) => Promise<() => Promise<void>>
}

/** Kind → dialect → its case. One that is missing here fails: see `missingCases`. */
export const kindCases: Record<string, Partial<Record<Dialect, KindCase>>> = {
  role: {
    elasticsearch: {
      body: () => elasticsearchRole(['monitor']),
      older: () => elasticsearchRole(['monitor', 'manage_ilm']),
      edited: (found) => ({ ...found, ...elasticsearchRole(['monitor', 'manage_pipeline']) }),
      theirs: () => elasticsearchRole(['monitor', 'manage_security']),
      refused: true,
      path: 'elasticsearch.cluster',
    },
    opensearch: {
      body: () => openSearchRole(['cluster_monitor']),
      older: () => openSearchRole(['cluster_monitor', 'cluster_manage_pipelines']),
      edited: (found) => ({ ...found, cluster_permissions: ['cluster_all'] }),
      theirs: () => openSearchRole(['cluster_all']),
      refused: true,
      path: 'cluster_permissions',
    },
  },
  'lifecycle policy': {
    elasticsearch: {
      body: () => ilmPolicy('15d'),
      older: () => ilmPolicy('7d'),
      edited: (found) => ({ policy: { ...objectIn(found, 'policy'), ...objectIn(ilmPolicy('30d'), 'policy') } }),
      theirs: () => ilmPolicy('90d'),
      path: 'phases[delete].min_age',
    },
    opensearch: {
      body: (name) => ismPolicy(name, '15d'),
      older: (name) => ismPolicy(name, '7d'),
      edited: (found) => ({ policy: { ...objectIn(found, 'policy'), states: statesOf('30d') } }),
      theirs: (name) => ismPolicy(name, '90d'),
      path: 'policy.states[hot].transitions[0].conditions.min_index_age',
    },
  },
  'ingest pipeline': both({
    body: () => pipeline('Ours'),
    older: () => pipeline('Earlier'),
    edited: (found) => ({ ...found, description: String(found['description']).replace('Ours', 'Edited') }),
    theirs: () => pipeline('Theirs'),
    path: 'description',
  }),
  'index template': both({
    body: (name) => indexTemplate(name, '1'),
    older: (name) => indexTemplate(name, '2'),
    // In either form: the older one has the settings at the top.
    edited: (found) =>
      'template' in found
        ? { ...found, template: { settings: shards('3') } }
        : { ...found, settings: objectIn(shards('3')) },
    theirs: (name) => indexTemplate(name, '4'),
    path: 'settings.index.number_of_shards',
  }),
  'legacy template': both({
    body: (name) => legacyTemplate(name, '1'),
    older: (name) => legacyTemplate(name, '2'),
    edited: (found) => ({ ...found, settings: shards('3') }),
    theirs: (name) => legacyTemplate(name, '4'),
    path: 'settings.index.number_of_shards',
  }),
  user: {
    elasticsearch: {
      body: () => ({ roles: ['kibana_user'], full_name: 'Ours' }),
      older: () => ({ roles: ['kibana_user'], full_name: 'Earlier' }),
      edited: (found) => ({ ...found, full_name: 'Edited' }),
      theirs: () => ({ roles: ['superuser'], full_name: 'Ours' }),
      refused: true,
      path: 'full_name',
    },
    opensearch: {
      body: () => ({ opendistro_security_roles: ['kibana_user'], attributes: { description: 'Ours' } }),
      older: () => ({ opendistro_security_roles: ['kibana_user'], attributes: { description: 'Earlier' } }),
      edited: (found) => ({ ...found, attributes: { ...objectIn(found, 'attributes'), description: 'Edited' } }),
      theirs: () => ({ opendistro_security_roles: ['all_access'], attributes: { description: 'Ours' } }),
      refused: true,
      path: 'attributes.description',
    },
  },
  'role mapping': {
    opensearch: {
      body: () => ({ description: 'Ours', users: ['somebody'] }),
      older: () => ({ description: 'Earlier', users: ['somebody'] }),
      edited: (found) => ({ ...found, hosts: ['edited.example'] }),
      theirs: () => ({ description: 'Ours', users: ['somebody'], backend_roles: ['theirs'] }),
      refused: true,
      path: 'hosts',
      before: async ({ writers, securityPath }, name) => {
        const role = `${securityPath}/roles/${name}`
        await writers.search.put(role, openSearchRole(['cluster_monitor']))
        return async () => {
          await writers.search.delete(role)
        }
      },
    },
  },
  'saved object': both({
    prefix: 'visualization/',
    body: () => markdown('Ours'),
    older: () => markdown('Earlier'),
    edited: (found) => ({ ...found, attributes: { ...objectIn(found, 'attributes'), title: 'Edited' } }),
    theirs: () => markdown('Theirs'),
    refused: true,
    path: 'title',
  }),
}

/**
 * These are no bodies that somebody edits: an alias is where it leads to, and one that leads elsewhere is another's. Tried in
 * test/unit/kinds/write-alias.test.ts, and on engines with the application that has some (test/engine/isp). No Kibana that runs here has rules and connectors:
 * they are tried in test/unit/kinds/kibana-rule and test/in-memory/kibana-rules.test.ts.
 */
export const kindsApart = ['write alias', 'kibana connector', 'kibana rule']

/** The kinds that have cases here. What is made of alerts is tried with them: test/engine/alerts. */
export const kindsWithCases: ResourceKind[] = kinds.filter(
  ({ name, onlyFor }) => onlyFor === undefined && !kindsApart.includes(name),
)

/** "role on opensearch" for each kind that has an API for a dialect and no case. */
export const missingCases = (all: ResourceKind[] = kindsWithCases): string[] =>
  all.flatMap(({ name, api }) =>
    dialects
      .filter((dialect) => api[dialect] !== undefined && kindCases[name]?.[dialect] === undefined)
      .map((dialect) => `${name} on ${dialect}`),
  )

function both(one: KindCase): Record<Dialect, KindCase> {
  return { elasticsearch: one, opensearch: one }
}

function elasticsearchRole(cluster: string[]): JsonObject {
  return {
    elasticsearch: { cluster, indices: [{ names: ['kinds-*'], privileges: ['read'] }] },
    kibana: [{ spaces: ['default', 'other'], base: [], feature: { dashboard: ['read'] } }],
  }
}

function openSearchRole(cluster_permissions: string[]): JsonObject {
  return {
    cluster_permissions,
    index_permissions: [{ index_patterns: ['kinds-*'], allowed_actions: ['read'] }],
    tenant_permissions: [{ tenant_patterns: ['global_tenant', 'other'], allowed_actions: ['kibana_all_read'] }],
  }
}

function ilmPolicy(min_age: string): JsonObject {
  return {
    policy: { phases: { hot: { min_age: '0ms', actions: {} }, delete: { min_age, actions: { delete: {} } } } },
  }
}

function statesOf(min_index_age: string): JsonObject[] {
  return [
    { name: 'hot', actions: [], transitions: [{ state_name: 'delete', conditions: { min_index_age } }] },
    { name: 'delete', actions: [{ delete: {} }], transitions: [] },
  ]
}

function ismPolicy(name: string, age: string): JsonObject {
  return {
    policy: {
      description: 'Deletes',
      default_state: 'hot',
      states: statesOf(age),
      ism_template: [{ index_patterns: [`${name}-*`], priority: 100 }],
    },
  }
}

/** Engines without their modules have no processors. */
function pipeline(description: string): JsonObject {
  return { description, processors: [] }
}

function shards(number_of_shards: string): JsonObject {
  return { index: { number_of_shards } }
}

function indexTemplate(name: string, number_of_shards: string): JsonObject {
  return { index_patterns: [`${name}-*`], priority: 300, template: { settings: shards(number_of_shards) } }
}

function legacyTemplate(name: string, number_of_shards: string): JsonObject {
  return { index_patterns: [`${name}-*`], order: 1, settings: shards(number_of_shards) }
}

const markdown = (text: string): JsonObject =>
  visualization(text, '', { type: 'markdown', params: { markdown: text, fontSize: 12 } })
