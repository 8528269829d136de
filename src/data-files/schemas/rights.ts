import * as z from 'zod'
import { form, json, text, texts } from './words.js'

/** How a server is asked about a right. Nothing here changes anything, whatever the answer is. */
const question = z.union([
  form({
    cluster: texts.describe(
      'Elasticsearch: cluster privileges; an action stands for all that begin with it, so a name is better where there is one',
    ),
  }),
  form({
    indices: texts,
    privileges: texts.describe('Elasticsearch: privileges or actions on indices'),
    restricted: z.boolean().describe("looks behind the curtain that hides the system's own indices").optional(),
    since: text.describe('the version of Elasticsearch that first knows the privileges').optional(),
  }),
  form({
    space: text,
    actions: texts.describe('of Kibana, in a space: "login:", "app:dashboards", "saved_object:dashboard/bulk_create"'),
  }),
  form({
    only: form({ cluster: texts.optional(), indices: texts.optional(), run_as: texts.optional() }).describe(
      'Elasticsearch: granted when the roles together bring any cluster privilege, index or other user beyond these',
    ),
  }),
  form({
    onlyTenants: texts.describe('OpenSearch: granted when the user may enter any tenant beyond these and its own'),
  }),
  form({
    request: z
      .string()
      .regex(/^(GET|HEAD|POST|PUT|DELETE) \/\S*$/, {
        error: 'must be a method and a path, such as "PUT /_cluster/settings"',
      })
      .describe('one that cannot succeed or changes nothing: "PUT /_cluster/settings"'),
    body: json.optional(),
    at: z.literal('dashboards').optional(),
    granted: z
      .array(z.number())
      .min(1)
      .describe(
        'statuses with which a server answers one who has the right; 401 and 403 are a refusal, others say nothing',
      ),
    since: text.describe('the version of Elasticsearch that first has the request').optional(),
  }),
])
export type Question = z.infer<typeof question>

const byAccount = form({ service: text.optional(), viewer: text.optional(), checker: text.optional() })

/** One right, and who needs it, must not have it, or has it without need. */
const right = form({
  title: text.describe('what one can do who has it: "Makes today\'s index of browser logs"'),
  needed: byAccount.describe('kind of account → who or what needs it there').optional(),
  refused: z
    .array(z.enum(['service', 'viewer', 'checker']))
    .describe('kinds of account that must not have it')
    .optional(),
  unavoidable: byAccount.describe('kind of account → why it has this right although nothing needs it').optional(),
  reason: text,
  documented: text.describe("where the role of the application's documentation is too narrow or too broad").optional(),
  elasticsearch: z
    .array(question)
    .describe('how Elasticsearch is asked; none: the right does not exist there')
    .optional(),
  opensearch: z.array(question).describe('how OpenSearch is asked; none: the right does not exist there').optional(),
})
export type Right = z.infer<typeof right>

export const rights = form({ rights: z.array(right) })
