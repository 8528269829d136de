import * as z from 'zod'
import { body, productForm, text, texts } from './words.js'

const fieldSecurity = productForm({ grant: texts.nullish(), except: texts.nullish() })

const indexPrivileges = {
  names: texts,
  privileges: texts,
  field_security: fieldSecurity.nullish(),
  query: z.union([z.string(), body]).nullish(),
  allow_restricted_indices: z.boolean().optional(),
}

/** As Kibana's API takes it; the engine's form is made of it. */
export const elasticsearchRole = productForm(
  {
    description: z.string().optional(),
    metadata: body.optional(),
    elasticsearch: productForm({
      cluster: texts.optional(),
      indices: z.array(productForm(indexPrivileges)).optional(),
      run_as: texts.optional(),
      remote_indices: z.array(productForm({ ...indexPrivileges, clusters: texts })).optional(),
      remote_cluster: z.array(productForm({ privileges: texts, clusters: texts })).optional(),
    }),
    kibana: z
      .array(
        productForm({
          base: texts.optional(),
          feature: z.record(z.string(), texts).optional(),
          spaces: texts.optional(),
        }),
      )
      .optional(),
  },
  ['cluster', 'indices', 'cluster_permissions', 'index_permissions', 'tenant_permissions'],
)

export const openSearchRole = productForm(
  {
    description: z.string().nullish(),
    cluster_permissions: texts.optional(),
    index_permissions: z
      .array(
        productForm({
          index_patterns: texts,
          allowed_actions: texts,
          dls: z.string().nullish(),
          fls: texts.nullish(),
          masked_fields: texts.nullish(),
        }),
      )
      .optional(),
    tenant_permissions: z.array(productForm({ tenant_patterns: texts, allowed_actions: texts })).optional(),
  },
  ['elasticsearch', 'kibana'],
)

/** Its password is never in a file. */
export const elasticsearchUser = productForm(
  {
    roles: texts,
    full_name: z.string().nullish(),
    email: z.string().nullish(),
    enabled: z.boolean().optional(),
    metadata: body.optional(),
  },
  ['password'],
)

/** Its password is never in a file. */
export const openSearchUser = productForm(
  {
    description: z.string().optional(),
    backend_roles: texts.optional(),
    opendistro_security_roles: texts.optional(),
    attributes: z.record(z.string(), z.string()).optional(),
  },
  ['password', 'hash'],
)

export const roleMapping = productForm({
  description: z.string().optional(),
  users: texts.optional(),
  backend_roles: texts.optional(),
  and_backend_roles: texts.optional(),
  hosts: texts.optional(),
})

/** "path: privilege" of a role → why it has it */
export const reasons = z.record(z.string(), text)
