import { describe, expect, it } from '@jest/globals'
import { openvidu } from '../../../src/profiles/openvidu/index.js'

import { documented, ours, oursOpenSearch, api } from './roles.js'

describe('the role file', () => {
  const added = openvidu.beyondDocumentation.map(({ adds }) => adds)

  it('is the documented role and what the profile says it adds, nothing else', () => {
    expect(added).not.toEqual([])
    const [indices] = documented.elasticsearch.indices
    expect(api.normalize(ours)).toEqual(
      api.normalize({
        ...documented,
        elasticsearch: {
          ...documented.elasticsearch,
          indices: [{ names: [...(indices?.names ?? []), ...added], privileges: indices?.privileges ?? [] }],
        },
      }),
    )
    for (const pattern of added) expect(indices?.names).not.toContain(pattern)
  })

  it('of OpenSearch covers the same indices, in one entry', () => {
    expect(oursOpenSearch.index_permissions).toHaveLength(1)
    expect(oursOpenSearch.index_permissions[0]?.index_patterns.toSorted()).toEqual(
      ours.elasticsearch.indices[0]?.names.toSorted(),
    )
  })

  it('of OpenSearch grants for each documented privilege what it is called there', () => {
    const clusterNames: Record<string, string[]> = {
      monitor: ['cluster_monitor'],
      manage_ilm: [
        'cluster:admin/opendistro/ism/policy/get',
        'cluster:admin/opendistro/ism/policy/search',
        'cluster:admin/opendistro/ism/policy/write',
        'cluster:admin/opendistro/ism/managedindex/add',
        'cluster:admin/opendistro/ism/managedindex/change',
        'cluster:admin/opendistro/ism/managedindex/explain',
      ],
      manage_pipeline: ['cluster_manage_pipelines'],
      manage_ingest_pipelines: ['cluster_manage_pipelines'],
      manage_index_templates: ['cluster_manage_index_templates'],
    }
    const indexNames: Record<string, string[]> = {
      create_doc: ['crud'],
      read: ['crud'],
      write: ['crud'],
      create_index: ['create_index'],
      manage: ['manage'],
      manage_ilm: ['indices:admin/opensearch/ism/managedindex'],
    }
    const translated = (names: string[], table: Record<string, string[]>) =>
      [...new Set(names.flatMap((privilege) => table[privilege] ?? [`? ${privilege}`]))].sort()
    // A bulk request and the end of a scroll are of the whole cluster there.
    expect(oursOpenSearch.cluster_permissions.toSorted()).toEqual(
      [
        ...translated(documented.elasticsearch.cluster, clusterNames),
        'cluster_composite_ops',
        'indices:data/read/scroll/clear',
      ].sort(),
    )
    expect(oursOpenSearch.index_permissions[0]?.allowed_actions.toSorted()).toEqual(
      translated(documented.elasticsearch.indices[0]?.privileges ?? [], indexNames),
    )
    expect(oursOpenSearch.tenant_permissions).toEqual([
      { tenant_patterns: ['global_tenant'], allowed_actions: ['kibana_all_write'] },
    ])
  })
})
