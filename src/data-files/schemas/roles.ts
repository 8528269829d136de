import { z } from 'zod'
import { body, form, text, texts } from './words.js'

const fieldSecurity = form({ grant: texts.nullish(), except: texts.nullish() })

const indexPrivileges = {
  names: texts,
  privileges: texts,
  field_security: fieldSecurity.nullish(),
  query: z.union([z.string(), body]).nullish(),
  allow_restricted_indices: z.boolean().optional(),
}

/** As Kibana's API takes it; the engine's form is made of it. */
export const elasticsearchRole = form({
  description: z.string().optional(),
  metadata: body.optional(),
  elasticsearch: form({
    cluster: texts.optional(),
    indices: z.array(form(indexPrivileges)).optional(),
    run_as: texts.optional(),
    remote_indices: z.array(form({ ...indexPrivileges, clusters: texts })).optional(),
    remote_cluster: z.array(form({ privileges: texts, clusters: texts })).optional(),
  }),
  kibana: z
    .array(
      form({
        base: texts.optional(),
        feature: z.record(z.string(), texts).optional(),
        spaces: texts.optional(),
      }),
    )
    .optional(),
})

export const openSearchRole = form({
  description: z.string().nullish(),
  cluster_permissions: texts.optional(),
  index_permissions: z
    .array(
      form({
        index_patterns: texts,
        allowed_actions: texts,
        dls: z.string().nullish(),
        fls: texts.nullish(),
        masked_fields: texts.nullish(),
      }),
    )
    .optional(),
  tenant_permissions: z.array(form({ tenant_patterns: texts, allowed_actions: texts })).optional(),
})

/** Its password is never in a file. */
export const elasticsearchUser = form({
  roles: texts,
  full_name: z.string().nullish(),
  email: z.string().nullish(),
  enabled: z.boolean().optional(),
  metadata: body.optional(),
})

/** Its password is never in a file. */
export const openSearchUser = form({
  description: z.string().optional(),
  backend_roles: texts.optional(),
  opendistro_security_roles: texts.optional(),
  attributes: z.record(z.string(), z.string()).optional(),
})

export const roleMapping = form({
  description: z.string().optional(),
  users: texts.optional(),
  backend_roles: texts.optional(),
  and_backend_roles: texts.optional(),
  hosts: texts.optional(),
})

/** "path: privilege" of a role → why it has it */
export const reasons = z.record(z.string(), text)
