import { isObject, listIn, withoutEmpty } from '../../json.js'
import { jsonApi } from '../json-api.js'
import type { ResourceApi } from '../kind.js'
import { textMark } from '../mark.js'
import { objectsByName } from '../reading.js'
import { fromSecurityPlugin, oneAfterAnother, securityApi } from '../security-plugin.js'
import { sorted } from '../sorted.js'
import { lostGrants } from './grants.js'
import { dependantsOfRoles } from './role-holders.js'
import { reviewGrants } from './review-grants.js'

export const openSearchRole: ResourceApi = {
  ...jsonApi({
    one: 'role',
    many: 'roles',
    path: (stack) => `${securityApi(stack)}/roles`,
    objects: objectsByName(fromSecurityPlugin),
  }),
  ...oneAfterAnother,
  normalize: (body) => ({
    ...withoutEmpty({ description: body['description'] ?? '' }),
    cluster_permissions: sorted(body['cluster_permissions'] ?? []),
    index_permissions: listIn(body['index_permissions']).map((entry) =>
      isObject(entry)
        ? withoutEmpty({
            ...entry,
            index_patterns: sorted(entry['index_patterns'] ?? []),
            allowed_actions: sorted(entry['allowed_actions'] ?? []),
          })
        : entry,
    ),
    tenant_permissions: listIn(body['tenant_permissions']).map((entry) =>
      isObject(entry)
        ? {
            tenant_patterns: sorted(entry['tenant_patterns'] ?? []),
            allowed_actions: sorted(entry['allowed_actions'] ?? []),
          }
        : entry,
    ),
  }),
  mark: () => textMark('description'),
  review: reviewGrants,
  adoptionConflict: lostGrants,
  dependants: dependantsOfRoles,
}
