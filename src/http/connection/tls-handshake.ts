import { isIP } from 'node:net'
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import type { UnreachableError } from '../../errors.js'
import { chainOf, fingerprintOf, validFrom, validTo } from '../certificates.js'
import { certificateProblem, fingerprintProblem } from '../explain/certificate.js'
import type { Tls } from '../tls.js'
import { allAuthorities } from './authorities.js'
import { hostOf, reach, until, type Route } from './reach.js'

/** With TLS, over which the other end has proved who it is. @throws UnreachableError */
export async function secured(route: Route): Promise<TLSSocket> {
  const { tls } = route
  const socket = await handshake(route, contextFor(tls))
  const chain = chainOf(socket.getPeerX509Certificate())
  const refuse = (problem: UnreachableError): never => {
    socket.destroy()
    throw problem
  }
  const untrusted = () => certificateProblem(codeOf(socket), chain, route, new Date())
  if (tls.insecure) return socket
  if (tls.fingerprints.length === 0) return socket.authorized ? socket : refuse(untrusted())

  const pinned = chain.find((certificate) => tls.fingerprints.includes(fingerprintOf(certificate)))
  const [own] = chain
  if (pinned === undefined || own === undefined) return refuse(fingerprintProblem(tls.fingerprints, chain, route))
  // An authority that was named on top of it must vouch for it too.
  if (tls.ca !== undefined && !socket.authorized) return refuse(untrusted())
  if (pinned === own) {
    // It is this very certificate, no matter who issued it and what name it has. But its time must not be over.
    const now = new Date()
    if (validTo(own) < now) return refuse(certificateProblem('CERT_HAS_EXPIRED', [own], route, now))
    if (validFrom(own) > now) return refuse(certificateProblem('CERT_NOT_YET_VALID', [own], route, now))
    return socket
  }
  // Anybody can show the certificate of an authority. Whether it really stands above the server's, OpenSSL finds out when it is the only one trusted.
  socket.destroy()
  const verified = await handshake(route, contextFor({ ...tls, ca: pinned.toString() }))
  if (verified.authorized) return verified
  verified.destroy()
  throw certificateProblem(codeOf(verified), chain, route, new Date())
}

/** Node keeps the code here, whatever its type says. */
const codeOf = (socket: TLSSocket): string => String(socket.authorizationError)

async function handshake(route: Route, secureContext: SecureContext): Promise<TLSSocket> {
  const raw = await reach(route)
  // Not rejected by Node but by `secured`, which can look at the certificate and say what is wrong with it. Without a session to resume,
  // every connection shows its certificates.
  const socket = connectTls({
    socket: raw,
    ...serverName(route),
    secureContext,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
  })
  await until('secureConnect', socket, route)
  return socket
}

/** TLS knows no addresses in the place of names: https://www.rfc-editor.org/rfc/rfc6066#section-3 */
export function serverName({ url }: Route): { host: string; servername: string } {
  const host = hostOf(url)
  return { host, servername: isIP(host) === 0 ? host : '' }
}

const contexts = new WeakMap<Tls, SecureContext>()

function contextFor(tls: Tls): SecureContext {
  const cached = contexts.get(tls)
  if (cached) return cached
  const context = createSecureContext({
    ca: tls.ca === undefined ? allAuthorities(tls) : [tls.ca],
    // The file may hold an intermediate authority and no root. From Node 20.18 on; before, the root is needed.
    ...{ allowPartialTrustChain: tls.ca !== undefined },
    ...tls.clientCertificate,
  })
  contexts.set(tls, context)
  return context
}
