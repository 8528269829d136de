import { describe, expect, it } from '@jest/globals'
import { grantHint } from '../../../../src/http/answer.js'
import { missingRight } from '../../../../src/http/explain/rights.js'

describe('missingRight', () => {
  it.each([
    [
      'action [cluster:admin/ilm/put] is unauthorized for user [openvidu]',
      'The right [cluster:admin/ilm/put] is missing: the cluster privilege manage_ilm grants it',
    ],
    [
      'action [indices:admin/index_template/get] is unauthorized for user [checker]',
      'The right [indices:admin/index_template/get] is missing: the cluster privilege manage_index_templates grants it',
    ],
    // Seen on Elasticsearch 8.19.
    [
      'action [cluster:admin/ingest/pipeline/get] is unauthorized for user [m] with effective roles [m], this action is granted by the cluster privileges [read_pipeline,manage_ingest_pipelines,manage_pipeline,manage,all]',
      'The right [cluster:admin/ingest/pipeline/get] is missing: the cluster privilege read_pipeline grants it',
    ],
    [
      'action [indices:admin/auto_create] is unauthorized for user [documented]',
      'The right [indices:admin/auto_create] is missing: the index privilege create_index grants it',
    ],
    [
      'no permissions for [cluster:admin/opendistro/ism/policy/write] and User [name=openvidu, backend_roles=[], requestedTenant=null]',
      'The right [cluster:admin/opendistro/ism/policy/write] is missing: put it into cluster_permissions (or allowed_actions, for an index) of a role of this user',
    ],
    [
      'no permissions for [indices:data/read/search] and User [name=x, backend_roles=[], requestedTenant=null]',
      'The right [indices:data/read/search] is missing: put it into allowed_actions of a role of this user',
    ],
    [
      'No permission to access REST API: User openvidu with Security roles [own_index] does not have any role privileged for admin access.',
      'A role that plugins.security.restapi.roles_enabled lists is missing, such as all_access',
    ],
    [
      'Unable to bulk_create dashboard,index-pattern',
      'The right to bulk_create dashboard,index-pattern is missing: the Kibana privilege “Saved Objects Management: all” grants it',
    ],
    ['security_exception', undefined],
    ['Weak password', undefined],
  ])('%s', (words, right) => {
    expect(missingRight(words)).toBe(right)
  })
})

describe('grantHint', () => {
  it('falls back on the administrator where the words name no right', () => {
    expect(grantHint('Forbidden')).toBe('Sign in as an administrator: --admin-username NAME --admin-password-stdin.')
    expect(grantHint('action [cluster:admin/ilm/put] is unauthorized for user [x]')).toMatch(
      /^The right \[cluster:admin\/ilm\/put\] is missing: .* grants it\. Or sign in as an administrator: /,
    )
  })
})
