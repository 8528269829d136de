import { isObject, type Json, type JsonObject } from '../json.js'
import type { Question } from '../data-files/schemas/rights.js'
import { application } from '../kinds/role/kibana-privileges.js'
import { isBlocked, reasonIn } from '../http/answer.js'
import type { Reply, Stack, Writers } from '../stack/stack.js'
import { compareVersions } from '../stack/versions.js'

export interface Answer {
  /** undefined: the answer says nothing about the right */
  granted: boolean | 'partly' | undefined
  /** what was asked, and what was said */
  evidence: string
}

export interface QuestionContext {
  /** connected as the account whose rights are asked about */
  as: Writers
  username: string
  stack: Stack
  lifecycle: boolean
}

/** Asks one question. undefined: it cannot be asked here, because the stack lacks the part. @throws UnreachableError */
export async function ask(question: Question, context: QuestionContext): Promise<Answer | undefined> {
  if ('since' in question && compareVersions(context.stack.equivalentVersion, question.since ?? '0') < 0)
    return undefined
  if ('request' in question) return tryRequest(question, context)
  if ('only' in question) return beyond(question.only, context)
  if ('onlyTenants' in question) return beyondTenants(question.onlyTenants, context)
  if ('cluster' in question) return hasPrivileges({ cluster: question.cluster }, context)
  if ('indices' in question) {
    const { indices: names, privileges, restricted = false } = question
    return hasPrivileges(
      { index: [{ names, privileges, ...(restricted && { allow_restricted_indices: true }) }] },
      context,
    )
  }
  if (context.stack.dashboards === undefined) return undefined
  const privileges = question.actions.flatMap((action) => spellings(action, context.stack.dashboards?.version))
  return hasPrivileges(
    { application: [{ application, resources: [`space:${question.space}`], privileges }] },
    context,
    (privilege) => spellings(privilege, undefined)[0] ?? privilege,
  )
}

const hasPrivilegesPath = '/_security/user/_has_privileges'

/**
 * Needs no right of its own. As GET with the question in `source`, so that it passes where only reading is allowed:
 * https://www.elastic.co/guide/en/elasticsearch/reference/7.10/security-api-has-privileges.html
 */
async function hasPrivileges(
  question: JsonObject,
  { as }: QuestionContext,
  nameOf = (privilege: string): string => privilege,
): Promise<Answer> {
  const query = new URLSearchParams({ source_content_type: 'application/json', source: JSON.stringify(question) })
  const reply = await as.search.get(`${hasPrivilegesPath}?${query.toString()}`)
  if (reply.status !== 200 || !isObject(reply.body)) return silent(reply)
  const { cluster = {}, index = {}, application: applications = {} } = reply.body
  const answers = new Map<string, boolean>()
  for (const [name, granted] of [...leaves(cluster), ...leaves(index), ...leaves(applications)])
    answers.set(nameOf(name), granted || answers.get(nameOf(name)) === true)
  const yes = [...answers].filter(([, granted]) => granted).map(([name]) => name)
  const no = [...answers].filter(([, granted]) => !granted).map(([name]) => name)
  const parts = [
    ...(no.length > 0 ? [`no to ${no.join(', ')}`] : []),
    ...(yes.length > 0 ? [`yes to ${yes.join(', ')}`] : []),
  ]
  return {
    granted: no.length === 0 ? yes.length > 0 : yes.length > 0 ? 'partly' : false,
    evidence: `_has_privileges: ${parts.join('; ')}`,
  }
}

/** "create_index on events" → granted */
function leaves(value: Json, path: string[] = []): [string, boolean][] {
  if (!isObject(value)) return [[[path.at(-1) ?? '', ...path.slice(0, -1).slice(-1)].join(' on '), value === true]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
}

/** Kibana 7 and early 8 write their version into actions ("saved_object:7.12.1:dashboard/get"), later ones do not. Both are asked. */
function spellings(action: string, version: string | undefined): string[] {
  const [, kind = '', rest = ''] = /^(\w+):(?:\d[^:]*:)?(.*)$/.exec(action) ?? []
  const plain = kind === '' ? action : `${kind}:${rest}`
  return version === undefined || rest === '' ? [plain] : [plain, `${kind}:${version}:${rest}`]
}

/** What the account's roles grant altogether; a user may always ask that of itself. */
async function beyond(only: Partial<Record<string, string[]>>, { as }: QuestionContext): Promise<Answer> {
  const reply = await as.search.get('/_security/user/_privileges')
  if (reply.status !== 200 || !isObject(reply.body)) return silent(reply)
  const grants = reply.body
  const excess = Object.entries(only).flatMap(([field, allowed = []]) =>
    (Array.isArray(grants[field]) ? grants[field] : []).flatMap(namesIn).filter((name) => !allowed.includes(name)),
  )
  const [fields, what] = [Object.keys(only).join(', '), [...new Set(excess)].join(', ')]
  return {
    granted: excess.length > 0,
    evidence: `GET ${reply.path}: ${fields} ${excess.length > 0 ? `beyond what is expected: ${what}` : 'as expected, nothing more'}`,
  }
}

/** An entry of `indices` has names, the others are names. */
const namesIn = (entry: Json): string[] => (isObject(entry) ? ((entry['names'] ?? []) as string[]) : [String(entry)])

async function beyondTenants(tenants: string[], { as, stack, username }: QuestionContext): Promise<Answer> {
  const reply = await as.search.get(`${stack.flavor.pluginPath}/_security/authinfo`)
  if (reply.status !== 200 || !isObject(reply.body)) return silent(reply)
  const may = Object.keys(isObject(reply.body['tenants']) ? reply.body['tenants'] : {})
  const others = may.filter((name) => name !== username && !tenants.includes(name))
  return {
    granted: others.length > 0,
    evidence: `GET ${reply.path}: may enter ${may.join(', ') || 'none'}`,
  }
}

async function tryRequest(
  question: Extract<Question, { request: string }>,
  { as, lifecycle }: QuestionContext,
): Promise<Answer | undefined> {
  const server = question.at === 'dashboards' ? as.dashboards : as.search
  const [method = '', path = ''] = question.request.split(' ')
  if (server === undefined || (path.includes('/_ism/') && !lifecycle)) return undefined
  const send: Record<string, () => Promise<Reply>> = {
    GET: () => server.get(path),
    PUT: () => server.put(path, question.body ?? {}),
    POST: () => server.post(path, question.body ?? {}),
    DELETE: () => server.delete(path),
  }
  const reply = await (send[method] ?? unknownMethod(question.request))()
  const evidence =
    `${method} ${path.split('?')[0] ?? path} → ${reply.status} ${reply.status < 300 ? '' : firstClause(reasonIn(reply))}`.trim()
  // A block on an index is a 403 too, for every user.
  if ((reply.status === 401 || reply.status === 403) && !isBlocked(reply)) return { granted: false, evidence }
  return { granted: question.granted.includes(reply.status) ? true : undefined, evidence }
}

const unknownMethod = (request: string) => (): never => {
  throw new Error(`the data file asks for "${request}", which is none of GET, PUT, POST, DELETE`)
}

const silent = (reply: Reply): Answer => ({
  granted: undefined,
  evidence: `${reply.method} ${reply.path.split('?')[0] ?? reply.path} → ${reply.status} ${reasonIn(reply)}`,
})

/** OpenSearch puts the user with all roles and headers behind its refusal. */
const firstClause = (reason: string): string =>
  reason
    .replace(/ and User \[.*$/s, '')
    .replace(/ User \S+ with Security roles.*$/s, '')
    .replace(/[;:]$/, '')
