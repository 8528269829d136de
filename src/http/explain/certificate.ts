import { capitalized } from '../../capitalized.js'
import { counted } from '../../counted.js'
import type { X509Certificate } from 'node:crypto'
import { UnreachableError } from '../../errors.js'
import type { Endpoint } from './endpoint.js'
import { fingerprintOf, isSelfSigned, nameIn, namesOf, validFrom, validTo } from '../certificates.js'

/** OpenSSL's and Node's words for "nobody vouches for it": https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const unknownAuthority = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
]

/** Why a certificate is not believed, and what to do about it. `chain`: as the server showed it, its own certificate first. */
export function certificateProblem(
  code: string,
  chain: X509Certificate[],
  endpoint: Endpoint,
  now: Date,
): UnreachableError {
  const [own] = chain
  const top = chain.at(-1)
  const cannot = (why: string, hint: string) =>
    new UnreachableError(`${capitalized(endpoint.title)} at ${endpoint.url} cannot be trusted: ${why} (${code}).`, {
      code,
      hint,
    })
  if (own === undefined || top === undefined)
    return cannot('it shows no certificate', 'Look at the TLS settings of the server.')
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT')
    return cannot(
      `its certificate is self-signed; its SHA-256 fingerprint is ${fingerprintOf(own)}`,
      `${compareHint} If it is the same: --fingerprint ${fingerprintOf(own)}. Or trust the file itself: --ca-file FILE (PEM).`,
    )
  if (code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')
    return cannot(
      `it sends its certificate alone (an incomplete chain), and the issuer “${nameIn(own.issuer)}” is an authority that this machine does not know`,
      `Let the server send the whole chain (fullchain.pem), or give the certificate of “${nameIn(own.issuer)}” with --ca-file FILE (PEM).`,
    )
  if (unknownAuthority.includes(code)) {
    const authority = isSelfSigned(top) ? top : undefined
    return cannot(
      `its certificate comes from an authority that this machine does not know: “${nameIn(authority?.subject ?? top.issuer)}”${authority ? `, SHA-256 fingerprint ${fingerprintOf(authority)}` : ''}`,
      `Give the authority’s certificate with --ca-file FILE (PEM)${authority ? `; or compare the fingerprint (Elasticsearch 8 and 9 print it at their first start; else ${command} -in CA.crt) and give it: --fingerprint ${fingerprintOf(authority)}` : ''}.`,
    )
  }
  if (code === 'CERT_HAS_EXPIRED') {
    const expired = chain.find((certificate) => validTo(certificate) < now) ?? own
    return cannot(
      `${whose(expired, own)} has expired: it was valid until ${day(validTo(expired))} (${counted(days(now, validTo(expired)), 'day')} ago)`,
      `Renew it on the server. (This machine’s clock says ${day(now)}.)`,
    )
  }
  if (code === 'CERT_NOT_YET_VALID') {
    const early = chain.find((certificate) => validFrom(certificate) > now) ?? own
    return cannot(
      `${whose(early, own)} is not valid yet: only from ${validFrom(early).toISOString()} on`,
      `This machine’s clock says ${now.toISOString()}: if that is wrong, set it (timedatectl set-ntp true); else the certificate must be renewed.`,
    )
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return cannot(
      `its certificate is for another host name: it is for ${namesOf(own).join(', ')}, and not for ${new URL(endpoint.url).hostname}`,
      `Write one of these names in the URL, or have the certificate made for ${new URL(endpoint.url).hostname} too. If it is this very server: --fingerprint ${fingerprintOf(own)}.`,
    )
  return cannot(
    `its certificate is not accepted`,
    `Look at it: openssl s_client -connect ${new URL(endpoint.url).host} -showcerts. With the authority’s own certificate: --ca-file FILE (PEM).`,
  )
}

/** None of the expected fingerprints is among those of the chain. */
export function fingerprintProblem(
  expected: string[],
  chain: X509Certificate[],
  { url, title }: Endpoint,
): UnreachableError {
  const seen = chain.map(
    (certificate, index) =>
      `${fingerprintOf(certificate)} (${index === 0 ? 'the server’s' : `of “${nameIn(certificate.subject)}”`})`,
  )
  return new UnreachableError(
    `${capitalized(title)} at ${url} has another certificate than --fingerprint says: expected ${expected.join(' or ')}, seen ${seen.join(', ') || 'none'}. Nothing was sent.`,
    {
      code: 'FINGERPRINT_MISMATCH',
      hint: `If the certificate was renewed, compare on the server (${command} -in CERTIFICATE) and give the new fingerprint. Otherwise something is in between, such as a proxy that opens TLS.`,
    },
  )
}

const command = 'openssl x509 -noout -fingerprint -sha256'
const compareHint = `Compare it on the server: ${command} -in CERTIFICATE.`
const whose = (certificate: X509Certificate, own: X509Certificate): string =>
  certificate === own ? 'its certificate' : `the certificate of its authority “${nameIn(certificate.subject)}”`
const day = (date: Date): string => date.toISOString().slice(0, 10)
const days = (later: Date, earlier: Date): number => Math.floor((later.getTime() - earlier.getTime()) / 86_400_000)
