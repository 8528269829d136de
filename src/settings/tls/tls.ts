import { bareFingerprint } from '../../http/certificates.js'
import type { Tls } from '../../http/tls.js'
import { combined, combinedList, invalid, valid, validated, type Validated } from '../validated.js'
import { certificatesIn, systemAuthorities } from './authorities.js'
import { readClientCertificate, type ClientCertificateOptions } from './client-certificate.js'
import { textOf } from './text-of.js'

export interface TlsOptions extends ClientCertificateOptions {
  caFile?: string
  /** each may be several, with commas between */
  fingerprint?: string[]
  insecure?: boolean
}

type Environment = Record<string, string | undefined>

/** What the options say of TLS, with the files read. */
export function readTls(
  options: TlsOptions,
  environment: Environment,
  urls: { searchUrl: string | undefined; dashboardsUrl: string | undefined },
): Validated<Tls> {
  const { searchUrl, dashboardsUrl } = urls
  const insecure = options.insecure ?? false
  const ca = readAuthority(options.caFile)
  const fingerprints = readFingerprints(options.fingerprint ?? [])
  const pins = fingerprints.value.length > 0 ? checkPins(urls, insecure) : valid(undefined)
  const clientCertificate = readClientCertificate(options, environment)
  const secured = [searchUrl, dashboardsUrl].some((url) => url?.startsWith('https:'))
  const system = secured && ca.value === undefined ? systemAuthorities(environment) : valid([])
  const { value, problems, notes } = combined({ ca, fingerprints, pins, clientCertificate, system })
  const { pins: _checked, ...tls } = value
  return validated({ ...tls, insecure }, problems, notes)
}

/** Whether there is a certificate to compare with the fingerprints. */
function checkPins(
  { searchUrl, dashboardsUrl }: { searchUrl: string | undefined; dashboardsUrl: string | undefined },
  insecure: boolean,
): Validated<undefined> {
  const isPlain = searchUrl?.startsWith('http:') === true
  const problems = [
    ...(insecure
      ? [{ where: '--fingerprint, --insecure', message: 'one of them checks the certificate, the other does not' }]
      : []),
    ...(isPlain
      ? [{ where: '--fingerprint', message: `${searchUrl} is plain http: it has no certificate to check` }]
      : []),
  ]
  const notes =
    !isPlain && dashboardsUrl?.startsWith('http:')
      ? [`--fingerprint: ${dashboardsUrl} is plain http, where there is no certificate to check`]
      : []
  return validated(undefined, problems, notes)
}

function readAuthority(file: string | undefined): Validated<string | undefined> {
  const text = textOf(file, '--ca-file')
  if (text.value === undefined) return text
  const certificates = certificatesIn(text.value)
  if (certificates.length > 0) return valid(certificates.join('\n'))
  return invalid({ where: '--ca-file', message: `${String(file)} holds no certificate in PEM form` })
}

/** @returns 64 hex digits in lower case each */
function readFingerprints(given: string[]): Validated<string[]> {
  const texts = given.flatMap((text) => text.split(',')).map((text) => text.trim())
  return combinedList(
    texts.map((text) => {
      const bare = bareFingerprint(text.replace(/^sha-?256[=:]|^sha256 fingerprint=/i, ''))
      if (/^[0-9a-f]{64}$/.test(bare)) return valid(bare)
      const length = bare.length === 40 ? '; this looks like SHA-1' : ''
      const message = `"${text}" is not a SHA-256 fingerprint: 64 hexadecimal digits, with or without colons${length}`
      return validated(bare, [{ where: '--fingerprint', message }])
    }),
  )
}
