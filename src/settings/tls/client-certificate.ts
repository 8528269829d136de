import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import type { Tls } from '../../http/tls.js'
import { combined, invalid, valid, validated, type Validated } from '../validated.js'
import { certificatesIn } from './authorities.js'
import { textOf } from './text-of.js'

export interface ClientCertificateOptions {
  clientCert?: string
  clientKey?: string
  /** a file with the passphrase of the client's key */
  clientKeyPassphraseFile?: string
}

export const passphraseVariable = 'ELKCTL_CLIENT_KEY_PASSPHRASE'

/** With which certificate elkctl shows itself; the key is kept without its passphrase. */
export function readClientCertificate(
  { clientCert, clientKey, clientKeyPassphraseFile }: ClientCertificateOptions,
  environment: Record<string, string | undefined>,
): Validated<Tls['clientCertificate']> {
  if (clientCert === undefined)
    return clientKey === undefined && clientKeyPassphraseFile === undefined
      ? valid(undefined)
      : invalid({ where: '--client-key', message: 'a key is given without its certificate: --client-cert FILE' })
  const certificate = textOf(clientCert, '--client-cert')
  const keyText = clientKey === undefined ? valid(certificate.value) : textOf(clientKey, '--client-key')
  const files = combined({ certificate, keyText })
  const { certificate: cert, keyText: text } = files.value
  if (cert === undefined || text === undefined) return { ...files, value: undefined }
  const [own] = certificatesIn(cert)
  if (own === undefined)
    return invalid({ where: '--client-cert', message: `${clientCert} holds no certificate in PEM form` })
  const keyFile = clientKey ?? clientCert
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    return invalid({
      where: clientKey === undefined ? '--client-cert' : '--client-key',
      message: `${keyFile} holds no private key in PEM form${clientKey === undefined ? ': give it with --client-key FILE' : ''}`,
    })
  const passphrase = textOf(clientKeyPassphraseFile, '--client-key-passphrase-file')
  const word = passphrase.value?.replace(/\r?\n$/, '') ?? (environment[passphraseVariable] || undefined)
  const { value, problems } = combined({ passphrase, key: openKey(text, keyFile, word) })
  if (value.key === undefined) return validated(undefined, problems)
  const belongs = new X509Certificate(own).checkPrivateKey(value.key)
  return validated({ cert, key: value.key.export({ type: 'pkcs8', format: 'pem' }).toString() }, [
    ...problems,
    ...(belongs ? [] : [{ where: '--client-key', message: `${keyFile} is not the key of ${clientCert}` }]),
  ])
}

function openKey(text: string, file: string, passphrase: string | undefined): Validated<KeyObject | undefined> {
  const where = '--client-key'
  // As the two forms say it: PKCS#8, and the older one of OpenSSL.
  const encrypted = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(text)
  if (encrypted && passphrase === undefined)
    return invalid({
      where,
      message: `${file} is encrypted: give its passphrase with --client-key-passphrase-file FILE, or ${passphraseVariable} in the environment`,
    })
  try {
    return valid(createPrivateKey({ key: text, format: 'pem', ...(passphrase !== undefined && { passphrase }) }))
  } catch {
    // OpenSSL's reason would only be "bad decrypt" or a number.
    return invalid({
      where,
      message: encrypted ? `${file} does not open with this passphrase` : `${file} is broken: its key cannot be read`,
    })
  }
}
