import { ApiError, UnreachableError, type Exit } from '../errors.js'
import { awsHint } from './explain/aws.js'
import { causeOf } from './explain/causes.js'
import { missingRight } from './explain/rights.js'
import type { Identity, Reply } from '../stack/stack.js'

/** What the server says went wrong, in its own words, whichever product it is. */
export function reasonIn(reply: Reply): string {
  const { body, headers, status } = reply
  if (status >= 300 && status < 400 && headers['location'] !== undefined) return `leads to ${headers['location']}`
  if (typeof body === 'string') return shortened(body.replace(/\s+/g, ' ').trim(), 300) || `HTTP ${reply.status}`
  if (typeof body !== 'object' || body === null) return `HTTP ${reply.status}`
  const { error, message, Message, reason, invalid_keys } = body as Record<string, unknown>
  const explanation = [elasticReason(error), message, Message, reason].find(
    (candidate) => typeof candidate === 'string' && candidate !== '',
  )
  const keys = invalid_keys === undefined ? '' : ` ${JSON.stringify(invalid_keys)}`
  // AWS repeats the whole request behind its refusal of a signature.
  const [words] = typeof explanation === 'string' ? explanation.split('\n\nThe Canonical String') : []
  return words !== undefined ? shortened(words, 600) + keys : shortened(JSON.stringify(body), 300)
}

/** The sign at the end says that it was cut; it is also how a secret is found of which only the beginning is left. */
export const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text

function elasticReason(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { reason, caused_by } = error as { reason?: unknown; caused_by?: unknown }
  const cause = elasticReason(caused_by)
  return [reason, cause].filter((part) => typeof part === 'string').join(': ') || undefined
}

/** "cluster_block_exception": the name that the search engine has for what went wrong */
function reasonType({ body }: Reply): unknown {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as { error?: { type?: unknown } | null }
  return error?.type
}

/** A block on an index or on the whole cluster, such as after a full disk: 403 or 429, by version; while a cluster forms, 503, which passes. */
export const isBlocked = (reply: Reply): boolean =>
  reply.status !== 503 && reasonType(reply) === 'cluster_block_exception'

/** @throws ApiError when the status is not 2xx */
export function expectOk(reply: Reply, what: string): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply
  throw refusal(reply, what)
}

/**
 * After what makes something new: 409 (ISM) and resource_already_exists_exception say that it is there. A request whose answer was lost may have made it;
 * what is there is read back. @throws ApiError
 */
export const expectMade = (reply: Reply, what: string): Reply =>
  reply.lostBefore === true && (reply.status === 409 || reasonType(reply) === 'resource_already_exists_exception')
    ? reply
    : expectOk(reply, what)

/**
 * After a DELETE: what is not there is gone too. What answers with a page has removed nothing: a proxy or a login page is in between.
 *
 * @throws ApiError, UnreachableError
 */
export function expectGone(reply: Reply, what: string): Reply {
  if (reply.status === 404) return reply
  const { body } = expectOk(reply, what)
  if (typeof body === 'string' && body !== '') throw notUnderstood(reply, what)
  return reply
}

/** For an answer that is no refusal, and that the product would not give: a page in between, half of an answer, the answer of another program. */
export function notUnderstood(reply: Reply, what: string): UnreachableError {
  const { method, path, status, body } = reply
  const kind = typeof body === 'string' ? 'text that is not JSON' : 'unexpected JSON'
  const answer = body === '' || body === undefined ? 'nothing at all' : `${kind}: ${reasonIn(reply)}`
  return new UnreachableError(`${what} is not possible: ${method} ${path} answered ${status} with ${answer}`, {
    code: 'NOT_UNDERSTOOD',
    hint: 'Perhaps a proxy or a login page answers some of the paths, or cuts what is long: check what is in between, then run the command again.',
  })
}

export function refusal(reply: Reply, what: string): ApiError {
  const cause = causeOf(reply)
  const exit = cause?.exit ?? exitFor(reply)
  const hints: Partial<Record<Exit, string>> = {
    access: grantHint(reasonIn(reply), reply.identity),
    conflict: 'It was changed concurrently: run the command again.',
    unreachable:
      'The server is not ready, or too busy: run the command again when it is, or give it more time with --wait 5m.',
  }
  const size = reply.status === 413 && reply.sent !== undefined ? `, ${reply.sent} bytes` : ''
  return new ApiError(
    `${what} was refused: ${reply.status} ${reasonIn(reply)} (${reply.method} ${reply.path}${size})`,
    {
      status: reply.status,
      exit,
      hint:
        cause?.hint ??
        hints[exit] ??
        'Correct what the server names, then run the command again: it resumes where this run stopped.',
    },
  )
}

function exitFor(reply: Reply): Exit {
  const { status } = reply
  if (status === 401 || status === 403) return 'access'
  if (status === 409) return 'conflict'
  return [429, 502, 503, 504].includes(status) && !isBlocked(reply) ? 'unreachable' : 'failure'
}

const administrators = ['superuser', 'all_access']

/** What to do about a refusal: which right is missing, if the server's words name it, and who can grant it. */
export function grantHint(words: string, identity?: Identity): string {
  const aws = awsHint(words)
  if (aws !== undefined) return aws
  return refusedHint(identity, missingRight(words))
}

/** The role that makes a user an administrator; undefined: none that is known for it. */
export const administratorRole = (identity: Identity | undefined): string | undefined =>
  identity?.roles.find((name) => administrators.includes(name))

const signIn = 'ign in as an administrator: --admin-username NAME --admin-password-stdin.'

/** What else would do than this sentence. An administrator is not asked to sign in as one. */
export const orSignInAsAdministrator = (sentence: string, identity: Identity | undefined): string =>
  administratorRole(identity) === undefined ? `${sentence}. Or s${signIn}` : `${sentence}.`

function refusedHint(identity: Identity | undefined, right: string | undefined): string {
  const role = administratorRole(identity)
  if (role === undefined) return right === undefined ? `S${signIn}` : orSignInAsAdministrator(right, identity)
  return `${right === undefined ? '' : `${right}. `}The server refused although ${String(identity?.username)} is an administrator (${role}): check its message, and any proxy in between.`
}
