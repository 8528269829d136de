/** Which privilege brings an action that Elasticsearch names when it refuses. The first match counts. */
const elasticsearchPrivileges: [RegExp, string][] = [
  [/^cluster:admin\/ilm\/get/, 'the cluster privilege read_ilm'],
  [/^cluster:admin\/ilm\//, 'the cluster privilege manage_ilm'],
  [/^cluster:admin\/ingest\//, 'the cluster privilege manage_ingest_pipelines'],
  [/^cluster:admin\/xpack\/security\//, 'the cluster privilege manage_security'],
  [
    /^(indices:admin\/(index_)?template|cluster:admin\/component_template)\//,
    'the cluster privilege manage_index_templates',
  ],
  [/^cluster:monitor\//, 'the cluster privilege monitor'],
  [/^cluster:/, 'the cluster privilege manage'],
  [/^indices:admin\/(auto_)?create$/, 'the index privilege create_index'],
  [/^indices:data\/read\//, 'the index privilege read'],
  [/^indices:data\/write\//, 'the index privilege write'],
  [/^indices:(admin|monitor)\//, 'the index privilege manage'],
]

/**
 * A sentence on the right that is missing and how it is granted, read off the server's own words; undefined: they do not name it. Looks for the action between
 * brackets, which is part of the API of both products, and for the two refusals that name none.
 */
export function missingRight(words: string): string | undefined {
  const denied = /no permissions for \[([^\]]+)\]/.exec(words)?.[1]
  if (denied !== undefined)
    return `The right [${denied}] is missing: put it into ${denied.startsWith('indices:data/') ? 'allowed_actions' : 'cluster_permissions (or allowed_actions, for an index)'} of a role of this user`
  const action = /action \[([^\]]+)\] is unauthorized/.exec(words)?.[1]
  if (action !== undefined) {
    // From 7.11 on the server says it itself, the narrowest first.
    const granting = /granted by the (cluster|index) privileges \[([^\],]+)/.exec(words)
    if (granting)
      return `The right [${action}] is missing: the ${String(granting[1])} privilege ${String(granting[2])} grants it`
    const privilege = elasticsearchPrivileges.find(([pattern]) => pattern.test(action))?.[1]
    return `The right [${action}] is missing${privilege === undefined ? '' : `: ${privilege} grants it`}`
  }
  if (words.includes('No permission to access REST API'))
    return 'A role that plugins.security.restapi.roles_enabled lists is missing, such as all_access'
  const kibana = /Unable to (\w+) ([\w,-]+)/.exec(words)
  if (kibana)
    return `The right to ${String(kibana[1])} ${String(kibana[2])} is missing: the Kibana privilege “Saved Objects Management: all” grants it`
  return undefined
}
