import type { X509Certificate } from 'node:crypto'

/** What the server showed: its own certificate first, then those above it. Nothing is verified yet. */
export function chainOf(own: X509Certificate | undefined): X509Certificate[] {
  const chain: X509Certificate[] = []
  const seen = new Set<string>()
  for (let at = own; at !== undefined && !seen.has(at.fingerprint256); at = at.issuerCertificate) {
    seen.add(at.fingerprint256)
    chain.push(at)
  }
  return chain
}

/** 64 hex digits in lower case */
export const fingerprintOf = (certificate: X509Certificate): string => bareFingerprint(certificate.fingerprint256)

export const bareFingerprint = (text: string): string => text.replace(/[:\s]/g, '').toLowerCase()

export const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.subject === certificate.issuer && certificate.checkIssued(certificate)

export const validFrom = ({ validFrom }: X509Certificate): Date => new Date(validFrom)
export const validTo = ({ validTo }: X509Certificate): Date => new Date(validTo)

/** "CN=ca" … one line, as a person would say it */
export const nameIn = (distinguishedName: string): string => {
  const parts = distinguishedName.split('\n')
  return (parts.find((part) => part.startsWith('CN='))?.slice('CN='.length) ?? parts.join(', ')) || '(no name)'
}

/** The host names and addresses that a certificate is for. Since RFC 2818 the common name counts only where nothing else is said. */
export function namesOf({ subject, subjectAltName }: X509Certificate): string[] {
  if (subjectAltName === undefined) return [nameIn(subject)]
  return subjectAltName.split(', ').map((name) => name.replace(/^(DNS|IP Address|URI|email):/, ''))
}
