import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { ElkctlError, type Problem } from '../../errors.js'
import { bareFingerprint } from '../../http/certificates.js'
import type { Tls } from '../../http/tls.js'
import { certificatesIn, systemAuthorities } from './authorities.js'
import { readText } from '../../files/files.js'

export interface TlsOptions {
  caFile?: string
  /** each may be several, with commas between */
  fingerprint?: string[]
  clientCert?: string
  clientKey?: string
  /** a file with the passphrase of the client's key */
  clientKeyPassphraseFile?: string
  insecure?: boolean
}

type Environment = Record<string, string | undefined>

export const passphraseVariable = 'ELKCTL_CLIENT_KEY_PASSPHRASE'

/** What the options say of TLS, with the files read. */
export function readTls(
  options: TlsOptions,
  environment: Environment,
  urls: { searchUrl: string | undefined; dashboardsUrl: string | undefined },
  problems: Problem[],
  notes: string[],
): Tls {
  const { searchUrl, dashboardsUrl } = urls
  const ca = readAuthority(options.caFile, problems)
  const fingerprints = readFingerprints(options.fingerprint ?? [], problems)
  const insecure = options.insecure ?? false
  if (fingerprints.length > 0 && insecure)
    problems.push({
      where: '--fingerprint, --insecure',
      message: 'one of them checks the certificate, the other does not',
    })
  if (fingerprints.length > 0 && searchUrl?.startsWith('http:'))
    problems.push({ where: '--fingerprint', message: `${searchUrl} is plain http: it has no certificate to check` })
  else if (fingerprints.length > 0 && dashboardsUrl?.startsWith('http:'))
    notes.push(`--fingerprint: ${dashboardsUrl} is plain http, where there is no certificate to check`)
  const clientCertificate = readClientCertificate(options, environment, problems)
  const secured = [searchUrl, dashboardsUrl].some((url) => url?.startsWith('https:'))
  return {
    ca,
    system: secured && ca === undefined ? systemAuthorities(environment, problems) : [],
    fingerprints,
    clientCertificate,
    insecure,
  }
}

function readAuthority(file: string | undefined, problems: Problem[]): string | undefined {
  const text = textOf(file, '--ca-file', problems)
  if (text === undefined) return undefined
  const certificates = certificatesIn(text)
  if (certificates.length > 0) return certificates.join('\n')
  problems.push({ where: '--ca-file', message: `${String(file)} holds no certificate in PEM form` })
  return undefined
}

/** @returns 64 hex digits in lower case each */
function readFingerprints(given: string[], problems: Problem[]): string[] {
  const texts = given.flatMap((text) => text.split(',')).map((text) => text.trim())
  return texts.map((text) => {
    const bare = bareFingerprint(text.replace(/^sha-?256[=:]|^sha256 fingerprint=/i, ''))
    const length = bare.length === 40 ? '; this looks like SHA-1' : ''
    if (!/^[0-9a-f]{64}$/.test(bare))
      problems.push({
        where: '--fingerprint',
        message: `"${text}" is not a SHA-256 fingerprint: 64 hexadecimal digits, with or without colons${length}`,
      })
    return bare
  })
}

function readClientCertificate(
  options: TlsOptions,
  environment: Environment,
  problems: Problem[],
): Tls['clientCertificate'] {
  const { clientCert, clientKey, clientKeyPassphraseFile } = options
  if (clientCert === undefined) {
    if (clientKey !== undefined || clientKeyPassphraseFile !== undefined)
      problems.push({ where: '--client-key', message: 'a key is given without its certificate: --client-cert FILE' })
    return undefined
  }
  const cert = textOf(clientCert, '--client-cert', problems)
  const keyFile = clientKey ?? clientCert
  const keyText = clientKey === undefined ? cert : textOf(clientKey, '--client-key', problems)
  if (cert === undefined || keyText === undefined) return undefined
  const [own] = certificatesIn(cert)
  if (own === undefined) {
    problems.push({ where: '--client-cert', message: `${clientCert} holds no certificate in PEM form` })
    return undefined
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(keyText)) {
    problems.push({
      where: clientKey === undefined ? '--client-cert' : '--client-key',
      message: `${keyFile} holds no private key in PEM form${clientKey === undefined ? ': give it with --client-key FILE' : ''}`,
    })
    return undefined
  }
  const passphrase =
    textOf(clientKeyPassphraseFile, '--client-key-passphrase-file', problems)?.replace(/\r?\n$/, '') ??
    (environment[passphraseVariable] || undefined)
  const key = openKey(keyText, keyFile, passphrase, problems)
  if (key === undefined) return undefined
  if (!new X509Certificate(own).checkPrivateKey(key))
    problems.push({ where: '--client-key', message: `${keyFile} is not the key of ${clientCert}` })
  return { cert, key: key.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

function openKey(
  text: string,
  file: string,
  passphrase: string | undefined,
  problems: Problem[],
): KeyObject | undefined {
  // As the two forms say it: PKCS#8, and the older one of OpenSSL.
  const encrypted = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(text)
  if (encrypted && passphrase === undefined) {
    problems.push({
      where: '--client-key',
      message: `${file} is encrypted: give its passphrase with --client-key-passphrase-file FILE, or ${passphraseVariable} in the environment`,
    })
    return undefined
  }
  try {
    return createPrivateKey({ key: text, format: 'pem', ...(passphrase !== undefined && { passphrase }) })
  } catch {
    // OpenSSL's reason would only be "bad decrypt" or a number.
    problems.push({
      where: '--client-key',
      message: encrypted ? `${file} does not open with this passphrase` : `${file} is broken: its key cannot be read`,
    })
    return undefined
  }
}

function textOf(file: string | undefined, where: string, problems: Problem[]): string | undefined {
  if (file === undefined) return undefined
  try {
    return readText(file, where)
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    problems.push({ where, message: `${error.message} ${error.hint}` })
    return undefined
  }
}
