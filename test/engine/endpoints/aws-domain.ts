import type { Certificate } from '../../../sandbox/certificates.js'
import type { LocalStack } from '../../../sandbox/stack.js'
import { refusalOf, type KnownKey } from './aws-verifier.js'
import { startTlsFront, type FrontRequest, type TlsFront } from './tls-front.js'

export interface AwsDomain extends TlsFront {
  /** one line each: "signed GET /", "openvidu PUT /x", "anonymous GET /" */
  seen: string[]
  /** changes what arrives before it is verified, as something in between would */
  tamper: ((request: FrontRequest) => FrontRequest) | undefined
  /** minutes by which AWS's clock is ahead of ours */
  clockAhead: number
  reset: () => void
}

/**
 * A domain of Amazon OpenSearch Service as a client sees it: one https host, the dashboards below a path of it; a signed request is verified, and what
 * is signed rightly becomes the master user; Basic goes through to the search engine's own security; anything else is anonymous and refused.
 */
export async function startAwsDomain(options: {
  stack: LocalStack
  certificate: Certificate
  chain: Certificate[]
  keys: Record<string, KnownKey>
  region: string
  dashboardsPath: string
}): Promise<AwsDomain> {
  const { stack, keys, region, dashboardsPath } = options
  const { username, password } = stack.engine
  const master = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const seen: string[] = []
  const behind = (path: string) =>
    path.startsWith(dashboardsPath) && stack.dashboards ? stack.dashboards.proxy.url : stack.search.url
  const front = await startTlsFront({
    certificate: options.certificate,
    chain: options.chain,
    decide: (arrived) => {
      const request = domain.tamper?.(arrived) ?? arrived
      const { authorization = '' } = request.headers
      const what = `${request.method} ${request.path}`
      if (authorization.startsWith('Basic ')) {
        seen.push(`${Buffer.from(authorization.slice(6), 'base64').toString().split(':')[0] ?? ''} ${what}`)
        return { to: behind(request.path) }
      }
      if (!authorization.startsWith('AWS4-')) {
        seen.push(`anonymous ${what}`)
        const action = `es:ESHttp${request.method.slice(0, 1)}${request.method.slice(1).toLowerCase()}`
        return {
          status: 403,
          body: {
            Message: `User: anonymous is not authorized to perform: ${action} because no resource-based policy allows the ${action} action`,
          },
        }
      }
      const now = new Date(Date.now() + domain.clockAhead * 60_000)
      const refusal = refusalOf(request, { keys, region, service: 'es', now })
      seen.push(`${refusal === undefined ? 'signed' : 'refused'} ${what}`)
      if (refusal !== undefined) return { status: 403, body: { message: refusal } }
      return { to: behind(request.path), headers: { authorization: master } }
    },
  })
  const domain: AwsDomain = {
    ...front,
    seen,
    tamper: undefined,
    clockAhead: 0,
    reset: () => {
      seen.length = front.requests.length = 0
      domain.tamper = undefined
      domain.clockAhead = 0
    },
  }
  return domain
}
