import { isDeepStrictEqual } from 'node:util'
import { ApiError, UnreachableError } from '../errors.js'
import { grantHint, reasonIn } from '../http/answer.js'
import { causeOf } from '../http/explain/causes.js'
import { expectShape } from '../http/shape.js'
import { isObject } from '../json.js'
import type { DetectOptions } from './detect-options.js'
import { opendistro, type Flavor } from './flavors.js'
import { credentialIn, refuseForAws } from './refused.js'
import { saysSecurityIsOff } from './security-off.js'
import type { Identity, Reader, Reply } from './stack.js'

/** Whether the server asks for credentials, and whose they are. */
interface Security {
  on: boolean
  flavor: Flavor
  identity: Identity | undefined
}

/** One request, or two where nobody signs in. @throws ApiError credentials are refused; UnreachableError the answer does not tell */
export async function detectSecurity(
  search: Reader,
  flavor: Flavor,
  oss: boolean,
  options: DetectOptions,
): Promise<Security> {
  // Open Distro is built on the OSS flavor, which has no security of its own. Its own API tells.
  const asked = flavor.dialect === 'elasticsearch' && oss ? opendistro : flavor
  if (options.signIn === undefined && asked.dialect === 'elasticsearch' && (await isSwitchedOff(search)))
    return { on: false, flavor, identity: undefined }
  const reply = await search.get(identityPath(asked))
  if (reply.status === 200) return { on: true, flavor: asked, identity: identityIn(reply, asked) }
  if (saysSecurityIsOff(reply)) return { on: false, flavor, identity: undefined }
  refuseForAws(reply, flavor.title, search.url, options.signIn)
  if (reply.status === 401 || reply.status === 403) throw refusedIdentity(reply, search, options)
  throw new UnreachableError(
    `Cannot tell whether ${flavor.title} at ${search.url} has security: GET ${reply.path} answered ${reply.status} ${reasonIn(reply)}`,
    {
      code: `HTTP ${reply.status}`,
      hint: 'Perhaps a proxy answers some paths itself: check what is in between, then run the command again.',
    },
  )
}

/** Known to every version of both products, so it can be asked with the first request. */
export const switchPath = '/_nodes/_local/settings?filter_path=nodes.*.settings.xpack.security.enabled'

/** The configuration of the node that answers has it off. What else is said there proves nothing: 7 with the basic license is without it unless it is set. */
async function isSwitchedOff(search: Reader): Promise<boolean> {
  const { status, body } = await search.get(switchPath)
  const nodes = isObject(body) && isObject(body['nodes']) ? Object.values(body['nodes']) : []
  const isOff = (node: unknown) => isDeepStrictEqual(node, { settings: { xpack: { security: { enabled: 'false' } } } })
  return status === 200 && nodes.length === 1 && nodes.every(isOff)
}

/** It greets everybody, so it is this request that needs credentials. */
function refusedIdentity(reply: Reply, search: Reader, { signIn }: DetectOptions): ApiError {
  const who = signIn ? credentialIn(signIn) : 'a request without credentials'
  return new ApiError(`${search.url} refused ${who}: ${reply.status} ${reasonIn(reply)} (GET ${reply.path})`, {
    status: reply.status,
    hint: causeOf(reply)?.hint ?? grantHint(reasonIn(reply)),
  })
}

/** Where a server says whose credentials a request has. */
export const identityPath = ({ dialect, pluginPath }: Flavor): string =>
  dialect === 'opensearch' ? `${pluginPath}/_security/authinfo` : '/_security/_authenticate'

/** Whose credentials these are, and which roles the server gives them. undefined: they are refused. One request. @throws ApiError, UnreachableError */
export async function readIdentity(search: Reader, flavor: Flavor): Promise<Identity | undefined> {
  const reply = await search.get(identityPath(flavor))
  return reply.status === 401 || reply.status === 403 ? undefined : identityIn(reply, flavor)
}

function identityIn(reply: Reply, { dialect }: Flavor): Identity {
  const what = 'Asking whose credentials these are'
  if (dialect === 'elasticsearch') {
    const { username, roles } = expectShape(reply, what, { username: 'text', roles: 'texts' })
    return { username, roles }
  }
  const { user_name, roles } = expectShape(reply, what, { user_name: 'text', roles: 'texts' })
  const { tenants } = reply.body as { tenants?: Record<string, boolean> }
  return { username: user_name, roles, ...(isObject(tenants) && { tenants }) }
}
